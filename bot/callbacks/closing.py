"""How a person ends a contact: a disposition always, a reason where an eligible resident was not served.

Nothing closes while danger is in nobody's hands or the resident has said something that the person has not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot import clock
from bot.callbacks import service
from bot.callbacks.refusals import EscalationStandsError, ReasonNeededError, WroteAgainError
from bot.vocabulary import (
    ConversationState,
    Disposition,
    EscalationOutcome,
    EventName,
    Outcome,
    Reason,
)

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Record, Staff

IMPLIED_REASON: Mapping[Disposition, Reason] = {
    Disposition.NO_CONTACT: Reason.LOST_CONTACT,
    Disposition.CANCELLED: Reason.DECLINED,
}
"""Dispositions that say by themselves why an eligible contact was not served."""

REASON_POSSIBLE = frozenset({Disposition.NOT_SERVED, Disposition.REFERRED, Disposition.INFORMATION, *IMPLIED_REASON})
"""Dispositions that a reason may stand beside; the others say that the contact was served."""

OUTCOMES: Mapping[Disposition, Outcome] = {
    Disposition.SETTLED_BY_PHONE: Outcome.CALLBACK,
    Disposition.CANCELLED: Outcome.ABANDONED,
    Disposition.INFORMATION: Outcome.HUMAN,
    Disposition.GONE_ON_ARRIVAL: Outcome.CALLBACK,
    Disposition.REFERRED: Outcome.REFERRAL,
    Disposition.TRANSPORTED: Outcome.CALLBACK,
    Disposition.SETTLED_BY_CONTACT: Outcome.CALLBACK,
    Disposition.SENT_TO_911: Outcome.NINE_ONE_ONE,
    Disposition.FALSE_ALARM: Outcome.HUMAN,
    Disposition.NOT_SERVED: Outcome.CALLBACK,
    Disposition.NO_CONTACT: Outcome.ABANDONED,
}
"""How a contact ended for the resident, by how a person closed it; what 911 was told of stays `911`."""


def close(
    books: Books,
    record_id: str,
    staff: Staff,
    disposition: Disposition,
    reason: Reason | None = None,
    note: str = "",
    *,
    seen_message_id: int | None = None,
) -> Record:
    """Close a record with its disposition, and its conversation with it unless another record of it is open.

    Args:
        seen_message_id: the newest inbound message that the person was shown; None where there is no page.

    Raises:
        AlreadyClosedError: it is closed.
        ClaimedByOtherError: another person has it.
        EscalationStandsError: an escalation of the conversation is not closed.
        WroteAgainError: the resident wrote after `seen_message_id`.
        ReasonNeededError: not served without a reason, or a reason beside a disposition that says served.
    """
    record = service.open_record(books, record_id)
    service.refuse_others(books, record, staff)
    refuse_standing_escalation(books, record.conversation_id)
    refuse_unseen(books, record.conversation_id, seen_message_id)
    reason = reason_for(disposition, reason)
    if note.strip():
        service.add_note(books, record_id, staff, note)
    closed = books.records.change(
        record_id,
        disposition=disposition,
        reason=reason,
        outcome=_outcome(books, record, disposition),
        closed_by=staff.id,
        closed_at=clock.now(),
    )
    _close_conversation(books, closed, staff)
    facts = {"disposition": disposition.value, "reason": reason.value if reason else None}
    service.append(books, EventName.RECORD_CLOSED, staff, closed, **facts)
    return closed


def reason_for(disposition: Disposition, reason: Reason | None) -> Reason | None:
    """Return the reason that stands beside a disposition. Raises ReasonNeededError."""
    reason = reason or IMPLIED_REASON.get(disposition)
    if disposition is Disposition.NOT_SERVED and reason is None:
        raise ReasonNeededError("Say why an eligible resident was not served.")
    if reason is not None and disposition not in REASON_POSSIBLE:
        raise ReasonNeededError(f"“{disposition.label}” says that they were served: leave the reason empty.")
    return reason


def refuse_standing_escalation(books: Books, conversation_id: str) -> None:
    """Raise EscalationStandsError where an escalation of the conversation is not closed."""
    if books.escalations.unclosed_of(conversation_id) is not None:
        raise EscalationStandsError("Its emergency is still open: close the emergency first, with what came of it.")


def refuse_unseen(books: Books, conversation_id: str, seen_message_id: int | None) -> None:
    """Raise WroteAgainError where the resident wrote after what the person was shown."""
    newest = books.messages.last_inbound(conversation_id, 1)
    if seen_message_id is not None and newest and newest[-1].id > seen_message_id:
        raise WroteAgainError("They wrote again since this page was shown. Read it first.")


def _outcome(books: Books, record: Record, disposition: Disposition) -> Outcome:
    told = {EscalationOutcome.NOTIFIED_911, EscalationOutcome.TRANSFERRED}
    if any(escalation.outcome in told for escalation in books.escalations.of_conversation(record.conversation_id)):
        return Outcome.NINE_ONE_ONE
    gone = disposition in IMPLIED_REASON
    if gone and books.contacts.get(record.contact_id).opted_out_at is not None:
        return Outcome.OPTED_OUT
    return OUTCOMES[disposition]


def _close_conversation(books: Books, record: Record, staff: Staff) -> None:
    records = books.records.of_conversation(record.conversation_id)
    if any(other.closed_at is None for other in records):
        return
    before = books.conversations.get(record.conversation_id).state
    books.conversations.change(
        record.conversation_id, state=ConversationState.CLOSED, closed_at=clock.now(), safety_asked_at=None
    )
    service.append(
        books,
        EventName.CONVERSATION_STATE_CHANGED,
        staff,
        record,
        before=before.value,
        state=ConversationState.CLOSED.value,
    )
