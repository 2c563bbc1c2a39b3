"""Says what the intake knows in words that a stranger reads. An unknown or a refusal is said and never left out:
it is no no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.intake.frame import Frame, SlotValue
from bot.vocabulary import Concern, Known, Language, Slot, Word

#: The resident's messages stand beside it; the others say nothing to whoever sends help.
LEFT_OUT = frozenset({Slot.NARRATIVE, Slot.SUMMARY_CONFIRMED, Slot.PRIOR_CONTACTS})
_LABELLED: Mapping[Slot, type[Word]] = {Slot.CONCERN: Concern, Slot.LANGUAGE: Language}
_STORED_WORD = re.compile(r"[a-z]+(?:_[a-z]+)+")


@dataclass(frozen=True)
class Fact:
    """One slot of the intake in words."""

    slot: Slot
    words: str


def facts_of(frame: Frame) -> tuple[Fact, ...]:
    """Return what a frame knows and what it asked in vain, in the order of the record."""
    told = (slot for slot in Slot if slot in frame.slots and slot not in LEFT_OUT)
    return tuple(Fact(slot, _words_of(slot, frame.slots[slot])) for slot in told)


def _words_of(slot: Slot, told: SlotValue) -> str:
    if told.known is not Known.ANSWERED:
        return told.known.label
    kind = _LABELLED.get(slot)
    return kind(told.value).label if kind is not None else _words(told.value)


def _words(value: object) -> str:
    """Return a stored value in words, by the shapes of docs/reference/record.md; an unknown shape is shown too."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_words(part) for part in value)
    if isinstance(value, dict):
        parts = [(str(name), part) for name, part in value.items() if part not in (None, "", [])]
        return "; ".join(f"{_plain(name)}: {_words(part)}" for name, part in parts)
    words = str(value)
    return _plain(words) if _STORED_WORD.fullmatch(words) else words


def _plain(name: str) -> str:
    return name.replace("_", " ")
