"""The chain of events of one conversation as lines that a person reads: when, what, who, and the facts in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.values import Event
from bot.vocabulary import (
    AckWay,
    AttemptResult,
    AttemptState,
    Channel,
    ConversationState,
    DangerLevel,
    Delivery,
    Disposition,
    Effect,
    EscalationOutcome,
    Hazard,
    Means,
    Outcome,
    Purpose,
    Question,
    Reason,
    Rung,
    Slot,
    Urgency,
    Word,
)
from channels.console import shown

# Ids and hashes prove something to a machine; to a person reading the timeline they say nothing.
HIDDEN = frozenset({"note", "version", "model", "address", "turn_id", "sid", "program_version", "attempt_id", "step"})
KINDS: Mapping[str, tuple[type[Word], ...]] = {
    "state": (ConversationState, AttemptState),
    "before": (ConversationState, DangerLevel),
    "level": (DangerLevel,),
    "danger": (DangerLevel,),
    "hazards": (Hazard,),
    "outcome": (EscalationOutcome, Outcome),
    "disposition": (Disposition,),
    "reason": (Reason,),
    "urgency": (Urgency,),
    "result": (AttemptResult,),
    "rung": (Rung,),
    "means": (Means,),
    "way": (AckWay,),
    "purpose": (Purpose,),
    "delivery": (Delivery,),
    "effect": (Effect,),
    "asked": (Question,),
    "question": (Question,),
    "ask": (Question,),
    "channel": (Channel,),
    "slots": (Slot,),
}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline; `message_id` is what it is about, None where it is about none."""

    at: datetime
    words: str
    who: str
    facts: Sequence[tuple[str, str]]
    message_id: int | None


def timeline(events: Sequence[Event], names: Mapping[str, str]) -> Sequence[Happening]:
    """Return the events as lines, oldest first; `names` are those of staff by id."""
    return [
        Happening(event.at, event.name.label, who(event.actor, names), facts_of(event.facts), event.message_id)
        for event in events
    ]


def who(actor: str, names: Mapping[str, str]) -> str:
    """Return an actor of the chain in words."""
    kind, _, staff_id = actor.partition(":")
    return names.get(staff_id, "Someone who has left") if kind == "staff" else shown.plain(actor).capitalize()


def facts_of(facts: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Return an event's facts as (name, words); empty ones and those that say nothing to a person are left out."""
    return [
        (shown.plain(name), _words(name, value))
        for name, value in facts.items()
        if name not in HIDDEN and value not in (None, "", [], {})
    ]


def _words(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_words(name, part) for part in value)
    if name == "code":
        return shown.code(str(value))
    return shown.label_of(value, *KINDS.get(name, ())) if isinstance(value, str) else shown.label(value)
