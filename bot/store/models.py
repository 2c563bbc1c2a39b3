"""The tables. Rows never leave `bot.store`: repositories hand out the frozen values of `bot.store.values`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.ids import new_id
from bot.store.schema import Base, Choice, Utc
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


class ContactRow(Base):
    """One address that residents write or phone from. The address is never an identifier of anything else."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("kind", "address"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(128))
    language: Mapped[Language | None] = mapped_column(Choice(Language))
    first_seen_at: Mapped[datetime] = mapped_column(Utc)
    opted_out_at: Mapped[datetime | None] = mapped_column(Utc)


class ConversationRow(Base):
    """One matter talked over with one contact, until a person closes it."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(None, "contact_id", "opened_at"),
        Index(None, "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    program: Mapped[str] = mapped_column(String(80))
    program_version: Mapped[str] = mapped_column(String(64))
    state: Mapped[ConversationState] = mapped_column(Choice(ConversationState))
    language: Mapped[Language] = mapped_column(Choice(Language))
    danger: Mapped[DangerLevel] = mapped_column(Choice(DangerLevel))
    safety_asked_at: Mapped[datetime | None] = mapped_column(Utc, index=True)
    safety_asks: Mapped[int] = mapped_column(Integer, default=0)
    cleared_hazards: Mapped[list[str]] = mapped_column(JSON, default=list)
    record_id: Mapped[str | None] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    last_inbound_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Utc)


class MessageRow(Base):
    """One line of a transcript; an outbound one is at the same time its own outbox entry."""

    __tablename__ = "messages"
    __table_args__ = (
        Index(None, "conversation_id", "id"),
        Index(None, "delivery", "due_at"),
        Index("ix_messages_unanswered", "direction", "answered_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    direction: Mapped[Direction] = mapped_column(Choice(Direction))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    sid: Mapped[str | None] = mapped_column(String(80), unique=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Utc)
    media: Mapped[int] = mapped_column(Integer, default=0)
    meta: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Inbound.
    asked: Mapped[Question | None] = mapped_column(Choice(Question))
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    repeated_at: Mapped[datetime | None] = mapped_column(Utc)
    # Outbound.
    purpose: Mapped[Purpose | None] = mapped_column(Choice(Purpose))
    delivery: Mapped[Delivery | None] = mapped_column(Choice(Delivery))
    in_reply_to: Mapped[int | None] = mapped_column(Integer, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime | None] = mapped_column(Utc)
    error_code: Mapped[str | None] = mapped_column(String(40))
    written_by: Mapped[str | None] = mapped_column(String(32))


class AssessmentRow(Base):
    """What the screen said of one inbound message, with the version that said it."""

    __tablename__ = "assessments"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    level: Mapped[DangerLevel] = mapped_column(Choice(DangerLevel))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Utc)


class RecordRow(Base):
    """One request for help: the intake frame, its place in the queue and how it ended."""

    __tablename__ = "records"
    __table_args__ = (Index(None, "closed_at", "queued_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    program: Mapped[str] = mapped_column(String(80))
    program_version: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(80), default="")
    urgency: Mapped[Urgency] = mapped_column(Choice(Urgency))
    frame: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    outcome: Mapped[Outcome | None] = mapped_column(Choice(Outcome))
    disposition: Mapped[Disposition | None] = mapped_column(Choice(Disposition))
    reason: Mapped[Reason | None] = mapped_column(Choice(Reason))
    opened_at: Mapped[datetime] = mapped_column(Utc)
    queued_at: Mapped[datetime | None] = mapped_column(Utc)
    promised_by: Mapped[datetime | None] = mapped_column(Utc)
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class NoteRow(Base):
    """What a member of staff wrote on a record; the resident never sees it."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Utc)
    body: Mapped[str] = mapped_column(Text)


class EscalationRow(Base):
    """Danger that a person must take. The row is the truth: whatever carries it on reads it first."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "conversation_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    record_id: Mapped[str | None] = mapped_column(ForeignKey("records.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    state: Mapped[EscalationState] = mapped_column(Choice(EscalationState))
    cause: Mapped[str] = mapped_column(String(80))
    hazards: Mapped[list[str]] = mapped_column(JSON, default=list)
    opened_at: Mapped[datetime] = mapped_column(Utc)
    # Where it stands on the ladder: the step, since when, the deed within it, and how often that was tried.
    rung: Mapped[Rung] = mapped_column(Choice(Rung))
    step: Mapped[int] = mapped_column(Integer, default=0)
    step_at: Mapped[datetime | None] = mapped_column(Utc)
    deed: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[datetime] = mapped_column(Utc)
    looked_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    acknowledged_name: Mapped[str] = mapped_column(String(120), default="")
    acknowledged_way: Mapped[AckWay | None] = mapped_column(Choice(AckWay))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[EscalationOutcome | None] = mapped_column(Choice(EscalationOutcome))
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    outcome_center: Mapped[str] = mapped_column(String(120), default="")
    outcome_incident: Mapped[str] = mapped_column(String(80), default="")
    outcome_at: Mapped[datetime | None] = mapped_column(Utc)


class EscalationAttemptRow(Base):
    """One attempt to reach a person about an escalation, written before it is made."""

    __tablename__ = "escalation_attempts"
    __table_args__ = (UniqueConstraint("escalation_id", "rung", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    escalation_id: Mapped[str] = mapped_column(ForeignKey("escalations.id"))
    rung: Mapped[Rung] = mapped_column(Choice(Rung))
    number: Mapped[int] = mapped_column(Integer)
    target: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(64), default="", index=True)
    means: Mapped[Means] = mapped_column(Choice(Means), default=Means.DESK)
    state: Mapped[AttemptState] = mapped_column(Choice(AttemptState), default=AttemptState.TAKEN)
    code: Mapped[str] = mapped_column(String(40), default="")
    sid: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)


class StaffRow(Base):
    """A member of staff who may sign in at the desk."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(Choice(Role))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Utc)


class SignInRow(Base):
    """One sign-in at the desk. Only the hash of its token is kept."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)


class EventRow(Base):
    """One link of the append-only chain. The hash covers the link's content and the hash before it."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Utc)
    name: Mapped[EventName] = mapped_column(Choice(EventName))
    conversation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    record_id: Mapped[str | None] = mapped_column(String(32), index=True)
    escalation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    message_id: Mapped[int | None] = mapped_column(Integer)
    actor: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
