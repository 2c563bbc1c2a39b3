"""Reads a city's profile and the directory from programs/.

A file that is wrong anywhere is refused as a whole, with file, line and field: a line that starts with half a profile
would promise what the city has not decided.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.profile_fields import Field, ProfileError, read_file
from bot.profile_hours import read_holidays, read_schedule
from bot.profile_rules import read_approval, read_rules
from bot.profile_wording import read_wording, read_words_of_911
from bot.program.directory import Directory, Listing
from bot.program.profile import (
    SAFETY_ANSWER_SECONDS,
    Ladder,
    LadderStep,
    Numbers,
    OnCall,
    Profile,
    Resource,
    ServiceArea,
    Team,
)
from bot.program.schedule import Holiday, Schedule
from bot.vocabulary import Capability, Concern, DispatchModel, Language, RecordClass, Rung, Slot

PROGRAMS = Path(__file__).resolve().parents[1] / "programs"
DIRECTORY = "directory"
VERSION_DIGITS = 12
CENTURY_DAYS = 36525
#: A last rung that repeats faster than this wakes people without leaving them time to answer.
LEAST_REPEAT_SECONDS = 10
_REQUIRED = (
    "name introduction illustrative time_zone languages model service_area hours teams criteria rules numbers ladder "
    "retention sources"
)
_OPTIONAL = "holidays required_slots wording resources suicide_screen safety_answer_seconds"


def load_profile(name_or_path: str) -> Profile:
    """Return the profile of that name in programs/, or of the file at that path.

    Raises ProfileError (permanent), which says file, line, field and what is wrong.
    """
    path = _path_of(name_or_path)
    whole, written = read_file(path)
    found = whole.fields(_REQUIRED, _OPTIONAL)
    holidays = read_holidays(found["holidays"]) if "holidays" in found else ()
    schedule = read_schedule(found["hours"], holidays)
    profile = Profile(
        id=path.stem,
        version=hashlib.sha256(written).hexdigest()[:VERSION_DIGITS],
        name=found["name"].text(),
        introduction=found["introduction"].phrase(),
        illustrative=found["illustrative"].phrase(),
        zone=_read_zone(found["time_zone"]),
        languages=found["languages"].choices(Language, at_least=1),
        model=found["model"].choice(DispatchModel),
        area=_read_area(found["service_area"]),
        schedule=schedule,
        teams=tuple(_read_team(item, schedule, holidays) for item in found["teams"].items(at_least=1)),
        rules=read_rules(found["rules"], read_approval(found["criteria"])),
        numbers=_read_numbers(found["numbers"]),
        ladder=_read_ladder(found["ladder"]),
        retention=_read_retention(found["retention"]),
        required=found["required_slots"].choices(Slot) if "required_slots" in found else (),
        wording=read_wording(found["wording"]) if "wording" in found else {},
        resources=_read_resources(found["resources"]) if "resources" in found else (),
        suicide_screen=found["suicide_screen"].flag() if "suicide_screen" in found else True,
        safety_answer_seconds=(
            found["safety_answer_seconds"].integer(30, 900)
            if "safety_answer_seconds" in found
            else SAFETY_ANSWER_SECONDS
        ),
        sources=found["sources"].texts(at_least=1),
    )
    _check_teams(found, profile)
    _check_languages(found, profile)
    return profile


def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles in programs/."""
    return tuple(sorted(path.stem for path in PROGRAMS.glob("*.yml") if path.stem != DIRECTORY))


def load_directory(path: Path | None = None) -> Directory:
    """Return the directory of teams and resources elsewhere. Raises ProfileError like a profile."""
    whole, _ = read_file(path or PROGRAMS / f"{DIRECTORY}.yml")
    found = whole.fields("illustrative rule listings")
    return Directory(
        illustrative=found["illustrative"].phrase(),
        rule=read_words_of_911(found["rule"]),
        listings=tuple(_read_listing(item) for item in found["listings"].items(at_least=1)),
    )


def _path_of(name_or_path: str) -> Path:
    path = Path(name_or_path)
    if path.suffix in (".yml", ".yaml") or len(path.parts) > 1:
        return path
    named = PROGRAMS / f"{name_or_path}.yml"
    if name_or_path == DIRECTORY or not named.is_file():
        raise ProfileError(
            f"there is no profile `{name_or_path}` in programs/ (there are: {', '.join(profile_names())})"
        )
    return named


def _read_zone(field: Field) -> ZoneInfo:
    try:
        return ZoneInfo(field.text())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        field.wrong("must be a time zone like America/Denver")


