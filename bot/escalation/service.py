"""Opens, acknowledges and closes escalations. Only a person ends one; the machine only opens and adds.

Everything here runs inside the caller's transaction, so that an escalation is committed with what caused it or not
at all. It never sends anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot import clock
from bot.errors import PermanentError
from bot.vocabulary import (
    ConversationState,
    DangerLevel,
    EscalationOutcome,
    EscalationState,
    EventName,
    Hazard,
    Outcome,
    Urgency,
)

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Conversation, Escalation, Staff

SYSTEM = "system"


class FalseAlarmNeedsReasonError(PermanentError):
    """A false alarm is closed with a reason, so that the screen can be taught."""


class NotAcknowledgedError(PermanentError):
    """An escalation is acknowledged before it is closed."""


@dataclass(frozen=True)
class Acknowledgement:
    """Whether the escalation is now this person's, and who has it where not."""

    first: bool
    escalation: Escalation


def open_or_add(
    books: Books,
    conversation: Conversation,
    *,
    cause: str,
    hazards: Sequence[Hazard] = (),
    message_id: int | None = None,
) -> Escalation:
    """Open an escalation for the conversation, or add new danger to the one that nobody has closed.

    The conversation becomes `escalated` and its standing danger `emergency`. Adding to an acknowledged escalation
    re-alarms the desk too: a weapon after an overdose is news.

    Args:
        cause: what called for it, as a stable word ("screen", "safety_answer", "silence", "undelivered").
    """
    at = clock.now()
    standing = books.escalations.unclosed_of(conversation.id)
    _mark_conversation(books, conversation)
    if standing is None:
        escalation = books.escalations.open(
            conversation.id, conversation.record_id, message_id, cause, [hazard.value for hazard in hazards], at
        )
        _append(books, EventName.ESCALATION_OPENED, escalation, message_id, cause, hazards)
        return escalation
    known = [*standing.hazards, *(hazard.value for hazard in hazards if hazard.value not in standing.hazards)]
    escalation = books.escalations.change(standing.id, hazards=known, due_at=at)
    _append(books, EventName.ESCALATION_ADDED, escalation, message_id, cause, hazards)
    return escalation


def acknowledge(books: Books, escalation_id: str, staff: Staff) -> Acknowledgement:
    """Take an escalation for `staff`; the first wins, a later one is told who has it."""
    first = books.escalations.acknowledge(escalation_id, staff.id, clock.now())
    escalation = books.escalations.get(escalation_id)
    if first:
        books.events.append(
            EventName.ESCALATION_ACKNOWLEDGED,
            actor=f"staff:{staff.id}",
            conversation_id=escalation.conversation_id,
            record_id=escalation.record_id,
            escalation_id=escalation.id,
        )
    return Acknowledgement(first, escalation)


def close(books: Books, escalation_id: str, staff: Staff, outcome: EscalationOutcome, note: str = "") -> Escalation:
    """Close an acknowledged escalation with its outcome.

    The conversation goes to a person, with its danger as it stands: lowering that is an act of its own.

    Raises:
        NotAcknowledgedError: nobody has taken it yet.
        FalseAlarmNeedsReasonError: a false alarm without a note.
    """
    standing = books.escalations.get(escalation_id)
    if standing.state is EscalationState.OPEN:
        raise NotAcknowledgedError("acknowledge the escalation before closing it")
    if standing.state is EscalationState.CLOSED:
        return standing
    if outcome is EscalationOutcome.FALSE_ALARM and not note.strip():
        raise FalseAlarmNeedsReasonError("say why it was a false alarm")
    escalation = books.escalations.change(
        escalation_id,
        state=EscalationState.CLOSED,
        closed_by=staff.id,
        closed_at=clock.now(),
        outcome=outcome,
        outcome_note=note.strip(),
    )
    conversation = books.conversations.get(escalation.conversation_id)
    if conversation.state is ConversationState.ESCALATED:
        books.conversations.change(conversation.id, state=ConversationState.PERSON)
    books.events.append(
        EventName.ESCALATION_CLOSED,
        actor=f"staff:{staff.id}",
        conversation_id=escalation.conversation_id,
        record_id=escalation.record_id,
        escalation_id=escalation.id,
        outcome=outcome.value,
    )
    return escalation


def overdue_since(books: Books, at: datetime, seconds: float) -> datetime | None:
    """Return when the oldest open escalation was opened if nobody took it within `seconds`, else None."""
    oldest = books.escalations.oldest_open()
    return oldest if oldest is not None and (at - oldest).total_seconds() > seconds else None


def _mark_conversation(books: Books, conversation: Conversation) -> None:
    keep = {ConversationState.PERSON, ConversationState.OPTED_OUT}
    state = conversation.state if conversation.state in keep else ConversationState.ESCALATED
    books.conversations.change(
        conversation.id, state=state, danger=DangerLevel.EMERGENCY, safety_asked_at=None, safety_asks=0
    )
    if conversation.record_id is not None:
        record = books.records.get(conversation.record_id)
        books.records.change(
            record.id,
            urgency=Urgency.EMERGENCY,
            outcome=Outcome.NINE_ONE_ONE,
            queued_at=record.queued_at or clock.now(),
        )


def _append(
    books: Books,
    name: EventName,
    escalation: Escalation,
    message_id: int | None,
    cause: str,
    hazards: Sequence[Hazard],
) -> None:
    books.events.append(
        name,
        actor=SYSTEM,
        conversation_id=escalation.conversation_id,
        record_id=escalation.record_id,
        escalation_id=escalation.id,
        message_id=message_id,
        cause=cause,
        hazards=[hazard.value for hazard in hazards],
    )
