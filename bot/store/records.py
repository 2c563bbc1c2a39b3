"""Requests for help: the frame, the queue by urgency then age, claims by compare-and-set, and how each ended."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.store.models import ContactRow, ConversationRow, NoteRow, RecordRow, StaffRow
from bot.store.values import Contact, Conversation, Note, Record, value_of
from bot.vocabulary import Urgency

# No vowels, so that no word is spelled; none of 0 O 1 I L, so that it survives being read out on the phone.
REFERENCE_LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"


def new_reference() -> str:
    """Return a reference such as K7TM-4QXR: 23**8 combinations and more, so guessing one is hopeless."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True)
class QueueEntry:
    """One line of the callback queue."""

    record: Record
    conversation: Conversation
    contact: Contact
    claimed_by_name: str | None


class Records:
    """Records within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def get(self, record_id: str) -> Record:
        """Return a record by id. Raises KeyError."""
        row = self._session.get(RecordRow, record_id)
        if row is None:
            raise KeyError(record_id)
        return value_of(row, Record)

    def by_reference(self, reference: str) -> Record | None:
        """Return a record by the reference that the resident quotes; case and the dash do not matter."""
        letters = "".join(letter for letter in reference.upper() if letter.isalnum())
        row = self._session.scalar(select(RecordRow).where(RecordRow.reference == f"{letters[:4]}-{letters[4:]}"))
        return value_of(row, Record) if row else None

    def newest_of_contact(self, contact_id: str) -> Record | None:
        """Return the contact's newest record."""
        query = (
            select(RecordRow).where(RecordRow.contact_id == contact_id).order_by(RecordRow.opened_at.desc()).limit(1)
        )
        row = self._session.scalar(query)
        return value_of(row, Record) if row else None

    def of_conversation(self, conversation_id: str) -> Sequence[Record]:
        """Return the conversation's records, oldest first."""
        query = select(RecordRow).where(RecordRow.conversation_id == conversation_id).order_by(RecordRow.opened_at)
        return [value_of(row, Record) for row in self._session.scalars(query)]

    def open(self, conversation: Conversation, urgency: Urgency, at: datetime) -> Record:
        """Open a record with an empty frame and a new reference."""
        reference = new_reference()
        while self.by_reference(reference) is not None:
            reference = new_reference()
        row = RecordRow(
            reference=reference,
            conversation_id=conversation.id,
            contact_id=conversation.contact_id,
            program=conversation.program,
            program_version=conversation.program_version,
            model_version="",
            urgency=urgency,
            frame={},
            opened_at=at,
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, Record)

    def change(self, record_id: str, **columns: Any) -> Record:
        """Set columns by name (frame, urgency, outcome, queued_at, ...) and return the result."""
        row = self._session.get_one(RecordRow, record_id)
        for name, value in columns.items():
            setattr(row, name, value)
        self._session.flush()
        return value_of(row, Record)

    def claim(self, record_id: str, staff_id: str, at: datetime) -> bool:
        """Claim a record; False where another has it already."""
        claimed: CursorResult[Any] = self._session.execute(  # type: ignore[assignment]
            update(RecordRow)
            .where(RecordRow.id == record_id, RecordRow.claimed_by.is_(None), RecordRow.closed_at.is_(None))
            .values(claimed_by=staff_id, claimed_at=at)
        )
        return claimed.rowcount == 1

    def queue(self, limit: int = 200) -> Sequence[QueueEntry]:
        """Return the queued, open records: by urgency, then the longest waiting first."""
        urgency = case({word.value: word.rank for word in Urgency}, value=func.coalesce(RecordRow.urgency, ""))
        query = (
            select(RecordRow, ConversationRow, ContactRow, StaffRow.name)
            .join(ConversationRow, ConversationRow.id == RecordRow.conversation_id)
            .join(ContactRow, ContactRow.id == RecordRow.contact_id)
            .outerjoin(StaffRow, StaffRow.id == RecordRow.claimed_by)
            .where(RecordRow.queued_at.is_not(None), RecordRow.closed_at.is_(None))
            .order_by(urgency, RecordRow.queued_at)
            .limit(limit)
        )
        return [
            QueueEntry(value_of(record, Record), value_of(conversation, Conversation), value_of(contact, Contact), name)
            for record, conversation, contact, name in self._session.execute(query)
        ]

    def ahead_of(self, record: Record) -> int:
        """Return how many open records would be worked before this one."""
        entries = [entry.record.id for entry in self.queue(limit=10_000)]
        return entries.index(record.id) if record.id in entries else len(entries)

    def claimed_count(self) -> int:
        """Return how many open records a person is working on."""
        query = select(func.count()).select_from(RecordRow)
        return self._session.scalar(query.where(RecordRow.claimed_by.is_not(None), RecordRow.closed_at.is_(None))) or 0

    def queued_count(self) -> int:
        """Return how many open records wait in the queue, claimed or not."""
        query = select(func.count()).select_from(RecordRow)
        return self._session.scalar(query.where(RecordRow.queued_at.is_not(None), RecordRow.closed_at.is_(None))) or 0

    def add_note(self, record_id: str, staff_id: str, body: str, at: datetime) -> Note:
        """Add a note of staff to a record."""
        row = NoteRow(record_id=record_id, staff_id=staff_id, body=body, at=at)
        self._session.add(row)
        self._session.flush()
        return value_of(row, Note)

    def notes(self, record_id: str) -> Sequence[tuple[Note, str]]:
        """Return a record's notes with the writers' names, oldest first."""
        query = (
            select(NoteRow, StaffRow.name)
            .join(StaffRow, StaffRow.id == NoteRow.staff_id)
            .where(NoteRow.record_id == record_id)
            .order_by(NoteRow.id)
        )
        return [(value_of(row, Note), name) for row, name in self._session.execute(query)]
