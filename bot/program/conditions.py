"""The conditions of a city's rules: values over the slots of a record, read with three answers.

PURE. A fact that was asked and not told makes a condition unknown; nothing here turns it into a no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.intake.frame import Frame
from bot.vocabulary import Holds, Known, Slot, Urgency

NEVER_ASSUMED = frozenset({Slot.IMMEDIATE_DANGER, Slot.WEAPON})
"""What the opening question asks of everybody: nothing may be assumed where it was not answered. Violence and injuries
are asked in detail only where the concern calls for it; the opening question stands for them elsewhere."""

_NO_ANSWER = frozenset(known.value for known in Known) - {Known.ANSWERED.value}


@dataclass(frozen=True)
class SlotIs:
    """One fact of the record is one of some values.

    Attributes:
        slot: the fact.
        values: the values that make it hold; where the fact is a list, any member will do.
        part: the part of a fact that has parts ("present" of a weapon), None for the whole of it.
        assumed: whether a fact that nobody asked or spoke of is taken not to hold. Only for facts that are asked on a
            cue; one that was asked and not answered stays unknown.
    """

    slot: Slot
    values: tuple[str, ...]
    part: str | None = None
    assumed: bool = False

    def __post_init__(self) -> None:
        """Refuse to assume anything about safety. Raises ValueError."""
        if self.assumed and self.slot in NEVER_ASSUMED:
            raise ValueError(f"{self.slot.value} may never be assumed")


@dataclass(frozen=True)
class UrgencyIs:
    """The record's urgency is one of some values."""

    values: tuple[Urgency, ...]


@dataclass(frozen=True)
class AllOf:
    """Every condition holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one condition holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class NotSo:
    """The condition does not hold; unknown stays unknown."""

    condition: Condition


Condition = SlotIs | UrgencyIs | AllOf | AnyOf | NotSo


def holds(condition: Condition, frame: Frame, urgency: Urgency) -> Holds:
    """Return whether `condition` holds for the record, by Kleene's three-valued logic."""
    if isinstance(condition, SlotIs):
        return _slot_holds(condition, frame)
    if isinstance(condition, UrgencyIs):
        return Holds.YES if urgency in condition.values else Holds.NO
    if isinstance(condition, NotSo):
        return {Holds.YES: Holds.NO, Holds.NO: Holds.YES}.get(holds(condition.condition, frame, urgency), Holds.UNKNOWN)
    decides, otherwise = (Holds.NO, Holds.YES) if isinstance(condition, AllOf) else (Holds.YES, Holds.NO)
    answers = [holds(part, frame, urgency) for part in condition.conditions]
    if decides in answers:
        return decides
    return Holds.UNKNOWN if Holds.UNKNOWN in answers else otherwise


def facts_read(condition: Condition, frame: Frame, urgency: Urgency) -> Iterator[str]:
    """Yield, for a call-taker, what the record says of each fact that the condition reads."""
    if isinstance(condition, SlotIs):
        yield f"{condition.slot.label}: {_told(condition, frame)}"
    elif isinstance(condition, UrgencyIs):
        yield f"Urgency: {urgency.value}"
    elif isinstance(condition, NotSo):
        yield from facts_read(condition.condition, frame, urgency)
    else:
        for part in condition.conditions:
            yield from facts_read(part, frame, urgency)


def _slot_holds(condition: SlotIs, frame: Frame) -> Holds:
    known = frame.slots.get(condition.slot)
    if known is not None and known.known is not Known.ANSWERED:
        return Holds.UNKNOWN
    told = _values(frame, condition)
    if told is None:
        return Holds.NO if condition.assumed else Holds.UNKNOWN
    if told & _NO_ANSWER:
        return Holds.UNKNOWN
    return Holds.YES if told & set(condition.values) else Holds.NO


def _values(frame: Frame, condition: SlotIs) -> set[str] | None:
    value: Any = frame.answered(condition.slot)
    if condition.part is not None:
        value = value.get(condition.part) if isinstance(value, dict) else None
    if value is None or value == "":
        return None
    members = value if isinstance(value, (list, tuple)) else [value]
    return {("yes" if member else "no") if isinstance(member, bool) else str(member) for member in members}


def _told(condition: SlotIs, frame: Frame) -> str:
    known = frame.slots.get(condition.slot)
    if known is not None and known.known is not Known.ANSWERED:
        return known.known.label.lower()
    told = _values(frame, condition)
    if told is None:
        return "not spoken of" if known is None else "not told"
    return ", ".join(sorted(told)) or "none"
