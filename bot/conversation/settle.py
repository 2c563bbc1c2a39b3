"""Answers what cannot wait for the dialogue engine: danger, carriers' words, and conversations that are not the
assistant's. Runs in the transaction that remembers the message, and never asks anything outside the house.
"""

from __future__ import annotations

from dataclasses import replace

from bot import clock
from bot.conversation import carrier, safety_question
from bot.conversation.house import House
from bot.conversation.inbound import Inbound, Written
from bot.conversation.noting import note_down, record_of
from bot.conversation.writing import write_reply
from bot.escalation.service import open_or_add
from bot.intake.frame import Frame
from bot.intake.readers.places import is_vague
from bot.safety.answers import is_retraction
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.values import Conversation, Escalation, Message
from bot.vocabulary import (
    Answer,
    ConversationState,
    DangerLevel,
    EscalationState,
    Hazard,
    Purpose,
    Question,
    Slot,
)

# While a person is talking, their words are the answer; a line from the machine between them would only confuse.
PERSON_SPEAKS_SECONDS = 300


def at_once(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    assessment: Assessment,
) -> tuple[Written, ...] | None:
    """Return what was written in answer, or None where the message is for the assistant to talk over."""
    replies = _at_once(books, house, conversation, message, inbound, assessment)
    if replies is not None:
        books.messages.mark_answered([message.id], clock.now())
    return replies


def _at_once(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    assessment: Assessment,
) -> tuple[Written, ...] | None:
    if inbound.carrier_word is not None:
        answered = carrier.answer_carrier_word(books, house, conversation, message, inbound, assessment)
        if answered is not None:
            return answered
    if conversation.safety_asked_at is not None:
        raised = _safety_answer(books, house, conversation, message, assessment)
        if raised is not None:
            return raised
        conversation = books.conversations.get(conversation.id)
    elif assessment.level is DangerLevel.EMERGENCY:
        return raise_alarm(books, house, conversation, message, assessment, cause="screen")
    if books.contacts.get(conversation.contact_id).opted_out_at is not None:
        carrier.keep_for_a_person(books, house, conversation, message, assessment)
        return ()
    return _not_the_assistants(books, house, conversation, message, assessment)


def raise_alarm(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    assessment: Assessment,
    *,
    cause: str,
    inline: bool = True,
) -> tuple[Written, ...]:
    """Open the escalation, or add to it, and tell the resident to call 911.

    Danger that was told before is answered with what is missing for 911, not with the same sentence again.
    """
    standing = books.escalations.unclosed_of(conversation.id)
    news = standing is None or any(hazard.value not in standing.hazards for hazard in assessment.hazards)
    note_down(books, house, conversation, message)
    conversation = books.conversations.get(conversation.id)
    open_or_add(books, conversation, cause=cause, hazards=assessment.hazards, message_id=message.id)
    conversation = books.conversations.get(conversation.id)
    response = emergency_response(house, assessment) if news else _escalated_response(books, conversation, message)
    return (say(books, house, conversation, message, response, purpose=Purpose.SAFETY, inline=inline),)


def emergency_response(house: House, assessment: Assessment) -> str:
    """Return the 911 text for this danger: 988 beside it for suicide, texting 911 only where the city has it."""
    alone = assessment.hazards[:1] == (Hazard.SUICIDE,) and Hazard.WEAPON not in assessment.hazards
    name = "utter_emergency_suicide" if alone else "utter_emergency"
    return f"{name}_text_ok" if house.profile.numbers.text_to_911 else name


def say(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    response: str,
    *,
    purpose: Purpose,
    inline: bool = True,
    **params: str,
) -> Written:
    """Write one response as the answer to a message; `params` fill its words."""
    return write_reply(
        books,
        conversation,
        message.channel,
        house.words(response, conversation.language, message.channel, **params),
        purpose=purpose,
        responses=[response],
        in_reply_to=message.id,
        inline=inline,
    )


def _safety_answer(
    books: Books, house: House, conversation: Conversation, message: Message, assessment: Assessment
) -> tuple[Written, ...] | None:
    answer = safety_question.hear(books, house, conversation, message, assessment)
    if answer is Answer.NO:
        return None
    if answer is Answer.UNCLEAR and conversation.safety_asks < safety_question.MOST_ASKS:
        return _ask(books, house, conversation, message, assessment)
    # A bare yes names no harm: it means what was asked about.
    hazards = assessment.hazards or safety_question.hazards_asked(books, conversation)
    assessment = replace(assessment, hazards=hazards)
    return raise_alarm(books, house, conversation, message, assessment, cause=f"safety_answer_{answer.value}")


def _ask(
    books: Books, house: House, conversation: Conversation, message: Message, assessment: Assessment
) -> tuple[Written, ...]:
    note_down(books, house, conversation, message)
    conversation = books.conversations.get(conversation.id)
    response = safety_question.response_for(books, conversation, assessment)
    conversation = safety_question.put(books, conversation, message.id)
    return (say(books, house, conversation, message, response, purpose=Purpose.SAFETY),)


def _not_the_assistants(
    books: Books, house: House, conversation: Conversation, message: Message, assessment: Assessment
) -> tuple[Written, ...] | None:
    if conversation.state is ConversationState.ESCALATED:
        note_down(books, house, conversation, message)
        conversation = books.conversations.get(conversation.id)
        response = _escalated_response(books, conversation, message)
        return (say(books, house, conversation, message, response, purpose=Purpose.SAFETY),)
    if conversation.state is not ConversationState.PERSON:
        return None
    if safety_question.is_due(conversation, assessment):
        # Whoever has it may not be looking: what may be danger is asked about whoever is to answer the rest.
        return _ask(books, house, conversation, message, assessment)
    note_down(books, house, conversation, message)
    if _person_speaks(books, conversation):
        return ()
    return (say(books, house, conversation, message, "utter_human_waiting", purpose=Purpose.CONVERSATION),)


def _escalated_response(books: Books, conversation: Conversation, message: Message) -> str:
    escalation: Escalation | None = books.escalations.unclosed_of(conversation.id)
    if is_retraction(message.body):
        return "utter_escalated_retracted"
    if escalation is not None and escalation.state is EscalationState.ACKNOWLEDGED:
        return "utter_escalated_seen"
    record = record_of(books, conversation)
    frame = Frame.from_document(record.frame)
    place = frame.answered(Slot.LOCATION)
    if place is None or is_vague(place):
        # What comes next is heard as the place, which is what 911 needs most.
        asked = replace(frame, asked=Question.LOCATION)
        books.records.change(record.id, frame=asked.to_document())
        return "utter_escalated_where"
    return "utter_escalated_again"


def _person_speaks(books: Books, conversation: Conversation) -> bool:
    """Return whether a person wrote, or we already said that one will, within the last minutes."""
    since = clock.now().timestamp() - PERSON_SPEAKS_SECONDS
    for line, _ in reversed(books.messages.transcript(conversation.id)):
        if line.at.timestamp() < since:
            return False
        if line.purpose is Purpose.STAFF or "utter_human_waiting" in line.meta.get("responses", ()):
            return True
    return False
