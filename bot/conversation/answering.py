"""Answers a turn, within the caller's transaction, unless the conversation stopped being the assistant's meanwhile.

What happened while a turn was talked over always wins; what was told meanwhile is noted for whoever has it now.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import clock
from bot.conversation import settle
from bot.conversation.house import House
from bot.conversation.inbound import Written
from bot.conversation.noting import note_down, open_record, put_in_queue
from bot.conversation.turn import Turn
from bot.conversation.writing import write_reply
from bot.store import Books
from bot.store.events import ASSISTANT, SYSTEM
from bot.store.values import Conversation, Record
from bot.turn import Reply
from bot.vocabulary import ConversationState, EventName, Outcome, Purpose, Urgency

ASSISTANTS = frozenset(
    {ConversationState.ASSISTANT, ConversationState.NEEDS_PERSON, ConversationState.WAITING_CALLBACK}
)
"""The states in which the assistant talks: it goes on gathering while a person is waited for, until one takes over."""


def overtaken(
    books: Books, house: House, conversation: Conversation, turn: Turn, inline: bool
) -> tuple[Written, ...] | None:
    """Answer a turn whose conversation stopped being the assistant's while it was talked over.

    Nothing is said where others have answered all of its messages meanwhile.
    """
    unanswered = {message.id for message in books.messages.unanswered(conversation.id)}
    if not unanswered & {message.id for message in turn.messages}:
        return ()
    if conversation.state in ASSISTANTS and conversation.closed_at is None:
        return None
    if conversation.state is ConversationState.CLOSED:
        conversation = _reopened(books, conversation, turn)
    for message in turn.messages:
        note_down(books, house, conversation, message)
    answered(books, turn)
    if conversation.state is ConversationState.OPTED_OUT:
        return ()
    response = "utter_escalated_again" if conversation.state is ConversationState.ESCALATED else "utter_human_waiting"
    return (settle.say(books, house, conversation, turn.last, response, purpose=Purpose.CONVERSATION, inline=inline),)


def _reopened(books: Books, conversation: Conversation, turn: Turn) -> Conversation:
    """Give a person what was written as the conversation was being closed, which nobody would see otherwise."""
    record = open_record(books, conversation)
    books.conversations.change(conversation.id, closed_at=None)
    move(books, books.conversations.get(conversation.id), ConversationState.NEEDS_PERSON, SYSTEM)
    put_in_queue(
        books,
        record,
        urgency=Urgency.PRIORITY,
        outcome=Outcome.HUMAN,
        why="wrote as the conversation was closed",
        message_id=turn.last.id,
    )
    return books.conversations.get(conversation.id)


def write_turn(
    books: Books,
    house: House,
    conversation_id: str,
    record: Record,
    turn: Turn,
    said: Sequence[Reply],
    purpose: Purpose,
    inline: bool,
) -> tuple[Written, ...]:
    """Write the replies as one text; `{reference}` in them is the record's."""
    conversation = books.conversations.get(conversation_id)
    if conversation.safety_asked_at is not None:
        purpose = Purpose.SAFETY
    text = "\n".join(reply.text for reply in said).replace("{reference}", record.reference)
    return (
        write_reply(
            books,
            conversation,
            turn.last.channel,
            text,
            purpose=purpose,
            responses=[reply.response for reply in said],
            in_reply_to=turn.last.id,
            inline=inline,
        ),
    )


def move(books: Books, conversation: Conversation, state: ConversationState, actor: str = ASSISTANT) -> None:
    """Move a conversation to another state, with its event."""
    if conversation.state is state:
        return
    books.conversations.change(conversation.id, state=state)
    books.events.append(
        EventName.CONVERSATION_STATE_CHANGED,
        actor=actor,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        state=state.value,
    )


def answered(books: Books, turn: Turn) -> None:
    """Mark every message of the turn as answered."""
    books.messages.mark_answered([message.id for message in turn.messages], clock.now())
