"""Conversations: who has each of them, its standing danger, and the lease that keeps its turns one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.store.models import ConversationRow, RecordRow
from bot.store.values import Contact, Conversation, Record, value_of
from bot.vocabulary import Channel, ConversationState, DangerLevel, Language


class Conversations:
    """Conversations within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def get(self, conversation_id: str) -> Conversation:
        """Return a conversation by id. Raises KeyError."""
        row = self._session.get(ConversationRow, conversation_id)
        if row is None:
            raise KeyError(conversation_id)
        return value_of(row, Conversation)

    def current(self, contact_id: str) -> Conversation | None:
        """Return the contact's open conversation, None where all are closed."""
        query = (
            select(ConversationRow)
            .where(ConversationRow.contact_id == contact_id, ConversationRow.closed_at.is_(None))
            .order_by(ConversationRow.opened_at.desc())
            .limit(1)
        )
        row = self._session.scalar(query)
        return value_of(row, Conversation) if row else None

    def of_contact(self, contact_id: str) -> Sequence[Conversation]:
        """Return all conversations of a contact, newest first."""
        query = (
            select(ConversationRow)
            .where(ConversationRow.contact_id == contact_id)
            .order_by(ConversationRow.opened_at.desc())
        )
        return [value_of(row, Conversation) for row in self._session.scalars(query)]

    def open(
        self, contact: Contact, channel: Channel, program: str, program_version: str, language: Language, at: datetime
    ) -> Conversation:
        """Open a conversation with the assistant."""
        row = ConversationRow(
            contact_id=contact.id,
            channel=channel,
            program=program,
            program_version=program_version,
            state=ConversationState.ASSISTANT,
            language=language,
            danger=DangerLevel.NONE,
            safety_asks=0,
            cleared_hazards=[],
            opened_at=at,
            last_inbound_at=at,
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, Conversation)

    def change(self, conversation_id: str, **columns: Any) -> Conversation:
        """Set columns by name (state, language, danger, safety_asked_at, record_id, ...) and return the result."""
        row = self._session.get_one(ConversationRow, conversation_id)
        for name, value in columns.items():
            setattr(row, name, value)
        self._session.flush()
        return value_of(row, Conversation)

    def take_lease(self, conversation_id: str, owner: str, at: datetime, seconds: float) -> bool:
        """Take the right to handle the conversation's next turn; False where another holds it."""
        free = or_(
            ConversationRow.lease_until.is_(None),
            ConversationRow.lease_until < at,
            ConversationRow.lease_owner == owner,
        )
        taken: CursorResult[Any] = self._session.execute(  # type: ignore[assignment]
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, free)
            .values(lease_owner=owner, lease_until=at + timedelta(seconds=seconds))
        )
        return taken.rowcount == 1

    def drop_lease(self, conversation_id: str, owner: str) -> None:
        """Give the lease back; nothing happens where another holds it."""
        self._session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id, ConversationRow.lease_owner == owner)
            .values(lease_owner=None, lease_until=None)
        )

    def in_states(self, states: Sequence[ConversationState], limit: int = 500) -> Sequence[Conversation]:
        """Return conversations in any of `states`, the longest silent first."""
        query = (
            select(ConversationRow)
            .where(ConversationRow.state.in_(states), ConversationRow.closed_at.is_(None))
            .order_by(ConversationRow.last_inbound_at)
            .limit(limit)
        )
        return [value_of(row, Conversation) for row in self._session.scalars(query)]

    def unqueued(self, limit: int = 100) -> Sequence[tuple[Conversation, Record | None]]:
        """Return open conversations that stand in no queue: who asks for a person first, then the latest heard."""
        query = (
            select(ConversationRow, RecordRow)
            .outerjoin(RecordRow, RecordRow.id == ConversationRow.record_id)
            .where(
                ConversationRow.closed_at.is_(None),
                or_(RecordRow.id.is_(None), RecordRow.queued_at.is_(None), RecordRow.closed_at.is_not(None)),
            )
            .order_by(ConversationRow.state != ConversationState.NEEDS_PERSON, ConversationRow.last_inbound_at.desc())
            .limit(limit)
        )
        return [
            (value_of(conversation, Conversation), value_of(record, Record) if record else None)
            for conversation, record in self._session.execute(query)
        ]

    def with_open_safety_question(self, before: datetime) -> Sequence[Conversation]:
        """Return conversations whose safety question was put before a moment and is still open."""
        query = select(ConversationRow).where(ConversationRow.safety_asked_at < before)
        return [value_of(row, Conversation) for row in self._session.scalars(query)]
