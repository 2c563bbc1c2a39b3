"""Honours the carriers' words: an opt-out at once and with one confirmation, and never as a way out of danger.

A text that holds such a word among others is no carrier's word and never comes here.
"""

from __future__ import annotations

from bot import clock
from bot.conversation.house import House
from bot.conversation.inbound import Inbound, Written
from bot.conversation.noting import put_in_queue, record_of
from bot.conversation.writing import write_reply
from bot.escalation.service import open_or_add
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
    books: Books, house: House, conversation: Conversation, message: Message, inbound: Inbound
) -> tuple[Written, ...] | None:
    """Do what the word asks for; None where it asks for nothing here and is an ordinary text."""
    opted_out = books.contacts.get(conversation.contact_id).opted_out_at is not None
    if inbound.carrier_word is CarrierWord.OPT_OUT:
        return _opt_out(books, house, conversation, message, inbound)
    if inbound.carrier_word is CarrierWord.OPT_IN and opted_out:
        return _opt_in(books, house, conversation, message, inbound)
    if inbound.carrier_word is CarrierWord.HELP and not opted_out:
        return _help(books, house, conversation, message, inbound)
    return None


def _opt_out(
    books: Books, house: House, conversation: Conversation, message: Message, inbound: Inbound
) -> tuple[Written, ...]:
    books.contacts.set_opted_out(conversation.contact_id, clock.now())
    books.events.append(
        EventName.RESIDENT_OPTED_OUT, actor=RESIDENT, conversation_id=conversation.id, message_id=message.id
    )
    harmless = _is_harmless(books, conversation)
    conversation = books.conversations.change(
        conversation.id, state=ConversationState.OPTED_OUT, safety_asked_at=None, safety_asks=0
    )
    if harmless:
        _settle_harmless(books, conversation)
    else:
        open_or_add(books, conversation, cause="opted_out_in_danger", message_id=message.id)
    return _say(books, house, conversation, message, inbound, "utter_opted_out")


def _is_harmless(books: Books, conversation: Conversation) -> bool:
    if conversation.danger is not DangerLevel.NONE or books.escalations.unclosed_of(conversation.id) is not None:
        return False
    if conversation.record_id is None:
        return True
    return books.records.get(conversation.record_id).urgency.rank >= Urgency.PRIORITY.rank


def _settle_harmless(books: Books, conversation: Conversation) -> None:
    """Close what was not queued yet; a callback that was promised by phone stays promised."""
    record = books.records.get(conversation.record_id) if conversation.record_id else None
    if record is not None and record.queued_at is not None:
        return
    now = clock.now()
    if record is not None:
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
    escalated = books.escalations.unclosed_of(conversation.id) is not None
    state = ConversationState.ESCALATED if escalated else ConversationState.ASSISTANT
    conversation = books.conversations.change(conversation.id, state=state)
    books.events.append(
        EventName.RESIDENT_OPTED_IN, actor=RESIDENT, conversation_id=conversation.id, message_id=message.id
    )
    return _say(books, house, conversation, message, inbound, "utter_opted_in")


def _help(
    books: Books, house: House, conversation: Conversation, message: Message, inbound: Inbound
) -> tuple[Written, ...]:
    """Answer HELP with 911, 988 and the menu. It may be a plea, so the safety question goes with it."""
    responses = ["utter_help"]
    if conversation.danger is DangerLevel.ASK and conversation.state is ConversationState.ASSISTANT:
        responses.append("utter_safety_check")
        conversation = books.conversations.change(
            conversation.id, safety_asked_at=clock.now(), safety_asks=conversation.safety_asks + 1
        )
        books.events.append(
            EventName.SAFETY_QUESTION_ASKED, actor=SYSTEM, conversation_id=conversation.id, message_id=message.id
        )
    return _say(books, house, conversation, message, inbound, *responses)


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
    words = [house.words(response, conversation.language, inbound.channel) for response in responses]
    return (
        write_reply(
            books,
            conversation,
            inbound.channel,
            "\n".join(words),
            purpose=Purpose.CARRIER,
            responses=responses,
            in_reply_to=message.id,
            inline=True,
        ),
    )


def keep_for_a_person(books: Books, conversation: Conversation, message: Message) -> None:
    """See to it that a person reads a text from someone who opted out: no text may answer it, a phone call may."""
    put_in_queue(
        books,
        record_of(books, conversation),
        urgency=Urgency.PRIORITY,
        outcome=Outcome.HUMAN,
        why="wrote after opting out",
        message_id=message.id,
    )
