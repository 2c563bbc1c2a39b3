"""A town with one of everything that the desk can show, for tests of its pages and for looking at them."""

from __future__ import annotations

from datetime import timedelta

from bot import clock
from bot.callbacks.testing import Town, heard, told
from bot.escalation import notice, service
from bot.escalation.service import Ending, Taker
from bot.intake.frame import SlotValue
from bot.store.values import Conversation, Escalation, EscalationAttempt
from bot.vocabulary import (
    AckWay,
    AttemptState,
    ConversationState,
    DangerLevel,
    Delivery,
    EscalationOutcome,
    Hazard,
    Known,
    Means,
    Question,
    Rung,
    Slot,
    Urgency,
)


def busy(town: Town) -> Conversation:
    """Fill the town with one of everything that the desk can show, and return the conversation with the emergency."""
    danger = town.conversation("+13035550147")
    town.hears(danger, "Is anyone hurt or in danger right now, or is there a weapon?")
    where = town.says(danger, "outside the laundromat, cell 303 555 0147", asked=Question.LOCATION)
    body = "he used to be calm but now he is swinging a machete"
    town.record(
        danger,
        Urgency.PRIORITY,
        {
            Slot.LOCATION: told({"landmark": "laundromat"}, "outside the laundromat", where),
            Slot.CONCERN: told("mental_health_crisis"),
            Slot.WEAPON: SlotValue(Known.UNKNOWN, None, "cant see"),
        },
    )
    town.emergency(
        danger,
        town.says(danger, body, heard(body, "swinging a machete", Hazard.WEAPON, "In use.", DangerLevel.EMERGENCY)),
    )
    town.hears(danger, "Call 911 now.", Delivery.UNDELIVERED)
    for state in (AttemptState.TAKEN, AttemptState.REFUSED) * 4:
        try_on_call(town, danger, state)
    closed = town.conversation("+13035550148")
    close_emergency(town, town.emergency(closed))
    for number, urgency in enumerate((Urgency.URGENT, Urgency.PRIORITY, Urgency.ROUTINE, Urgency.REDIRECT)):
        town.record(town.conversation(f"+1303555020{number}"), urgency, minutes_ago=number * 40)
    asking = town.conversation("+13035550300")
    with town.store.writing() as books:
        books.conversations.change(asking.id, state=ConversationState.NEEDS_PERSON)
    return danger


def try_on_call(town: Town, conversation: Conversation, state: AttemptState) -> EscalationAttempt:
    """Tell Ray, who is on call, of the conversation's emergency."""
    with town.store.writing() as books:
        standing = books.escalations.unclosed_of(conversation.id)
        assert standing is not None
        rung, ray = Rung.ON_CALL_VOICE, {"target": "Ray Ortiz", "address": "+13035550121"}
        attempt = books.escalations.write_attempt(standing.id, rung, clock.now(), means=Means.CALL, **ray)
        escalation = books.escalations.change(standing.id, rung=rung, due_at=clock.now() + timedelta(minutes=1))
        notice.alarmed(books, escalation, attempt)
        if state is not AttemptState.WRITTEN:
            attempt = books.escalations.end_attempt(attempt.id, state, clock.now())
        return attempt


def close_emergency(town: Town, opened: Escalation) -> None:
    """Take an emergency by phone and close it as transferred."""
    with town.store.writing() as books:
        service.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.CALL))
        ending = Ending(EscalationOutcome.TRANSFERRED, "they know her", center="Denver 911", incident="26-118")
        service.close(books, opened.id, town.staff["sam"], ending)
