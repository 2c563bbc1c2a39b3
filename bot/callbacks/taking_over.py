"""A person takes a conversation from the assistant, writes to the resident, lowers a danger, and hands it back.

While a person has it the assistant is silent and every message is still screened. Only a person lowers a danger, and
says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import clock
from bot.callbacks import service
from bot.callbacks.closing import refuse_standing_escalation
from bot.callbacks.refusals import (
    AlreadyClosedError,
    DangerStandsError,
    DeskRefusalError,
    OptedOutError,
    ReasonNeededError,
    UnknownConversationError,
)
from bot.intake.frame import Frame
from bot.vocabulary import Channel, ConversationState, DangerLevel, Delivery, EventName, Purpose, Urgency

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Conversation, Message, Staff

REPLY_LENGTH = 1600
"""The most that Twilio takes as one message's body (error 21617 beyond it)."""


def take_over(books: Books, conversation_id: str, staff: Staff) -> Conversation:
    """Give the conversation to `staff` and claim its record; the assistant falls silent.

    Raises:
        AlreadyClosedError: the conversation is closed.
        ClaimedByOtherError: another person has its record.
        OptedOutError: the resident opted out of texts, so there is nothing to take over; they may be phoned.
    """
    conversation = _open_conversation(books, conversation_id)
    _refuse_opted_out(books, conversation)
    record = service.record_for(books, conversation, staff)
    service.hold(books, record, staff)
    return _move(books, conversation, staff, ConversationState.PERSON)


def hand_back(books: Books, conversation_id: str, staff: Staff) -> Conversation:
    """Give the conversation back to the assistant; the record stays claimed.

    Raises:
        AlreadyClosedError: the conversation is closed.
        EscalationStandsError: an escalation of it is not closed.
        DangerStandsError: its danger is still an emergency, so the assistant must not go on with the intake.
    """
    conversation = _open_conversation(books, conversation_id)
    _refuse_opted_out(books, conversation)
    refuse_standing_escalation(books, conversation_id)
    if conversation.danger is DangerLevel.EMERGENCY:
        raise DangerStandsError("Its danger still stands as an emergency: lower it first, and say why.")
    record = service.record_for(books, conversation, staff)
    service.refuse_others(books, record, staff)
    queued = Frame.from_document(record.frame).queued
    state = ConversationState.WAITING_CALLBACK if queued else ConversationState.ASSISTANT
    return _move(books, conversation, staff, state)


def reply(books: Books, conversation_id: str, staff: Staff, body: str) -> Message:
    """Write to the resident, taking the conversation over first where the assistant still has it.

    Raises:
        OptedOutError: the resident opted out of texts.
        AlreadyClosedError, ClaimedByOtherError: as `take_over`.
        EmptyTextError: nothing was written, or more than one message holds.
    """
    text = service.written(body, REPLY_LENGTH)
    conversation = take_over(books, conversation_id, staff)
    at = clock.now()
    message = books.messages.write_reply(
        conversation_id,
        Channel.SMS if conversation.channel is Channel.VOICE else conversation.channel,
        text,
        at,
        purpose=Purpose.STAFF,
        delivery=Delivery.QUEUED,
        in_reply_to=None,
        due_at=at,
        written_by=staff.id,
    )
    books.events.append(
        EventName.REPLY_WRITTEN,
        actor=service.actor(staff),
        conversation_id=conversation_id,
        record_id=conversation.record_id,
        message_id=message.id,
        purpose=Purpose.STAFF.value,
    )
    return message


def lower_danger(
    books: Books, conversation_id: str, staff: Staff, level: DangerLevel, urgency: Urgency, reason: str
) -> Conversation:
    """Lower the standing danger of a conversation and say how soon its record is to be worked.

    The reason is kept as a note on the record, since the chain of events holds nobody's words.

    Raises:
        AlreadyClosedError: the conversation is closed.
        EscalationStandsError: an escalation of it is not closed.
        DeskRefusalError: `level` is not lower than what stands.
        ReasonNeededError: no reason was given.
    """
    conversation = _open_conversation(books, conversation_id)
    refuse_standing_escalation(books, conversation_id)
    if level.rank >= conversation.danger.rank:
        raise DeskRefusalError("That is not lower than the danger that stands.")
    if not reason.strip():
        raise ReasonNeededError("Say why the danger is lower.")
    record = service.record_for(books, conversation, staff)
    service.refuse_others(books, record, staff)
    note = service.add_note(books, record.id, staff, reason)
    books.records.change(record.id, urgency=urgency)
    lowered = books.conversations.change(conversation_id, danger=level, safety_asked_at=None, safety_asks=0)
    service.append(
        books,
        EventName.DANGER_LOWERED,
        staff,
        record,
        before=conversation.danger.value,
        level=level.value,
        urgency=urgency.value,
        note=note.id,
    )
    return lowered


def reveal_number(books: Books, conversation_id: str, staff: Staff) -> str:
    """Return the address that the resident writes from, and leave a link in the chain that says who saw it."""
    conversation = found(books, conversation_id)
    books.events.append(
        EventName.NUMBER_REVEALED,
        actor=service.actor(staff),
        conversation_id=conversation_id,
        record_id=conversation.record_id,
    )
    return books.contacts.get(conversation.contact_id).address


def found(books: Books, conversation_id: str) -> Conversation:
    """Return a conversation by an id that came from outside. Raises UnknownConversationError."""
    unknown = UnknownConversationError("There is nothing here. It may be an old link.")
    if not conversation_id.isalnum():
        raise unknown
    try:
        return books.conversations.get(conversation_id)
    except KeyError:
        raise unknown from None


def _open_conversation(books: Books, conversation_id: str) -> Conversation:
    conversation = found(books, conversation_id)
    if conversation.closed_at is not None:
        raise AlreadyClosedError("This conversation is closed. If they write again, a new one opens.")
    return conversation


def _refuse_opted_out(books: Books, conversation: Conversation) -> None:
    if books.contacts.get(conversation.contact_id).opted_out_at is not None:
        raise OptedOutError("They opted out of texts, so none can be sent. You may phone them.")


def _move(books: Books, conversation: Conversation, staff: Staff, state: ConversationState) -> Conversation:
    if conversation.state is state:
        return conversation
    moved = books.conversations.change(conversation.id, state=state)
    books.events.append(
        EventName.CONVERSATION_STATE_CHANGED,
        actor=service.actor(staff),
        conversation_id=conversation.id,
        record_id=moved.record_id,
        before=conversation.state.value,
        state=state.value,
    )
    return moved
