"""The read-back: what was understood, in a few short sentences, so that the resident can correct it.

PURE. It says only what the record holds, in the resident's own words where they gave them, and admits a doubt.
"""

from __future__ import annotations

from typing import Any

from bot.intake.enough import danger_in_doubt
from bot.intake.frame import Frame
from bot.intake.saying import Say
from bot.vocabulary import Slot

_STORY = 90  # Characters: a read-back of the whole story would be longer than the story. One SMS segment less the rest.


def summary(frame: Frame) -> tuple[Say, ...]:
    """Return the parts of the read-back, the place first."""
    parts = (_place(frame), _about(frame), _person(frame), _safety(frame), _hurt(frame), _number(frame))
    return tuple(part for part in parts if part) or (Say("utter_part_nothing"),)


def spoken_number(number: str) -> str:
    """Return an E.164 number as people write it: +13035550100 is (303) 555-0100."""
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def _place(frame: Frame) -> Say | None:
    place = frame.answered(Slot.LOCATION)
    return Say("utter_part_place", {"place": place["said"]}) if place else None


def _about(frame: Frame) -> Say | None:
    story = frame.answered(Slot.NARRATIVE)
    if not story:
        return None
    line = str(story).split("\n")[0].rstrip(" .!?")
    return Say("utter_part_about", {"about": line if len(line) <= _STORY else f"{line[:_STORY].rsplit(' ', 1)[0]}.."})


def _person(frame: Frame) -> Say | None:
    person: dict[str, Any] = frame.answered(Slot.PERSON) or {}
    words = [str(person[part]) for part in ("name", "relation", "age", "description") if person.get(part)]
    return Say("utter_part_person", {"person": ", ".join(words)}) if words else None


def _safety(frame: Frame) -> Say | None:
    if danger_in_doubt(frame):
        return Say("utter_part_unsure")
    weapon = frame.answered(Slot.WEAPON) or {}
    safe = frame.answered(Slot.IMMEDIATE_DANGER) == "no" and weapon.get("present") == "no"
    return Say("utter_part_safe") if safe else None


def _hurt(frame: Frame) -> Say | None:
    return Say("utter_part_hurt") if frame.answered(Slot.INJURY_MEDICAL) in ("minor", "serious") else None


def _number(frame: Frame) -> Say | None:
    number = frame.answered(Slot.CALLBACK_NUMBER)
    return Say("utter_part_number", {"number": spoken_number(number)}) if number else None
