"""What one turn of the assistant asks of the dialogue engine: the texts, the intake so far and the city's facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import clock
from bot.conversation.house import House
from bot.conversation.noting import record_of
from bot.conversation.standing import standing_words
from bot.ids import new_id
from bot.intake.frame import Frame
from bot.program.facts import city_facts
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.contacts import PHONE
from bot.store.values import Conversation, Message, Record
from bot.turn import CityFacts, TurnRequest
from bot.vocabulary import DangerLevel, Question


@dataclass(frozen=True)
class Turn:
    """One turn: the messages it answers and what is asked of the engine."""

    conversation_id: str
    messages: tuple[Message, ...]
    assessment: Assessment
    request: TurnRequest

    @property
    def last(self) -> Message:
        """The newest message, which the replies are in answer to."""
        return self.messages[-1]


def begin(house: House, conversation_id: str, only: int | None = None) -> Turn | None:
    """Gather every unanswered message of the conversation into one turn, None where there is none.

    Two quick texts of one thought stand in one turn, in order. The caller holds the conversation's lease, unless it
    asks for `only` one message that must be answered now.
    """
    with house.store.writing() as books:
        waiting = books.messages.unanswered(conversation_id)
        messages = tuple(message for message in waiting if only in (None, message.id))
        if not messages:
            return None
        conversation = books.conversations.get(conversation_id)
        record = record_of(books, conversation)
        assessment = _worst(books, messages)
        request = TurnRequest(
            turn_id=new_id(),
            message_id=str(messages[-1].id),
            text="\n".join(message.body for message in messages),
            channel=messages[-1].channel,
            assessment=assessment,
            frame=_frame(conversation, record, messages),
            facts=facts_for(books, house, conversation, record),
        )
    return Turn(conversation_id, messages, assessment, request)


def plain_answer(turn: Turn) -> str | None:
    """Return the response for a turn that says nothing in words, None where there is something to talk over."""
    if turn.request.text.strip():
        return None
    return "utter_media_only" if any(message.media for message in turn.messages) else "utter_empty"


def facts_for(books: Books, house: House, conversation: Conversation, record: Record) -> CityFacts:
    """Return what may be told to this resident at this moment."""
    now = clock.now()
    contact = books.contacts.get(conversation.contact_id)
    queued = record.queued_at is not None
    ahead = books.records.ahead_of(record) if queued else books.records.queued_count()
    return city_facts(
        house.profile,
        now,
        conversation.language,
        channel=conversation.channel,
        sender_number=contact.address if contact.kind == PHONE else None,
        returning=len(books.conversations.of_contact(contact.id)) > 1,
        ahead=ahead,
        busy_units=books.records.claimed_count(),
        reference=record.reference if queued else None,
        standing=standing_words(house, record, ahead, conversation.language, conversation.channel) if queued else "",
    )


def _worst(books: Books, messages: Sequence[Message]) -> Assessment:
    """Return the assessment of the most dangerous message, with the hazards of all that are as dangerous."""
    heard = [books.messages.assessment_of(message.id) or Assessment(DangerLevel.ASK) for message in messages]
    worst = max(heard, key=lambda assessment: assessment.level.rank)
    named = [hazard for assessment in heard if assessment.level is worst.level for hazard in assessment.hazards]
    return replace(worst, hazards=tuple(dict.fromkeys(named)))


def _frame(conversation: Conversation, record: Record, messages: Sequence[Message]) -> Frame:
    frame = replace(Frame.from_document(record.frame), language=conversation.language)
    if any(message.asked is Question.SAFETY_CHECK for message in messages):
        frame = replace(frame, asked=Question.SAFETY_CHECK)
    return frame
