"""A week's spans in wall time, read as instants on ordinary days, holidays and the nights the clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.schedule import Holiday, Schedule, Span, every_day

NEW_YORK = ZoneInfo("America/New_York")


def _new_york(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK, fold=fold).astimezone(timezone.utc)


def _on_duty(schedule: Schedule, at: datetime) -> bool:
    return schedule.on_duty_until(at, NEW_YORK) is not None


def test_a_span_holds_from_its_first_minute_and_not_at_its_last():
    day = every_day(Span(6 * 60, 22 * 60))
    assert not _on_duty(day, _new_york(2026, 6, 1, 5, 59))
    assert _on_duty(day, _new_york(2026, 6, 1, 6))
    assert _on_duty(day, _new_york(2026, 6, 1, 21, 59))
    assert not _on_duty(day, _new_york(2026, 6, 1, 22))


def test_a_span_that_crosses_midnight_belongs_to_the_day_it_began():
    friday_only = Schedule(weekdays=((), (), (), (), (Span(18 * 60, 26 * 60),), (), ()))
    assert _on_duty(friday_only, _new_york(2026, 6, 6, 1, 59))
    assert not _on_duty(friday_only, _new_york(2026, 6, 5, 1))
    assert not _on_duty(friday_only, _new_york(2026, 6, 6, 2))


def test_several_spans_a_day_leave_the_gap_between_them_closed():
    split = every_day(Span(7 * 60, 15 * 60), Span(15 * 60 + 30, 23 * 60))
    assert _on_duty(split, _new_york(2026, 6, 1, 14, 59))
    assert not _on_duty(split, _new_york(2026, 6, 1, 15, 10))
    assert _on_duty(split, _new_york(2026, 6, 1, 15, 30))


def test_duty_that_touches_across_midnight_is_one_stretch():
    seam = every_day(Span(0, 24 * 60))
    until = seam.on_duty_until(_new_york(2026, 6, 1, 23, 50), NEW_YORK)
    assert until is not None
    assert until > _new_york(2026, 6, 2, 12)


def test_in_spring_the_skipped_hour_does_not_stretch_the_night():
    # 8 March 2026: 02:00 becomes 03:00.
    night = every_day(Span(22 * 60, 28 * 60))
    assert _on_duty(night, _new_york(2026, 3, 8, 1, 59))
    assert _on_duty(night, _new_york(2026, 3, 8, 3, 59))
    assert not _on_duty(night, _new_york(2026, 3, 8, 4))
    begins, ends = Span(22 * 60, 28 * 60).instants(date(2026, 3, 7), NEW_YORK)
    assert ends - begins == timedelta(hours=5)


def test_in_spring_a_span_that_begins_in_the_skipped_hour_begins_when_the_clocks_have_jumped():
    begins, _ = Span(2 * 60 + 30, 8 * 60).instants(date(2026, 3, 8), NEW_YORK)
    assert begins.astimezone(NEW_YORK).hour == 3


def test_in_fall_a_night_that_covers_the_doubled_hour_is_an_hour_longer():
    # 1 November 2026: 02:00 becomes 01:00 again.
    night = every_day(Span(22 * 60, 28 * 60))
    assert _on_duty(night, _new_york(2026, 11, 1, 1, 30, fold=0))
    assert _on_duty(night, _new_york(2026, 11, 1, 1, 30, fold=1))
    begins, ends = Span(22 * 60, 28 * 60).instants(date(2026, 10, 31), NEW_YORK)
    assert ends - begins == timedelta(hours=7)


def test_in_fall_a_shift_that_ends_at_the_doubled_hour_ends_at_its_first_coming():
    to_one = every_day(Span(9 * 60, 25 * 60))
    assert not _on_duty(to_one, _new_york(2026, 11, 1, 1, 0, fold=0))
    assert not _on_duty(to_one, _new_york(2026, 11, 1, 1, 0, fold=1))


def test_a_holiday_replaces_the_spans_that_begin_on_it_but_cuts_no_night_short():
    closed = Holiday("Christmas", 12, 25)
    week = Schedule(weekdays=(((Span(18 * 60, 26 * 60)),),) * 7, holidays=(closed,))
    assert _on_duty(week, _new_york(2026, 12, 25, 1))
    assert not _on_duty(week, _new_york(2026, 12, 25, 20))
    assert not _on_duty(week, _new_york(2026, 12, 26, 1))
    assert _on_duty(week, _new_york(2026, 12, 26, 19))


def test_a_holiday_of_one_year_goes_before_the_one_of_every_year():
    every = Holiday("New Year", 1, 1)
    this = Holiday("New Year, storm shift", 1, 1, 2027, (Span(8 * 60, 20 * 60),))
    week = Schedule(weekdays=((),) * 7, holidays=(every, this))
    assert _on_duty(week, _new_york(2027, 1, 1, 9))
    assert not _on_duty(week, _new_york(2028, 1, 1, 9))


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (1440, 1500), (600, 600), (600, 500), (600, 600 + 1441)])
def test_a_span_that_is_empty_too_long_or_starts_outside_its_day_is_refused(start, end):
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


def test_a_week_of_six_days_is_refused():
    with pytest.raises(ValueError, match="seven"):
        Schedule(weekdays=((),) * 6)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc)))
def test_round_the_clock_means_every_minute_of_the_year(at):
    assert every_day(Span(0, 24 * 60)).on_duty_until(at, NEW_YORK) is not None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc)),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
def test_being_on_duty_agrees_with_the_stretches_that_are_listed(at, start, length):
    schedule = every_day(Span(start, start + length))
    listed = any(begins <= at < ends for begins, ends in schedule.stretches(at, 1, NEW_YORK))
    assert _on_duty(schedule, at) is listed
