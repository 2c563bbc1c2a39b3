from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import time_machine

from channels.console.wall_time import WrongTimeError, moment_of

DENVER = ZoneInfo("America/Denver")
NOON = datetime(2026, 7, 1, 18, 0, tzinfo=timezone.utc)


def meant(typed: str, now: datetime, since: timedelta = timedelta(hours=2)) -> datetime | None:
    with time_machine.travel(now, tick=False):
        return moment_of(typed, DENVER, now - since)


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_typed_is_no_time(typed: str) -> None:
    assert meant(typed, NOON) is None


@pytest.mark.parametrize("typed", ["11:45", " 11:45 "])
def test_a_time_is_that_of_the_wall_today(typed: str) -> None:
    assert meant(typed, NOON) == NOON - timedelta(minutes=15)


def test_this_very_minute_has_come() -> None:
    assert meant("12:00", NOON + timedelta(seconds=1)) == NOON


@pytest.mark.parametrize("typed", ["12:01", "23:59"])
def test_a_time_that_has_not_come_is_refused(typed: str) -> None:
    with pytest.raises(WrongTimeError, match="has not come yet: it is 12:00"):
        meant(typed, NOON, since=timedelta(days=3))


@pytest.mark.parametrize("typed", ["24:00", "12:60", "noon", "12", "11:45:30", "1١:45", "-1:30", "11:45pm"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(WrongTimeError, match="is no time of day"):
        meant(typed, NOON)


def test_just_after_midnight_a_late_time_is_last_night_s() -> None:
    after_midnight = datetime(2026, 7, 2, 6, 3, tzinfo=timezone.utc)
    assert meant("23:58", after_midnight) == after_midnight - timedelta(minutes=5)


def test_last_night_is_not_meant_where_it_began_this_morning() -> None:
    after_midnight = datetime(2026, 7, 2, 6, 3, tzinfo=timezone.utc)
    with pytest.raises(WrongTimeError, match="has not come yet"):
        meant("23:58", after_midnight, since=timedelta(minutes=2))


def test_in_the_hour_that_is_shown_twice_the_later_one_that_has_come_is_meant() -> None:
    first = datetime(2026, 11, 1, 7, 30, tzinfo=timezone.utc)
    assert meant("01:20", first) == first - timedelta(minutes=10)
    assert meant("01:20", first + timedelta(hours=1)) == first + timedelta(minutes=50)
