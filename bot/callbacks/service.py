"""What a person does with a record: claims it, notes on it, tries to reach the resident, releases it.

Everything runs inside the caller's transaction and leaves a link in the chain of events with the person as its
actor, so that "who had it" can always be shown. A claim is a compare-and-set: two people never hold one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import clock
from bot.callbacks.refusals import AlreadyClosedError, ClaimedByOtherError, EmptyTextError
from bot.sign_in import may
from bot.vocabulary import Act, AttemptResult, EventName, Urgency

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Conversation, Note, Record, Staff

NOTE_LENGTH = 4000


@dataclass(frozen=True)
class Claim:
    """Whether the record is now this person's, and who has it where not."""

    mine: bool
    record: Record
    claimed_by_name: str


def actor(staff: Staff) -> str:
    """Return how a member of staff stands in the chain of events."""
    return f"staff:{staff.id}"


def claim(books: Books, record_id: str, staff: Staff) -> Claim:
    """Claim a record for `staff`; the first wins, a later one is told who has it.

    Raises:
        AlreadyClosedError: it was closed meanwhile.
    """
    at = clock.now()
    first = books.records.claim(record_id, staff.id, at)
    record = books.records.get(record_id)
    if first:
        # Claimed in mid-intake: from here on it stands in the queue, so that a release cannot lose it.
        record = books.records.change(record_id, queued_at=record.queued_at or at)
        append(books, EventName.RECORD_CLAIMED, staff, record)
    if record.claimed_by is None or record.closed_at is not None:
        raise AlreadyClosedError(f"{record.reference} is closed.")
    return Claim(record.claimed_by == staff.id, record, books.staff.get(record.claimed_by).name)


def release(books: Books, record_id: str, staff: Staff) -> Record:
    """Put a record back into the queue, where it keeps its place.

    Raises:
        ClaimedByOtherError: another has it and `staff` may not act for others.
    """
    record = open_record(books, record_id)
    if record.claimed_by is None:
        return record
    refuse_others(books, record, staff)
    released = books.records.change(record_id, claimed_by=None, claimed_at=None)
    append(books, EventName.RECORD_RELEASED, staff, released)
    return released


def hold(books: Books, record: Record, staff: Staff) -> Record:
    """Make sure that the record is claimed by `staff`, who takes it from another where `refuse_others` lets them.

    Raises:
        AlreadyClosedError: it is closed.
        ClaimedByOtherError: another has it and `staff` may not act for others.
    """
    refuse_others(books, record, staff)
    if record.claimed_by not in (None, staff.id):
        release(books, record.id, staff)
    return claim(books, record.id, staff).record


def add_note(books: Books, record_id: str, staff: Staff, body: str) -> Note:
    """Add a note that only staff see; a closed record takes notes too. Raises EmptyTextError."""
    text = written(body, NOTE_LENGTH)
    note = books.records.add_note(record_id, staff.id, text, clock.now())
    append(books, EventName.RECORD_NOTED, staff, books.records.get(record_id), note=note.id)
    return note


def log_attempt(books: Books, record_id: str, staff: Staff, result: AttemptResult) -> None:
    """Write down one attempt to call the resident back. Raises AlreadyClosedError, ClaimedByOtherError."""
    record = open_record(books, record_id)
    refuse_others(books, record, staff)
    append(books, EventName.RECORD_ATTEMPTED, staff, record, result=result.value)


def record_for(books: Books, conversation: Conversation, staff: Staff) -> Record:
    """Return the conversation's record, opening one where a person acts before the intake did.

    Without a record the contact could end with no disposition.
    """
    if conversation.record_id is not None:
        return books.records.get(conversation.record_id)
    at = clock.now()
    record = books.records.open(conversation, Urgency.URGENT, at)
    record = books.records.change(record.id, queued_at=at)
    books.conversations.change(conversation.id, record_id=record.id)
    append(books, EventName.RECORD_OPENED, staff, record)
    return record


def open_record(books: Books, record_id: str) -> Record:
    """Return a record that is still open. Raises AlreadyClosedError."""
    record = books.records.get(record_id)
    if record.closed_at is not None:
        raise AlreadyClosedError(f"{record.reference} is closed.")
    return record


def refuse_others(books: Books, record: Record, staff: Staff) -> None:
    """Raise ClaimedByOtherError where another has the record and `staff` may not act for others.

    While an emergency of it stands, anybody who works the queue may act: whoever claimed it may have gone home.
    """
    if record.claimed_by in (None, staff.id) or may(staff.role, Act.RELEASE_ANY):
        return
    if books.escalations.unclosed_of(record.conversation_id) is not None:
        return
    name = books.staff.get(str(record.claimed_by)).name
    raise ClaimedByOtherError(f"{name} has {record.reference}. Ask them or a supervisor to release it.")


def written(body: str, limit: int) -> str:
    """Return what a person wrote, trimmed. Raises EmptyTextError where it is empty or longer than `limit`."""
    text = body.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise EmptyTextError("Nothing was written.")
    if len(text) > limit:
        raise EmptyTextError(f"That is {len(text)} characters; {limit} is the most.")
    return text


def append(books: Books, name: EventName, staff: Staff, record: Record, **facts: str | int | None) -> None:
    """Add a link about a record to the chain."""
    books.events.append(
        name,
        actor=actor(staff),
        conversation_id=record.conversation_id,
        record_id=record.id,
        escalation_id=None,
        message_id=None,
        **facts,
    )
