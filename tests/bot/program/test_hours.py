"""Whether somebody is on duty, when next, and in what words, for the shipped profiles."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.profiles import load_profile, profile_names
from bot.program.calendar_words import CALENDAR
from bot.program.hours import hours_words, is_open, next_open, teams_on_duty
from bot.program.profile import Profile
from bot.program.schedule import Schedule
from bot.vocabulary import Language


def _local(profile: Profile, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=profile.zone).astimezone(timezone.utc)


def _closed_for_good(profile: Profile) -> Profile:
    return replace(profile, schedule=Schedule(weekdays=((),) * 7))


def test_navigators_answer_past_midnight_and_have_gone_home_at_two():
    stpete = load_profile("stpete-call")
    assert is_open(stpete, _local(stpete, 2026, 6, 2, 1, 30))
    assert not is_open(stpete, _local(stpete, 2026, 6, 2, 2, 0))
    assert next_open(stpete, _local(stpete, 2026, 6, 2, 2, 0)) == _local(stpete, 2026, 6, 2, 6)


def test_the_juvenile_specialist_keeps_hours_of_her_own():
    stpete = load_profile("stpete-call")
    assert {team.id for team in teams_on_duty(stpete, _local(stpete, 2026, 6, 2, 10))} == {"navigators", "juvenile"}
    assert {team.id for team in teams_on_duty(stpete, _local(stpete, 2026, 6, 6, 10))} == {"navigators"}


def test_a_team_is_never_on_duty_outside_the_hours_of_its_program():
    stpete = load_profile("stpete-call")
    round_the_clock = load_profile("eugene-cahoots").schedule
    sleepless = replace(stpete, teams=(replace(stpete.teams[0], schedule=round_the_clock),))
    assert not is_open(sleepless, _local(stpete, 2026, 6, 2, 3))


def test_a_program_with_hours_and_no_units_is_not_open():
    denver = load_profile("denver-star")
    no_vans = replace(denver, teams=tuple(replace(team, units=0) for team in denver.teams))
    noon = _local(denver, 2026, 6, 2, 12)
    assert is_open(denver, noon)
    assert not is_open(no_vans, noon)
    assert next_open(no_vans, noon) is None
    assert hours_words(no_vans, noon, Language.ENGLISH) == ""


def test_next_open_is_now_while_it_is_open():
    denver = load_profile("denver-star")
    noon = _local(denver, 2026, 6, 2, 12)
    assert next_open(denver, noon) == noon
    assert hours_words(denver, noon, Language.ENGLISH) == "now"


def test_next_open_goes_past_a_closed_holiday():
    embedded = load_profile("embedded-clinician")
    christmas_morning = _local(embedded, 2026, 12, 25, 9)
    assert not is_open(embedded, christmas_morning)
    assert next_open(embedded, christmas_morning) == _local(embedded, 2026, 12, 26, 10)


def test_next_open_on_the_morning_the_clocks_spring_forward_is_by_the_new_time():
    denver = load_profile("denver-star")
    midnight = _local(denver, 2026, 3, 8, 0)
    opening = next_open(denver, midnight)
    assert opening == datetime(2026, 3, 8, 12, tzinfo=timezone.utc)
    assert opening - midnight == timedelta(hours=5)


def test_next_open_on_the_morning_the_clocks_fall_back_is_by_the_new_time():
    denver = load_profile("denver-star")
    midnight = _local(denver, 2026, 11, 1, 0)
    opening = next_open(denver, midnight)
    assert opening == datetime(2026, 11, 1, 13, tzinfo=timezone.utc)
    assert opening - midnight == timedelta(hours=7)


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        ((2026, 6, 2, 3), "today at 6 am", "hoy a las 6 am"),
        ((2026, 6, 2, 23), "tomorrow at 6 am", "mañana a las 6 am"),
        ((2026, 12, 24, 23), "tomorrow at 10 am", "mañana a las 10 am"),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(moment, english, spanish):
    denver = load_profile("denver-star")
    assert hours_words(denver, _local(denver, *moment), Language.ENGLISH) == english
    assert hours_words(denver, _local(denver, *moment), Language.SPANISH) == spanish


def test_an_opening_days_away_is_said_with_its_weekday_and_one_weeks_away_with_its_date():
    stpete = load_profile("stpete-call")
    juvenile_only = replace(stpete, teams=(stpete.teams[1],))
    saturday = _local(stpete, 2026, 6, 6, 10)
    assert hours_words(juvenile_only, saturday, Language.ENGLISH) == "Monday at 8 am"
    assert hours_words(juvenile_only, saturday, Language.SPANISH) == "el lunes a las 8 am"
    closed = _closed_for_good(stpete)
    reopening = replace(closed.schedule, holidays=load_profile("denver-star").schedule.holidays)
    late = replace(stpete, schedule=reopening)
    assert hours_words(late, _local(stpete, 2026, 12, 10, 10), Language.ENGLISH) == "Friday, December 25 at 10 am"
    assert hours_words(late, _local(stpete, 2026, 12, 10, 10), Language.SPANISH) == (
        "el viernes 25 de diciembre a las 10 am"
    )


def test_a_program_closed_for_good_promises_no_day():
    denver = load_profile("denver-star")
    assert next_open(_closed_for_good(denver), _local(denver, 2026, 6, 2, 12)) is None


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (12, 0), (1, 0), (13, 30), (23, 5)])
def test_clock_times_have_words_in_every_language(language, hour, minute):
    assert CALENDAR[language].clock_time(hour, minute).strip()


def test_one_oclock_is_singular_in_spanish():
    assert CALENDAR[Language.SPANISH].clock_time(13, 30) == "a la 1:30 pm"
    assert CALENDAR[Language.ENGLISH].clock_time(0, 0) == "at midnight"


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_program_opens_again_within_two_days(name):
    profile = load_profile(name)
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    for hours in range(0, 24 * 365, 37):
        at = start + timedelta(hours=hours)
        opening = next_open(profile, at)
        assert opening is not None
        assert is_open(profile, opening)
        assert opening - at < timedelta(days=2)
