"""Escalations and the attempts to reach a person about them; an attempt is written before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.store.models import (
    ContactRow,
    ConversationRow,
    EscalationAttemptRow,
    EscalationRow,
    EventRow,
    RecordRow,
    StaffRow,
)
from bot.store.values import Contact, Conversation, Escalation, Record, value_of
from bot.vocabulary import EscalationState, EventName, Rung


@dataclass(frozen=True)
class Alarm:
    """One escalation with what a person needs to take it.

    `added_at` is when danger was last added to it, `seen_at` when a person last said that they have seen it.
    """

    escalation: Escalation
    conversation: Conversation
    contact: Contact
    record: Record | None
    acknowledged_by_name: str | None
    added_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def renewed(self) -> bool:
        """Whether danger was added after a person took it, and nobody has said yet that they have seen that."""
        return self.added_at is not None and self.seen_at is not None and self.added_at > self.seen_at


def _newest(name: EventName) -> ScalarSelect[Any]:
    newest = select(func.max(EventRow.at)).where(EventRow.escalation_id == EscalationRow.id, EventRow.name == name)
    return newest.scalar_subquery()


class Escalations:
    """Escalations within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def get(self, escalation_id: str) -> Escalation:
        """Return an escalation by id. Raises KeyError."""
        row = self._session.get(EscalationRow, escalation_id)
        if row is None:
            raise KeyError(escalation_id)
        return value_of(row, Escalation)

    def unclosed_of(self, conversation_id: str) -> Escalation | None:
        """Return the conversation's escalation that no person has closed yet."""
        query = (
            select(EscalationRow)
            .where(EscalationRow.conversation_id == conversation_id, EscalationRow.state != EscalationState.CLOSED)
            .order_by(EscalationRow.opened_at)
            .limit(1)
        )
        row = self._session.scalar(query)
        return value_of(row, Escalation) if row else None

    def of_conversation(self, conversation_id: str) -> Sequence[Escalation]:
        """Return all escalations of a conversation, oldest first."""
        query = (
            select(EscalationRow)
            .where(EscalationRow.conversation_id == conversation_id)
            .order_by(EscalationRow.opened_at)
        )
        return [value_of(row, Escalation) for row in self._session.scalars(query)]

    def open(
        self,
        conversation_id: str,
        record_id: str | None,
        message_id: int | None,
        cause: str,
        hazards: Sequence[str],
        at: datetime,
    ) -> Escalation:
        """Open an escalation on the first rung, due at once."""
        row = EscalationRow(
            conversation_id=conversation_id,
            record_id=record_id,
            message_id=message_id,
            state=EscalationState.OPEN,
            cause=cause,
            hazards=list(hazards),
            opened_at=at,
            rung=Rung.DESK,
            due_at=at,
            outcome_note="",
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, Escalation)

    def change(self, escalation_id: str, **columns: Any) -> Escalation:
        """Set columns by name and return the result."""
        row = self._session.get_one(EscalationRow, escalation_id)
        for name, value in columns.items():
            setattr(row, name, value)
        self._session.flush()
        return value_of(row, Escalation)

    def acknowledge(self, escalation_id: str, staff_id: str, at: datetime) -> bool:
        """Acknowledge; False where another person was first."""
        taken: CursorResult[Any] = self._session.execute(  # type: ignore[assignment]
            update(EscalationRow)
            .where(EscalationRow.id == escalation_id, EscalationRow.state == EscalationState.OPEN)
            .values(state=EscalationState.ACKNOWLEDGED, acknowledged_by=staff_id, acknowledged_at=at)
        )
        return taken.rowcount == 1

    def due(self, at: datetime, limit: int = 100) -> Sequence[Escalation]:
        """Return open escalations whose next step is due, the oldest first."""
        query = (
            select(EscalationRow)
            .where(EscalationRow.state == EscalationState.OPEN, EscalationRow.due_at <= at)
            .order_by(EscalationRow.opened_at)
            .limit(limit)
        )
        return [value_of(row, Escalation) for row in self._session.scalars(query)]

    def write_attempt(self, escalation_id: str, rung: Rung, at: datetime) -> int:
        """Write that an attempt is about to be made; return its number on that rung, from 1."""
        made = select(func.count()).select_from(EscalationAttemptRow)
        made = made.where(EscalationAttemptRow.escalation_id == escalation_id, EscalationAttemptRow.rung == rung)
        number = (self._session.scalar(made) or 0) + 1
        self._session.add(EscalationAttemptRow(escalation_id=escalation_id, rung=rung, number=number, at=at))
        self._session.flush()
        return number

    def alarms(self, limit: int = 200) -> Sequence[Alarm]:
        """Return the escalations that no person has closed: open before acknowledged, the oldest first."""
        query = (
            select(
                EscalationRow,
                ConversationRow,
                ContactRow,
                RecordRow,
                StaffRow.name,
                _newest(EventName.ESCALATION_ADDED),
                _newest(EventName.ESCALATION_ACKNOWLEDGED),
            )
            .join(ConversationRow, ConversationRow.id == EscalationRow.conversation_id)
            .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
            .outerjoin(RecordRow, RecordRow.id == EscalationRow.record_id)
            .outerjoin(StaffRow, StaffRow.id == EscalationRow.acknowledged_by)
            .where(EscalationRow.state != EscalationState.CLOSED)
            .order_by(EscalationRow.state != EscalationState.OPEN, EscalationRow.opened_at)
            .limit(limit)
        )
        return [
            Alarm(
                value_of(escalation, Escalation),
                value_of(conversation, Conversation),
                value_of(contact, Contact),
                value_of(record, Record) if record else None,
                name,
                added_at,
                seen_at,
            )
            for escalation, conversation, contact, record, name, added_at, seen_at in self._session.execute(query)
        ]

    def oldest_open(self) -> datetime | None:
        """Return when the oldest unacknowledged escalation was opened, None where all are taken."""
        query = select(func.min(EscalationRow.opened_at)).where(EscalationRow.state == EscalationState.OPEN)
        return self._session.scalar(query)

    def open_count(self) -> int:
        """Return how many escalations nobody has acknowledged."""
        query = select(func.count()).select_from(EscalationRow).where(EscalationRow.state == EscalationState.OPEN)
        return self._session.scalar(query) or 0
