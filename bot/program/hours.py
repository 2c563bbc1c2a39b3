"""Whether somebody is on duty, when somebody is again, and how to say so.

PURE. It never says "open" for a programme whose teams are all off duty: residents would wait for nobody.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.program.calendar_words import CALENDAR
from bot.program.profile import Profile, Team
from bot.vocabulary import Language

LOOK_AHEAD_DAYS = 31
"""How far ahead a next opening is looked for; a programme closed for longer has no date to promise."""


def teams_on_duty(profile: Profile, at: datetime) -> tuple[Team, ...]:
    """Return the teams with units on duty at `at`, within the programme's own hours."""
    if profile.schedule.on_duty_until(at, profile.zone) is None:
        return ()
    on_duty = (team for team in profile.teams if team.units > 0)
    return tuple(team for team in on_duty if team.schedule.on_duty_until(at, profile.zone) is not None)


def is_open(profile: Profile, at: datetime) -> bool:
    """Return whether a team is on duty at `at` (aware)."""
    return bool(teams_on_duty(profile, at))


def next_open(profile: Profile, at: datetime) -> datetime | None:
    """Return the first moment from `at` on, in UTC, at which a team is on duty; None within the days looked ahead."""
    if is_open(profile, at):
        return at
    schedules = (profile.schedule, *(team.schedule for team in profile.teams))
    begins = {
        begin
        for schedule in schedules
        for begin, _ in schedule.stretches(at, LOOK_AHEAD_DAYS, profile.zone)
        if begin > at
    }
    return next((begin for begin in sorted(begins) if is_open(profile, begin)), None)


def hours_words(profile: Profile, at: datetime, language: Language) -> str:
    """Return when a team is next on duty, as said to a resident: "now", "tomorrow at 6 am"; "" where no one can say."""
    opening = next_open(profile, at)
    if opening is None:
        return ""
    words = CALENDAR[language]
    if opening == at:
        return words.now
    local, today = opening.astimezone(profile.zone), at.astimezone(profile.zone).date()
    clock = words.clock_time(local.hour, local.minute)
    return words.sentence.format(day=_day_words(local.date(), today, language), time=clock)


def _day_words(day: date, today: date, language: Language) -> str:
    words = CALENDAR[language]
    if day == today:
        return words.today
    if day == today + timedelta(days=1):
        return words.tomorrow
    if day < today + timedelta(days=7):
        return words.on_weekday.format(weekday=words.weekdays[day.weekday()])
    return words.on_date.format(weekday=words.weekdays[day.weekday()], month=words.months[day.month - 1], day=day.day)
