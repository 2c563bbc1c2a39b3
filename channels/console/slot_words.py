"""A slot's stored value as words that a call-taker reads at a glance; never a document with braces.

The shapes are those of docs/reference/record.md. A shape that is not known here is still shown, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.vocabulary import Concern, Language, Slot
from channels.console import shown


def slot_words(slot: Slot, value: Any) -> str:
    """Return an answered slot's value in words."""
    worded = _WORDED.get(slot)
    if worded is not None and isinstance(value, (dict, str)):
        return worded(value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return _capital(shown.label(shown.plain(value) if value.islower() else value))
    return _capital(shown.label(value))


def place_words(value: Any) -> str:
    """Return an answered location in as few words as find it."""
    if isinstance(value, str):
        return value
    street = " ".join(str(value[part]) for part in ("number", "street") if value.get(part))
    corner = f"at {value['cross_street']}" if value.get("cross_street") else ""
    unit = f"unit {value['unit']}" if value.get("unit") else ""
    place = ", ".join(
        part for part in (_spaced(street, corner), unit, value.get("landmark"), value.get("city")) if part
    )
    return place or str(value.get("said", ""))


def _location(value: Any) -> str:
    return _with_notes(place_words(value), _place_notes(value) if isinstance(value, dict) else [])


def _place_notes(value: Mapping[str, Any]) -> list[str]:
    inside = {"yes": "in the service area", "no": "outside the service area", True: "in the service area"}
    inside[False] = "outside the service area"
    notes = [shown.plain(str(value["place_type"]))] if value.get("place_type") else []
    in_area = value.get("in_area")
    return [*notes, inside[in_area]] if in_area in inside else notes


def _weapon(value: Any) -> str:
    if isinstance(value, str):
        return _plain(value)
    notes = [str(value[part]) for part in ("kind", "where") if value.get(part)]
    return _with_notes(_plain(value.get("present", "unknown")), notes)


def _number(value: Any) -> str:
    return shown.number(value) if isinstance(value, str) else _plain(value)


def _concern(value: Any) -> str:
    return shown.label_of(str(value), Concern)


def _language(value: Any) -> str:
    return shown.label_of(str(value), Language)


def _verbatim(value: Any) -> str:
    return value if isinstance(value, str) else _plain(value)


def _with_notes(words: str, notes: list[str]) -> str:
    return f"{words} ({'; '.join(notes)})" if notes else words


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_WORDED: Mapping[Slot, Callable[[Any], str]] = {
    Slot.LOCATION: _location,
    Slot.WEAPON: _weapon,
    Slot.CALLBACK_NUMBER: _number,
    Slot.CONCERN: _concern,
    Slot.LANGUAGE: _language,
    Slot.NARRATIVE: _verbatim,
}
