"""Honours the carriers' words: an opt-out at once and with one confirmation, and never as a way out of danger.

A text that holds such a word among others is no carrier's word and never comes here. Texts from someone who opted out
are kept for a person: no text may answer them, a phone call may.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import clock
from bot.conversation import safety_question
from bot.conversation.house import House
from bot.conversation.inbound import Inbound, Written
from bot.conversation.noting import note_down, put_in_queue, record_of
from bot.conversation.writing import write_reply
from bot.escalation.service import open_or_add
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.events import RESIDENT, SYSTEM
from bot.store.values import Conversation, Message
from bot.vocabulary import (
    CarrierWord,
    ConversationState,
    DangerLevel,
    Disposition,
    EventName,
    Outcome,
    Purpose,
    Reason,
    Urgency,
)


def answer_carrier_word(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    assessment: Assessment,
) -> tuple[Written, ...] | None:
    """Do what the word asks for; None where it asks for nothing here and is an ordinary text."""
    opted_out = books.contacts.get(conversation.contact_id).opted_out_at is not None
    if inbound.carrier_word is CarrierWord.OPT_OUT:
        return _opt_out(books, house, conversation, message, inbound, already=opted_out)
    if inbound.carrier_word is CarrierWord.OPT_IN and opted_out:
        return _opt_in(books, house, conversation, message, inbound)
    if inbound.carrier_word is CarrierWord.HELP and assessment.level is not DangerLevel.EMERGENCY:
        return _help(books, house, conversation, message, inbound, assessment, opted_out=opted_out)
    return None


def _opt_out(
    books: Books, house: House, conversation: Conversation, message: Message, inbound: Inbound, *, already: bool
) -> tuple[Written, ...]:
    """Opt out at once. The confirmation is sent once: a second one would be a text after the opt-out."""
    if not already:
        books.contacts.set_opted_out(conversation.contact_id, clock.now())
        books.events.append(
            EventName.RESIDENT_OPTED_OUT, actor=RESIDENT, conversation_id=conversation.id, message_id=message.id
        )
    record_of(books, conversation)
    conversation = books.conversations.get(conversation.id)
    hazards = safety_question.hazards_asked(books, conversation)
    harmless = _is_harmless(books, conversation)
    conversation = _leave(books, conversation)
    if harmless:
        _settle_harmless(books, conversation)
    else:
        open_or_add(books, conversation, cause="opted_out_in_danger", hazards=hazards, message_id=message.id)
    return () if already else _say(books, house, conversation, message, inbound, "utter_opted_out")


def _leave(books: Books, conversation: Conversation) -> Conversation:
    """Move a conversation to opted out, with its event; no safety question can be answered by text any more."""
    if conversation.state is not ConversationState.OPTED_OUT:
        _append_state(books, conversation, ConversationState.OPTED_OUT)
    return books.conversations.change(
        conversation.id, state=ConversationState.OPTED_OUT, safety_asked_at=None, safety_asks=0
    )


def _append_state(books: Books, conversation: Conversation, state: ConversationState) -> None:
    books.events.append(
        EventName.CONVERSATION_STATE_CHANGED,
        actor=RESIDENT,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        state=state.value,
    )


def _is_harmless(books: Books, conversation: Conversation) -> bool:
    if conversation.danger is not DangerLevel.NONE or books.escalations.unclosed_of(conversation.id) is not None:
        return False
    if conversation.record_id is None:
        return True
    record = books.records.get(conversation.record_id)
    # What stands in the queue as urgent is in front of a person already, and stays there.
    return record.queued_at is not None or record.urgency.rank >= Urgency.PRIORITY.rank


def _settle_harmless(books: Books, conversation: Conversation) -> None:
    """Close what was not queued yet; a callback that was promised by phone stays promised."""
    record = record_of(books, conversation)
    if record.queued_at is not None:
        return
    now = clock.now()
    books.records.change(
        record.id,
        outcome=Outcome.OPTED_OUT,
        disposition=Disposition.CANCELLED,
        reason=Reason.DECLINED,
        closed_at=now,
    )
    books.events.append(
        EventName.RECORD_CLOSED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=record.id,
        disposition=Disposition.CANCELLED.value,
        reason=Reason.DECLINED.value,
    )
    books.conversations.change(conversation.id, closed_at=now)


def _opt_in(
    books: Books, house: House, conversation: Conversation, message: Message, inbound: Inbound
) -> tuple[Written, ...]:
    books.contacts.set_opted_out(conversation.contact_id, None)
    state = _state_to_return_to(books, conversation)
    _append_state(books, conversation, state)
    conversation = books.conversations.change(conversation.id, state=state)
    books.events.append(
        EventName.RESIDENT_OPTED_IN, actor=RESIDENT, conversation_id=conversation.id, message_id=message.id
    )
    return _say(books, house, conversation, message, inbound, "utter_opted_in")


def _state_to_return_to(books: Books, conversation: Conversation) -> ConversationState:
    """Return who has the conversation of someone who comes back: whoever had it when they left."""
    if books.escalations.unclosed_of(conversation.id) is not None:
        return ConversationState.ESCALATED
    record = books.records.get(conversation.record_id) if conversation.record_id else None
    if record is None or record.queued_at is None or record.closed_at is not None:
        return ConversationState.ASSISTANT
    if record.claimed_by is not None:
        return ConversationState.PERSON
    if record.outcome is Outcome.HUMAN:
        return ConversationState.NEEDS_PERSON
    return ConversationState.WAITING_CALLBACK


def _help(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    assessment: Assessment,
    *,
    opted_out: bool,
) -> tuple[Written, ...] | None:
    """Answer HELP with 911, 988 and the menu. It may be a plea, so an open or due safety question goes with it.

    Where that question was put as often as it may be, HELP is no answer to it and None leaves it to be raised. Who
    opted out still gets the answer, since HELP asks for it, and a person reads that they wrote.
    """
    if opted_out:
        keep_for_a_person(books, house, conversation, message, assessment)
        return _say(books, house, books.conversations.get(conversation.id), message, inbound, "utter_help")
    put = conversation.safety_asked_at is not None
    if put and conversation.safety_asks >= safety_question.MOST_ASKS:
        return None
    responses = [] if inbound.carrier_answered else ["utter_help"]
    if put or safety_question.is_due(conversation, assessment):
        responses.append(safety_question.response_for(books, conversation, assessment))
        conversation = safety_question.put(books, conversation, message.id)
    if not responses:
        return ()
    purpose = Purpose.SAFETY if len(responses) > 1 or inbound.carrier_answered else Purpose.CARRIER
    return (_write(books, house, conversation, message, responses, purpose),)


def _say(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    inbound: Inbound,
    *responses: str,
) -> tuple[Written, ...]:
    if inbound.carrier_answered:
        return ()
    return (_write(books, house, conversation, message, responses, Purpose.CARRIER),)


def _write(
    books: Books,
    house: House,
    conversation: Conversation,
    message: Message,
    responses: Sequence[str],
    purpose: Purpose,
) -> Written:
    words = [house.words(response, conversation.language, message.channel) for response in responses]
    return write_reply(
        books,
        conversation,
        message.channel,
        "\n".join(words),
        purpose=purpose,
        responses=responses,
        in_reply_to=message.id,
        inline=True,
    )


def keep_for_a_person(
    books: Books, house: House, conversation: Conversation, message: Message, assessment: Assessment
) -> None:
    """See to it that a person reads a text from someone who opted out: no text may answer it, a phone call may.

    What would be asked about in danger cannot be asked, and a missing answer is no no: it is raised.
    """
    note_down(books, house, conversation, message)
    conversation = books.conversations.get(conversation.id)
    if conversation.state in (ConversationState.ASSISTANT, ConversationState.WAITING_CALLBACK):
        conversation = _leave(books, conversation)
    if safety_question.is_due(conversation, assessment):
        open_or_add(books, conversation, cause="opted_out_in_danger", hazards=assessment.hazards, message_id=message.id)
    put_in_queue(
        books,
        record_of(books, conversation),
        urgency=Urgency.PRIORITY,
        outcome=Outcome.HUMAN,
        why="wrote after opting out",
        message_id=message.id,
    )
