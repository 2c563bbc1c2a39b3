"""The wait that is quoted: from units, visits, drive and queue, and never one that cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.profiles import load_profile
from bot.program.wait import quoted_wait

DENVER = load_profile("denver-star")
TEN_IN_THE_MORNING = datetime(2026, 6, 2, 10, tzinfo=DENVER.zone).astimezone(timezone.utc)


def test_with_a_free_van_the_wait_is_the_drive():
    low, high = quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead=0, busy_units=0) or (0, 0)
    assert low <= DENVER.teams[0].minutes_to_arrive <= high
    assert high <= 2 * DENVER.teams[0].minutes_to_arrive


def test_a_resident_behind_others_waits_longer_than_the_first():
    first = quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead=0, busy_units=4)
    fifth = quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead=4, busy_units=4)
    assert first is not None
    assert fifth is not None
    assert fifth[0] > first[0]
    assert fifth[1] > first[1]


def test_with_every_van_out_the_high_end_covers_a_whole_visit_of_the_average():
    one_van = replace(DENVER, teams=(replace(DENVER.teams[0], units=1),))
    _, high = quoted_wait(one_van, TEN_IN_THE_MORNING, ahead=0, busy_units=1) or (0, 0)
    assert high > DENVER.teams[0].minutes_per_visit


def test_outside_hours_nobody_can_say():
    night = datetime(2026, 6, 2, 3, tzinfo=DENVER.zone).astimezone(timezone.utc)
    assert quoted_wait(DENVER, night, ahead=0, busy_units=0) is None


def test_no_wait_is_quoted_past_the_end_of_the_shift():
    last_half_hour = datetime(2026, 6, 2, 21, 40, tzinfo=DENVER.zone).astimezone(timezone.utc)
    assert quoted_wait(DENVER, last_half_hour, ahead=0, busy_units=0) is None


def test_more_units_out_than_on_duty_is_a_full_house_and_no_error():
    assert quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead=0, busy_units=99) == quoted_wait(
        DENVER, TEN_IN_THE_MORNING, ahead=0, busy_units=4
    )


@pytest.mark.parametrize("name", ["stpete-call", "portland-psr", "nyc-bheard", "hotline-988", "embedded-clinician"])
def test_shipped_programs_can_quote_a_wait_at_noon(name):
    profile = load_profile(name)
    noon = datetime(2026, 6, 2, 12, tzinfo=profile.zone).astimezone(timezone.utc)
    low, high = quoted_wait(profile, noon, ahead=0, busy_units=0) or (0, 0)
    assert 0 <= low < high <= 120


@given(st.integers(0, 40), st.integers(0, 8))
def test_one_more_ahead_never_makes_the_wait_shorter(ahead, busy):
    now = quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead, busy)
    later = quoted_wait(DENVER, TEN_IN_THE_MORNING, ahead + 1, busy)
    if now is None:
        assert later is None
    elif later is not None:
        assert later[0] >= now[0]
        assert later[1] >= now[1]
        assert now[0] < now[1]
        assert now[0] % 5 == now[1] % 5 == 0
