"""Opens, acknowledges and closes escalations. Only a person ends one; the machine only opens and adds.

Everything here runs inside the caller's transaction, so that an escalation is committed with what caused it or not
at all. It never sends anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot import clock
from bot.errors import PermanentError
from bot.escalation.notice import alarmed
from bot.vocabulary import (
    AckWay,
    AttemptState,
    ConversationState,
    DangerLevel,
    EscalationOutcome,
    EscalationState,
    EventName,
    Hazard,
    Outcome,
    Rung,
    Urgency,
)

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Conversation, Escalation, Staff

SYSTEM = "system"
#: The widths of the columns.
LONGEST_CENTER, LONGEST_INCIDENT = 120, 80
#: Outcomes in which another agency has it now.
_WITH_CENTER = frozenset({EscalationOutcome.NOTIFIED_911, EscalationOutcome.TRANSFERRED})


class FalseAlarmNeedsReasonError(PermanentError):
    """A false alarm is closed with a reason, so that the screen can be taught."""


class CenterMissingError(PermanentError):
    """Whoever told 911, or handed it over, says which dispatch centre that was."""


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
        _alarm_desk(books, escalation, at)
        return escalation
    new = [hazard.value for hazard in hazards if hazard.value not in standing.hazards]
    # New danger begins the rung that it stands on anew: whoever was told of less is told again.
    again = {"deed": 0, "tries": 0, "step_at": at, "due_at": at, "looked_at": at} if new else {}
    escalation = books.escalations.change(standing.id, hazards=[*standing.hazards, *new], **again)
    _append(books, EventName.ESCALATION_ADDED, escalation, message_id, cause, hazards)
    return escalation


def climb_again(books: Books, escalation_id: str) -> Escalation:
    """Let an acknowledged escalation climb anew from the desk: whoever had it did not look at what was added."""
    at = clock.now()
    escalation = books.escalations.change(
        escalation_id,
        state=EscalationState.OPEN,
        acknowledged_by=None,
        acknowledged_name="",
        acknowledged_way=None,
        acknowledged_at=None,
        rung=Rung.DESK,
        step=0,
        step_at=at,
        deed=1,
        tries=0,
        due_at=at,
        looked_at=at,
    )
    _append(books, EventName.ESCALATION_REOPENED, escalation, None, "added_danger_unseen", ())
    _alarm_desk(books, escalation, at)
    return escalation


def _alarm_desk(books: Books, escalation: Escalation, at: datetime) -> None:
    """Write the desk's attempt with what opened the escalation: the desk hears of it by the same commit."""
    attempt = books.escalations.write_attempt(escalation.id, Rung.DESK, at)
    attempt = books.escalations.end_attempt(attempt.id, AttemptState.TAKEN, at)
    alarmed(books, escalation, attempt)


@dataclass(frozen=True)
class Taker:
    """A person who takes an escalation: of the staff at the desk, or on call by phone or text."""

    name: str
    way: AckWay
    staff_id: str | None = None

    @classmethod
    def at_the_desk(cls, staff: Staff) -> Taker:
        """Return a member of staff at the desk."""
        return cls(staff.name, AckWay.DESK, staff.id)

    @property
    def actor(self) -> str:
        """Who it was, for the chain, which holds no names of people on call."""
        return f"staff:{self.staff_id}" if self.staff_id else "on_call"


def acknowledge(
    books: Books, escalation_id: str, taker: Taker, *, attempt_id: int | None = None, sid: str = ""
) -> Acknowledgement:
    """Take an escalation; the first wins, a later one is told who has it.

    Args:
        attempt_id: the text or call that was answered.
        sid: of the text that answered.
    """
    first = books.escalations.acknowledge(escalation_id, taker.staff_id, taker.name, taker.way, clock.now())
    escalation = books.escalations.get(escalation_id)
    if first:
        answered: dict[str, Any] = {} if attempt_id is None else {"attempt_id": attempt_id}
        if sid:
            answered["sid"] = sid
        books.events.append(
            EventName.ESCALATION_ACKNOWLEDGED,
            actor=taker.actor,
            conversation_id=escalation.conversation_id,
            record_id=escalation.record_id,
            escalation_id=escalation.id,
            way=taker.way.value,
            **answered,
        )
    return Acknowledgement(first, escalation)


@dataclass(frozen=True)
class Ending:
    """How an escalation ended.

    Attributes:
        note: why, where it was a false alarm; else what a person wants to add.
        center: which dispatch centre was told, and `incident` the number that it gave.
        told_at: when 911 was told or the resident reached; None means now.
    """

    outcome: EscalationOutcome
    note: str = ""
    center: str = ""
    incident: str = ""
    told_at: datetime | None = None


def close(books: Books, escalation_id: str, staff: Staff, ending: Ending) -> Escalation:
    """Close an acknowledged escalation with its outcome.

    The conversation goes to a person, with its danger as it stands: lowering that is an act of its own.

    Raises:
        NotAcknowledgedError: nobody has taken it yet.
        FalseAlarmNeedsReasonError: a false alarm without a note.
        CenterMissingError: 911 was told, or it was handed over, and no dispatch centre is named.
    """
    standing = books.escalations.get(escalation_id)
    if standing.state is EscalationState.OPEN:
        raise NotAcknowledgedError("acknowledge the escalation before closing it")
    if standing.state is EscalationState.CLOSED:
        return standing
    _refuse_half(ending)
    escalation = books.escalations.change(
        escalation_id,
        state=EscalationState.CLOSED,
        closed_by=staff.id,
        closed_at=clock.now(),
        outcome=ending.outcome,
        outcome_note=ending.note.strip(),
        outcome_center=ending.center.strip()[:LONGEST_CENTER],
        outcome_incident=ending.incident.strip()[:LONGEST_INCIDENT],
        outcome_at=ending.told_at or clock.now(),
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
        outcome=ending.outcome.value,
    )
    return escalation


def _refuse_half(ending: Ending) -> None:
    if ending.outcome is EscalationOutcome.FALSE_ALARM and not ending.note.strip():
        raise FalseAlarmNeedsReasonError("say why it was a false alarm")
    if ending.outcome in _WITH_CENTER and not ending.center.strip():
        raise CenterMissingError("say which dispatch centre was told")


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