def _read_area(field: Field) -> ServiceArea:
    found = field.fields("words inside", "outside landmarks")
    return ServiceArea(
        words=found["words"].phrase(),
        inside=found["inside"].texts(at_least=1),
        outside=found["outside"].texts() if "outside" in found else (),
        landmarks=found["landmarks"].texts() if "landmarks" in found else (),
    )


def _read_team(field: Field, schedule: Schedule, holidays: tuple[Holiday, ...]) -> Team:
    found = field.fields("id name capabilities units minutes_per_visit minutes_to_arrive", "hours source")
    return Team(
        id=found["id"].text(),
        name=found["name"].text(),
        capabilities=found["capabilities"].choices(Capability, at_least=1),
        schedule=read_schedule(found["hours"], holidays) if "hours" in found else schedule,
        units=found["units"].integer(0, 500),
        minutes_per_visit=found["minutes_per_visit"].integer(1, 600),
        minutes_to_arrive=found["minutes_to_arrive"].integer(0, 600),
        source=found["source"].text() if "source" in found else "",
    )


def _read_numbers(field: Field) -> Numbers:
    found = field.fields("dispatch_center text_to_911", "on_call supervisor eido_url")
    eido_url = found["eido_url"].text() if "eido_url" in found else ""
    if eido_url and not eido_url.startswith("https://"):
        found["eido_url"].wrong("must begin with https://: it carries where people are and what happens to them")
    return Numbers(
        dispatch_center=found["dispatch_center"].phone_number(),
        text_to_911=found["text_to_911"].flag(),
        on_call=tuple(_read_on_call(item) for item in found["on_call"].items()) if "on_call" in found else (),
        supervisor=_read_on_call(found["supervisor"]) if "supervisor" in found else None,
        eido_url=eido_url,
    )


def _read_on_call(field: Field) -> OnCall:
    person = field.fields("name number")
    return OnCall(person["name"].text(), person["number"].phone_number())


def _read_ladder(field: Field) -> Ladder:
    found = field.fields("steps repeat_seconds")
    steps: list[LadderStep] = []
    for item in found["steps"].items(at_least=1):
        step = item.fields("rung after_seconds")
        after = step["after_seconds"].integer(0, 3600)
        if steps and after <= steps[-1].after_seconds:
            step["after_seconds"].wrong("must be later than the rung before")
        steps.append(LadderStep(step["rung"].choice(Rung), after))
    if steps[0].after_seconds != 0 or steps[0].rung is not Rung.DESK:
        found["steps"].wrong("the first rung is the desk, at once (rung: desk, after_seconds: 0)")
    return Ladder(tuple(steps), found["repeat_seconds"].integer(LEAST_REPEAT_SECONDS, 3600))


def _read_retention(field: Field) -> dict[RecordClass, int]:
    found = field.fields(" ".join(record_class.value for record_class in RecordClass))
    days = {RecordClass(key): value.integer(1, CENTURY_DAYS) for key, value in found.items()}
    if days[RecordClass.AUDIT] < max(days.values()):
        found[RecordClass.AUDIT.value].wrong("the chain of events is kept at least as long as what it is about")
    return days


def _read_resources(field: Field) -> tuple[Resource, ...]:
    resources = []
    for item in field.items():
        found = item.fields("name number", "source")
        source = found["source"].text() if "source" in found else ""
        resources.append(Resource(found["name"].phrase(), found["number"].text(), source))
    return tuple(resources)


def _read_listing(field: Field) -> Listing:
    found = field.fields("id name places says number source", "concerns")
    return Listing(
        id=found["id"].text(),
        name=found["name"].text(),
        places=found["places"].texts(),
        says=found["says"].phrase(),
        number=found["number"].text(),
        concerns=found["concerns"].choices(Concern) if "concerns" in found else (),
        source=found["source"].text(),
    )


def _check_teams(found: dict[str, Field], profile: Profile) -> None:
    ids = [team.id for team in profile.teams]
    if len(set(ids)) < len(ids):
        found["teams"].wrong("two teams have the same id")
    for rule in profile.rules:
        if rule.team and rule.team not in ids:
            found["rules"].wrong(f"{rule.id} sends to the team `{rule.team}`, which is not one of: {', '.join(ids)}")


def _check_languages(found: dict[str, Field], profile: Profile) -> None:
    """Refuse a profile that serves a language in which it cannot say who it is and where it goes."""
    for name, phrase in (("introduction", profile.introduction), ("service_area", profile.area.words)):
        for language in profile.languages:
            if language not in phrase.texts:
                found[name].wrong(f"has no words in `{language.value}`, a language of this profile")
