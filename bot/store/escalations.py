"""Escalations and the attempts to reach a person about them; an attempt is written before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.store.models import (
    ContactRow,
    ConversationRow,
    EscalationAttemptRow,
    EscalationRow,
    EventRow,
    RecordRow,
)
from bot.store.values import Contact, Conversation, Escalation, EscalationAttempt, Record, value_of
from bot.vocabulary import AckWay, AttemptState, EscalationState, EventName, Means, Rung


@dataclass(frozen=True)
class Alarm:
    """One escalation with what a person needs to take it.

    `added_at` is when danger was last added to it, `seen_at` when a person last said that they have seen it, `attempts`
    how often people were alarmed.
    """

    escalation: Escalation
    conversation: Conversation
    contact: Contact
    record: Record | None
    acknowledged_by_name: str | None
    added_at: datetime | None = None
    seen_at: datetime | None = None
    attempts: int = 0

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
        """Open an escalation on the first rung, the desk, which is alarmed by the opening itself."""
        row = EscalationRow(
            conversation_id=conversation_id,
            record_id=record_id,
            message_id=message_id,
            state=EscalationState.OPEN,
            cause=cause,
            hazards=list(hazards),
            opened_at=at,
            rung=Rung.DESK,
            step=0,
            step_at=at,
            deed=1,
            tries=0,
            due_at=at,
            looked_at=at,
            acknowledged_name="",
            outcome_note="",
            outcome_center="",
            outcome_incident="",
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

    def acknowledge(self, escalation_id: str, staff_id: str | None, name: str, way: AckWay, at: datetime) -> bool:
        """Acknowledge; False where another person was first. `staff_id` is None for people on call."""
        taken: CursorResult[Any] = self._session.execute(  # type: ignore[assignment]
            update(EscalationRow)
            .where(EscalationRow.id == escalation_id, EscalationRow.state == EscalationState.OPEN)
            .values(
                state=EscalationState.ACKNOWLEDGED,
                acknowledged_by=staff_id,
                acknowledged_name=name,
                acknowledged_way=way,
                acknowledged_at=at,
            )
        )
        return taken.rowcount == 1

    def due(self, at: datetime, ahead: datetime, limit: int = 500) -> Sequence[Escalation]:
        """Return open escalations whose next deed is due, the one that waited longest first.

        Args:
            ahead: one that was last looked at after this moment is due too: the clock was put back since.
        """
        query = (
            select(EscalationRow)
            .where(
                EscalationRow.state == EscalationState.OPEN,
                or_(EscalationRow.due_at <= at, EscalationRow.looked_at > ahead),
            )
            .order_by(EscalationRow.due_at)
            .limit(limit)
        )
        return [value_of(row, Escalation) for row in self._session.scalars(query)]

    def write_attempt(
        self,
        escalation_id: str,
        rung: Rung,
        at: datetime,
        *,
        target: str = "",
        address: str = "",
        means: Means = Means.DESK,
    ) -> EscalationAttempt:
        """Write that an attempt is about to be made."""
        made = select(func.count()).select_from(EscalationAttemptRow)
        made = made.where(EscalationAttemptRow.escalation_id == escalation_id, EscalationAttemptRow.rung == rung)
        row = EscalationAttemptRow(
            escalation_id=escalation_id,
            rung=rung,
            number=(self._session.scalar(made) or 0) + 1,
            target=target,
            address=address,
            means=means,
            state=AttemptState.WRITTEN,
            code="",
            sid="",
            at=at,
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, EscalationAttempt)

    def attempt(self, attempt_id: int) -> EscalationAttempt:
        """Return an attempt by id. Raises KeyError."""
        row = self._session.get(EscalationAttemptRow, attempt_id)
        if row is None:
            raise KeyError(attempt_id)
        return value_of(row, EscalationAttempt)

    def attempts_of(self, escalation_id: str) -> Sequence[EscalationAttempt]:
        """Return every attempt of an escalation, oldest first."""
        query = select(EscalationAttemptRow).where(EscalationAttemptRow.escalation_id == escalation_id)
        return [
            value_of(row, EscalationAttempt) for row in self._session.scalars(query.order_by(EscalationAttemptRow.id))
        ]

    def end_attempt(
        self, attempt_id: int, state: AttemptState, ended_at: datetime | None, *, code: str = "", sid: str = ""
    ) -> EscalationAttempt:
        """Write what became of an attempt; `ended_at` is None while a call that was taken goes on."""
        row = self._session.get_one(EscalationAttemptRow, attempt_id)
        row.state, row.ended_at, row.code, row.sid = state, ended_at, code[:40], sid or row.sid
        self._session.flush()
        return value_of(row, EscalationAttempt)

    def was_climbed(self, escalation_id: str, rung: Rung) -> bool:
        """Whether any attempt was made on a rung."""
        query = select(EscalationAttemptRow.id).where(
            EscalationAttemptRow.escalation_id == escalation_id, EscalationAttemptRow.rung == rung
        )
        return self._session.scalar(query.limit(1)) is not None

    def owed(self, escalation_id: str) -> frozenset[Rung]:
        """Return the rungs on which somebody could not be reached because something was down, and was not since."""
        owed: set[tuple[Rung, str, Means]] = set()
        for attempt in self.attempts_of(escalation_id):
            of_whom = (attempt.rung, attempt.address, attempt.means)
            if attempt.state is AttemptState.DELAYED:
                owed.add(of_whom)
            elif attempt.state is not AttemptState.WRITTEN:
                owed.discard(of_whom)
        return frozenset(rung for rung, _, _ in owed)

    def told(self, address: str, since: datetime) -> Sequence[tuple[EscalationAttempt, Escalation]]:
        """Return the unclosed escalations that an address was told of by text, the newest attempt first."""
        query = (
            select(EscalationAttemptRow, EscalationRow)
            .join(EscalationRow, EscalationRow.id == EscalationAttemptRow.escalation_id)
            .where(
                EscalationAttemptRow.address == address,
                EscalationAttemptRow.means == Means.TEXT,
                EscalationAttemptRow.at >= since,
                EscalationRow.state != EscalationState.CLOSED,
            )
            .order_by(EscalationAttemptRow.id.desc())
        )
        return [
            (value_of(attempt, EscalationAttempt), value_of(escalation, Escalation))
            for attempt, escalation in self._session.execute(query)
        ]

    def every(self) -> Sequence[Escalation]:
        """Return every escalation, oldest first."""
        query = select(EscalationRow).order_by(EscalationRow.opened_at)
        return [value_of(row, Escalation) for row in self._session.scalars(query)]

    def acknowledged(self) -> Sequence[Escalation]:
        """Return the escalations that a person has and has not closed."""
        query = select(EscalationRow).where(EscalationRow.state == EscalationState.ACKNOWLEDGED)
        return [value_of(row, Escalation) for row in self._session.scalars(query)]

    def alarms(self, limit: int = 200) -> Sequence[Alarm]:
        """Return the escalations that no person has closed: open before acknowledged, the oldest first."""
        query = (
            select(
                EscalationRow,
                ConversationRow,
                ContactRow,
                RecordRow,
                EscalationRow.acknowledged_name,
                _newest(EventName.ESCALATION_ADDED),
                _newest(EventName.ESCALATION_ACKNOWLEDGED),
                select(func.count())
                .where(EscalationAttemptRow.escalation_id == EscalationRow.id)
                .correlate(EscalationRow)
                .scalar_subquery(),
            )
            .join(ConversationRow, ConversationRow.id == EscalationRow.conversation_id)
            .join(ContactRow, ContactRow.id == ConversationRow.contact_id)
            .outerjoin(RecordRow, RecordRow.id == EscalationRow.record_id)
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
                name or None,
                added_at,
                seen_at,
                attempts,
            )
            for escalation, conversation, contact, record, name, added_at, seen_at, attempts in self._session.execute(
                query
            )
        ]

    def oldest_open(self) -> datetime | None:
        """Return when the oldest unacknowledged escalation was opened, None where all are taken."""
        query = select(func.min(EscalationRow.opened_at)).where(EscalationRow.state == EscalationState.OPEN)
        return self._session.scalar(query)

    def oldest_due(self) -> datetime | None:
        """Return when the next attempt was due that has waited longest, None where no escalation is open."""
        query = select(func.min(EscalationRow.due_at)).where(EscalationRow.state == EscalationState.OPEN)
        return self._session.scalar(query)

    def on_step(self, step: int) -> int:
        """Return how many open escalations stand on a step of the ladder, or beyond it."""
        query = select(func.count()).select_from(EscalationRow)
        query = query.where(EscalationRow.state == EscalationState.OPEN, EscalationRow.step >= step)
        return self._session.scalar(query) or 0

    def open_count(self) -> int:
        """Return how many escalations nobody has acknowledged."""
        query = select(func.count()).select_from(EscalationRow).where(EscalationRow.state == EscalationState.OPEN)
        return self._session.scalar(query) or 0
