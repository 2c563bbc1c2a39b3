"""Reads spans, weeks and holidays of a profile. It must never turn hours it cannot read into "closed"."""

from __future__ import annotations

import re
from datetime import date

from bot.profile_fields import Field
from bot.program.schedule import DAY_MINUTES, Holiday, Schedule, Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DATE = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_LEAP_YEAR = 2028


def read_schedule(field: Field, holidays: tuple[Holiday, ...] = ()) -> Schedule:
    """Return the week written under `field`: each weekday, or `daily` for those not named."""
    found = field.fields("", f"daily {' '.join(WEEKDAYS)}")
    daily = read_spans(found["daily"]) if "daily" in found else None
    week = []
    for weekday in WEEKDAYS:
        if weekday not in found and daily is None:
            field.wrong(f"`{weekday}` is missing (write [] for closed, or `daily` for every day)")
        week.append(read_spans(found[weekday]) if weekday in found else daily or ())
    return Schedule(weekdays=tuple(week), holidays=holidays)


def read_holidays(field: Field) -> tuple[Holiday, ...]:
    """Return the holidays: `on` is a date with its year, or MM-DD where it comes every year."""
    holidays = []
    for item in field.items():
        found = item.fields("name on spans")
        year, month, day = _date_of(found["on"])
        spans = read_spans(found["spans"])
        holidays.append(Holiday(found["name"].text(), month, day, year, spans))
    return tuple(holidays)


def read_spans(field: Field) -> tuple[Span, ...]:
    """Return spans like "22:00-02:00" (crossing midnight) or "00:00-24:00", none overlapping another."""
    spans = tuple(_read_span(item) for item in field.items())
    in_order = sorted(spans, key=lambda span: span.start)
    if any(earlier.end > later.start for earlier, later in zip(in_order, in_order[1:], strict=False)):
        field.wrong("spans overlap")
    return spans


def _read_span(field: Field) -> Span:
    match = _SPAN.fullmatch(field.text())
    if match is None:
        field.wrong("must be a span like 06:00-22:00")
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in match.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if end > DAY_MINUTES:
        field.wrong("a day ends at 24:00")
    return field.built(lambda: Span(start, end if end > start else end + DAY_MINUTES))


def _date_of(field: Field) -> tuple[int | None, int, int]:
    match = _DATE.fullmatch(field.text())
    if match is None:
        field.wrong("must be a date like 2026-11-26, or 12-25 for every year")
    year, month, day = (int(part) if part else None for part in match.groups())
    checked = field.built(lambda: date(year or _LEAP_YEAR, month or 0, day or 0))
    return year, checked.month, checked.day
