"""Gathers what a person on call is told of an escalation, from what is committed. It never sends anything."""

from __future__ import annotations

from bot.escalation.reach import Notice
from bot.intake.frame import Frame
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Escalation, EscalationAttempt
from bot.vocabulary import EventName, Hazard, Means, Slot

#: A place of more characters than this is cut: the notice must fit into a text and a breath.
LONGEST_PLACE = 80


def notice_of(books: Books, escalation: Escalation, attempt: EscalationAttempt) -> Notice:
    """Return what the person whom the attempt is to reach is told."""
    conversation = books.conversations.get(escalation.conversation_id)
    record = books.records.get(conversation.record_id) if conversation.record_id else None
    place = Frame.from_document(record.frame).answered(Slot.LOCATION) if record else None
    return Notice(
        attempt_id=attempt.id,
        escalation_id=escalation.id,
        conversation_id=conversation.id,
        name=attempt.target,
        number=attempt.address,
        means=attempt.means,
        reference=record.reference if record else "",
        reply=str(attempt.id),
        hazards=tuple(Hazard(value) for value in escalation.hazards),
        place=str(place["said"])[:LONGEST_PLACE] if place else "",
        renewed=_is_news(books, escalation),
        language=conversation.language,
    )


def _is_news(books: Books, escalation: Escalation) -> bool:
    """Whether a danger was added that whoever was told before had not been told of."""
    known: set[str] = set()
    told = False
    for event in books.events.of_escalation(escalation.id):
        if event.name is EventName.ESCALATION_ALARMED:
            told = told or event.facts.get("means") != Means.DESK.value
        elif event.name in (EventName.ESCALATION_OPENED, EventName.ESCALATION_ADDED):
            new = set(event.facts.get("hazards", ())) - known
            if told and new:
                return True
            known |= new
    return False


def alarmed(books: Books, escalation: Escalation, attempt: EscalationAttempt) -> None:
    """Write into the chain that a person is being alarmed."""
    books.events.append(
        EventName.ESCALATION_ALARMED,
        actor=SYSTEM,
        conversation_id=escalation.conversation_id,
        record_id=escalation.record_id,
        escalation_id=escalation.id,
        rung=attempt.rung.value,
        means=attempt.means.value,
        attempt=attempt.number,
    )
