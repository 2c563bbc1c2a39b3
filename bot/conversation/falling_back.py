"""Answers a turn without the dialogue engine: the safe reply, and a person is told. Silence is never an answer."""

from __future__ import annotations

from bot import clock
from bot.conversation import safety_question
from bot.conversation.answering import answered, overtaken, write_turn
from bot.conversation.house import House
from bot.conversation.inbound import Inbound, Written
from bot.conversation.noting import note_down, put_in_queue, record_of
from bot.conversation.turn import Turn
from bot.store.events import SYSTEM
from bot.turn import Reply
from bot.vocabulary import Delivery, EventName, Outcome, Purpose, Urgency

LAST_RESORT = "last_resort"
"""Stands in place of a response's name where the words came from memory alone."""


def fall_back(house: House, turn: Turn, *, inline: bool, why: str) -> tuple[Written, ...]:
    """Answer without the engine: the safe reply, or the safety question where one is due, and a person is told.

    Args:
        why: what kept the engine from answering, as a stable word ("timeout", "unreachable", "refused").
    """
    with house.store.writing() as books:
        conversation = books.conversations.get(turn.conversation_id)
        elsewhere = overtaken(books, house, conversation, turn, inline)
        if elsewhere is not None:
            return elsewhere
        for message in turn.messages:
            note_down(books, house, conversation, message)
        record = put_in_queue(
            books,
            record_of(books, conversation),
            urgency=Urgency.PRIORITY,
            outcome=Outcome.HUMAN,
            why="the assistant could not answer",
            message_id=turn.last.id,
        )
        books.events.append(
            EventName.ENGINE_FAILED,
            actor=SYSTEM,
            conversation_id=conversation.id,
            record_id=record.id,
            message_id=turn.last.id,
            why=why,
        )
        response, purpose = "utter_safe_reply", Purpose.FALLBACK
        if safety_question.is_due(conversation, turn.assessment):
            response, purpose = safety_question.response_for(books, conversation, turn.assessment), Purpose.SAFETY
            safety_question.put(books, conversation, turn.last.id)
        said = (Reply(response, house.words(response, conversation.language, turn.last.channel)),)
        replies = write_turn(books, house, conversation.id, record, turn, said, purpose, inline)
        answered(books, turn)
    return replies


def note_last_resort(house: House, inbound: Inbound, said: str) -> None:
    """Write into the transcript what the last resort said while the message could not be remembered."""
    with house.store.writing() as books:
        message = books.messages.by_sid(inbound.sid)
        if message is None or not said or any(reply.body == said for reply in books.messages.replies_to(message.id)):
            return
        conversation = books.conversations.get(message.conversation_id)
        written = books.messages.write_reply(
            conversation.id,
            message.channel,
            said,
            clock.now(),
            purpose=Purpose.FALLBACK,
            delivery=Delivery.SENT,
            in_reply_to=message.id,
            meta={"responses": [LAST_RESORT]},
        )
        books.events.append(
            EventName.REPLY_WRITTEN,
            actor=SYSTEM,
            conversation_id=conversation.id,
            record_id=conversation.record_id,
            message_id=written.id,
            purpose=Purpose.FALLBACK.value,
            responses=[LAST_RESORT],
        )


def answer_plainly(house: House, turn: Turn, response: str, *, inline: bool) -> tuple[Written, ...]:
    """Answer a turn with one response, changing nothing else."""
    with house.store.writing() as books:
        conversation = books.conversations.get(turn.conversation_id)
        elsewhere = overtaken(books, house, conversation, turn, inline)
        if elsewhere is not None:
            return elsewhere
        record = record_of(books, conversation)
        said = (Reply(response, house.words(response, conversation.language, turn.last.channel)),)
        replies = write_turn(books, house, conversation.id, record, turn, said, Purpose.CONVERSATION, inline)
        answered(books, turn)
    return replies
