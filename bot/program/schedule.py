"""When something is on duty: weekly spans in local wall time, and holidays with spans of their own.

PURE. Every comparison is made between instants in UTC, so that the two nights a year on which the clocks change
neither lose nor invent an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Span:
    """A stretch of duty that begins on one day.

    Attributes:
        start: minutes of local wall time after midnight, 0 to 1439.
        end: minutes after the same midnight, exclusive; past 1440 where the span crosses midnight.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that is empty or longer than a day. Raises ValueError."""
        if not 0 <= self.start < DAY_MINUTES or not self.start < self.end <= self.start + DAY_MINUTES:
            raise ValueError("a span begins within its day and lasts between a minute and 24 hours")

    def instants(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first instant of the span and the first after it, in UTC.

        A wall time that the clocks skip is read as the moment they jump past it; one that comes twice is read as its
        first coming, so that nobody is told of a team that has gone home.
        """
        return _instant(day, self.start, zone), _instant(day, self.end, zone)


@dataclass(frozen=True)
class Holiday:
    """A day whose spans replace those of its weekday; no span means closed.

    Attributes:
        name: what the day is called.
        month, day: the date.
        year: the year, or None where it comes every year.
        spans: the spans that begin on it. One that began the evening before is not cut short.
    """

    name: str
    month: int
    day: int
    year: int | None = None
    spans: tuple[Span, ...] = ()

    def falls_on(self, day: date) -> bool:
        """Return whether `day` is this holiday."""
        return (day.month, day.day) == (self.month, self.day) and self.year in (None, day.year)


@dataclass(frozen=True)
class Schedule:
    """The hours of a programme or a team.

    Attributes:
        weekdays: the spans that begin on each weekday, Monday first; always seven.
        holidays: days with hours of their own; one with a year goes before one without.
    """

    weekdays: tuple[tuple[Span, ...], ...]
    holidays: tuple[Holiday, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a week that has not seven days. Raises ValueError."""
        if len(self.weekdays) != 7:
            raise ValueError("a week has seven days")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that begin on `day`."""
        for holiday in sorted(self.holidays, key=lambda holiday: holiday.year is None):
            if holiday.falls_on(day):
                return holiday.spans
        return self.weekdays[day.weekday()]

    def stretches(self, since: datetime, days: int, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of duty, in UTC, that begin from the day before `since` to `days` days after it."""
        first = since.astimezone(zone).date() - timedelta(days=1)
        for offset in range(days + 2):
            day = first + timedelta(days=offset)
            for span in self.spans_on(day):
                begins, ends = span.instants(day, zone)
                if begins < ends:
                    yield begins, ends

    def on_duty_until(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the instant at which the duty that holds at `at` ends, or None where there is none.

        Stretches that touch are one: a team on duty round the clock never ends within the days looked at.
        """
        end: datetime | None = None
        for begins, stops in sorted(self.stretches(at, 2, zone)):
            if begins <= (end or at) < stops:
                end = stops
        return end


def every_day(*spans: Span) -> Schedule:
    """Return the schedule that is the same on all seven days."""
    return Schedule(weekdays=(spans,) * 7)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    days, rest = divmod(minutes, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=zone)
    return wall.astimezone(timezone.utc)
