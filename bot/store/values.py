"""The frozen values that leave the store, one for each table. They know no SQL and can be handed to any thread."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from bot.vocabulary import (
    AckWay,
    AttemptState,
    Channel,
    ConversationState,
    DangerLevel,
    Delivery,
    Direction,
    Disposition,
    EscalationOutcome,
    EscalationState,
    EventName,
    Language,
    Means,
    Outcome,
    Purpose,
    Question,
    Reason,
    Role,
    Rung,
    Urgency,
)

V = TypeVar("V")


def value_of(row: object, kind: type[V]) -> V:
    """Return `row` as the frozen value `kind`, whose fields are named as the columns."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Contact:
    """One address; `kind` is phone or web."""

    id: str
    kind: str
    address: str
    language: Language | None
    first_seen_at: datetime
    opted_out_at: datetime | None


@dataclass(frozen=True)
class Conversation:
    """One matter with one contact. `danger` is the standing danger: only a person lowers it.

    `safety_asked_at` is set while the direct safety question is open, `safety_asks` counts how often it was put, and
    `cleared_hazards` are those that a plain no was given for: the same question is not put twice.
    """

    id: str
    contact_id: str
    channel: Channel
    program: str
    program_version: str
    state: ConversationState
    language: Language
    danger: DangerLevel
    safety_asked_at: datetime | None
    safety_asks: int
    cleared_hazards: list[str]
    record_id: str | None
    opened_at: datetime
    last_inbound_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Message:
    """One line of a transcript. See `bot.store.models.MessageRow` for which fields belong to which direction."""

    id: int
    conversation_id: str
    direction: Direction
    channel: Channel
    sid: str | None
    body: str
    at: datetime
    media: int
    meta: dict[str, Any]
    asked: Question | None
    answered_at: datetime | None
    repeated_at: datetime | None
    purpose: Purpose | None
    delivery: Delivery | None
    in_reply_to: int | None
    attempts: int
    due_at: datetime | None
    error_code: str | None
    written_by: str | None


@dataclass(frozen=True)
class Record:
    """One request for help. `frame` is the document of `bot.intake.frame.Frame`."""

    id: str
    reference: str
    conversation_id: str
    contact_id: str
    program: str
    program_version: str
    model_version: str
    urgency: Urgency
    frame: dict[str, Any]
    outcome: Outcome | None
    disposition: Disposition | None
    reason: Reason | None
    opened_at: datetime
    queued_at: datetime | None
    promised_by: datetime | None
    claimed_by: str | None
    claimed_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Note:
    """What a member of staff wrote on a record."""

    id: int
    record_id: str
    staff_id: str
    at: datetime
    body: str


@dataclass(frozen=True)
class Escalation:
    """Danger that a person must take; `cause` says what opened it.

    `step`, `deed` and `tries` say where it stands on the ladder: which rung, which of that rung's attempts, how often
    that one was tried. `looked_at` is when that was last decided: a moment in the future tells that the clock was
    stepped back. `acknowledged_by` is a member of staff, empty where somebody on call took it by phone or text.
    """

    id: str
    conversation_id: str
    record_id: str | None
    message_id: int | None
    state: EscalationState
    cause: str
    hazards: list[str]
    opened_at: datetime
    rung: Rung
    step: int
    step_at: datetime | None
    deed: int
    tries: int
    due_at: datetime
    looked_at: datetime | None
    acknowledged_by: str | None
    acknowledged_name: str
    acknowledged_way: AckWay | None
    acknowledged_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    outcome: EscalationOutcome | None
    outcome_note: str
    outcome_center: str
    outcome_incident: str
    outcome_at: datetime | None


@dataclass(frozen=True)
class EscalationAttempt:
    """One attempt to reach a person about an escalation.

    Attributes:
        number: which one of its rung, from 1.
        target, address: whom it is to reach, and at which number; empty for the desk.
        code: the phone company's reason where it failed.
        sid: the phone company's id of the text or call.
    """

    id: int
    escalation_id: str
    rung: Rung
    number: int
    target: str
    address: str
    means: Means
    state: AttemptState
    code: str
    sid: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Staff:
    """A member of staff, without the password's hash."""

    id: str
    username: str
    name: str
    role: Role
    active: bool
    created_at: datetime


@dataclass(frozen=True)
class Event:
    """One link of the chain of events."""

    id: int
    at: datetime
    name: EventName
    conversation_id: str | None
    record_id: str | None
    escalation_id: str | None
    message_id: int | None
    actor: str
    facts: dict[str, Any]
    previous_hash: str
    hash: str
