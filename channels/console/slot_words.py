"""A slot's stored value as words that a call-taker reads at a glance; never a document with braces.

The shapes are those of docs/reference/record.md. A shape that is not known here is still shown, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.vocabulary import Concern, Language, Slot
from channels.console import shown

Parts = Mapping[str, object]


def slot_words(slot: Slot, value: object) -> str:
    """Return an answered slot's value in words."""
    if isinstance(value, dict):
        of_parts = _OF_PARTS.get(slot)
        return of_parts(value) if of_parts is not None else _plain(value)
    if isinstance(value, str):
        of_text = _OF_TEXT.get(slot, _plain)
        return of_text(value)
    return _plain(value)


def place_words(value: object) -> str:
    """Return an answered location in as few words as find it."""
    if not isinstance(value, dict):
        return str(value)
    street = " ".join(str(value[part]) for part in ("number", "street") if value.get(part))
    corner = f"at {value['cross_street']}" if value.get("cross_street") else ""
    unit = f"unit {value['unit']}" if value.get("unit") else ""
    parts = (f"{street} {corner}".strip(), unit, str(value.get("landmark") or ""), str(value.get("city") or ""))
    return ", ".join(part for part in parts if part) or str(value.get("said", ""))


def _location(value: Parts) -> str:
    notes = [shown.plain(str(value["place_type"]))] if value.get("place_type") else []
    if value.get("in_area") in (True, False):
        notes.append("in the service area" if value["in_area"] else "outside the service area")
    return _with_notes(place_words(value), notes)


def _weapon(value: Parts) -> str:
    notes = [str(value[part]) for part in ("kind", "where") if value.get(part)]
    return _with_notes(_plain(value.get("present", "unknown")), notes)


def _access(value: Parts) -> str:
    kinds, said = _plain(value.get("kinds") or []), str(value.get("said") or "")
    return _with_notes(kinds, [said] if said else []) if kinds else said


def _plain(value: object) -> str:
    words = shown.label(value)
    return words[:1].upper() + words[1:]


def _with_notes(words: str, notes: list[str]) -> str:
    return f"{words} ({'; '.join(notes)})" if notes else words


_OF_PARTS: Mapping[Slot, Callable[[Parts], str]] = {
    Slot.LOCATION: _location,
    Slot.WEAPON: _weapon,
    Slot.HAZARDS_ACCESS: _access,
}
_OF_TEXT: Mapping[Slot, Callable[[str], str]] = {
    Slot.LOCATION: str,
    Slot.NARRATIVE: str,
    Slot.CALLBACK_NUMBER: shown.number,
    Slot.CONCERN: lambda value: shown.label_of(value, Concern),
    Slot.LANGUAGE: lambda value: shown.label_of(value, Language),
}
