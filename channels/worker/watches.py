"""Watches over silences: a safety question without an answer, a resident who stopped writing, an escalation nobody
took. Each is plain SQL over what is committed, so any worker may do it at any time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import clock
from bot.conversation import safety_question, settle
from bot.conversation.answering import move
from bot.conversation.house import House
from bot.conversation.noting import put_in_queue, record_of
from bot.escalation.service import open_or_add
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Conversation
from bot.vocabulary import ConversationState, EventName, Outcome, Purpose
from channels.worker.each import each

# The desk is alarmed anew this often until a person takes an escalation: the research's acknowledgement clock of 60 s,
# halved, since at the desk an alarm costs nothing but a sound.
ALARM_AGAIN_SECONDS = 30
# A resident who has been silent for so long is not going to finish: what there is must reach a person.
SILENCE_SECONDS = 20 * 60


def raise_unanswered_safety_questions(house: House) -> int:
    """Open an escalation for every safety question that stayed unanswered; return how many."""
    before = clock.now() - timedelta(seconds=house.profile.safety_answer_seconds)
    with house.store.reading() as books:
        silent = books.conversations.with_open_safety_question(before)
    return each("raise_silent_danger", silent, lambda conversation: _raise_silence(house, conversation))


def _raise_silence(house: House, silent: Conversation) -> None:
    with house.store.writing() as books:
        conversation = books.conversations.get(silent.id)
        if conversation.safety_asked_at == silent.safety_asked_at:
            _raise(books, house, conversation)


def _raise(books: Books, house: House, conversation: Conversation) -> None:
    hazards = safety_question.hazards_asked(books, conversation)
    books.events.append(
        EventName.SAFETY_QUESTION_UNANSWERED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
    )
    last = books.messages.last_inbound(conversation.id, 1)
    record_of(books, conversation)
    conversation = books.conversations.get(conversation.id)
    open_or_add(
        books,
        conversation,
        cause="safety_question_unanswered",
        hazards=hazards,
        message_id=last[0].id if last else None,
    )
    if last:
        conversation = books.conversations.get(conversation.id)
        settle.say(books, house, conversation, last[0], "utter_escalated_where", purpose=Purpose.SAFETY, inline=False)


def queue_silent(house: House) -> int:
    """Queue what is known of every resident who fell silent in mid-intake; return how many."""
    before = clock.now() - timedelta(seconds=SILENCE_SECONDS)
    with house.store.reading() as books:
        open_talks = books.conversations.in_states([ConversationState.ASSISTANT])
    silent = [conversation for conversation in open_talks if conversation.last_inbound_at < before]
    return each("queue_silent", silent, lambda conversation: _queue(house, conversation.id, before))


def _queue(house: House, conversation_id: str, before: datetime) -> None:
    with house.store.writing() as books:
        _queue_one(books, house, books.conversations.get(conversation_id), before)


def _queue_one(books: Books, house: House, conversation: Conversation, before: datetime) -> None:
    if conversation.state is not ConversationState.ASSISTANT or conversation.last_inbound_at >= before:
        return
    record = record_of(books, conversation)
    put_in_queue(books, record, urgency=record.urgency, outcome=Outcome.CALLBACK, why="the resident fell silent")
    move(books, conversation, ConversationState.WAITING_CALLBACK, SYSTEM)
    last = books.messages.last_inbound(conversation.id, 1)
    if last and record.queued_at is None:
        conversation = books.conversations.get(conversation.id)
        settle.say(
            books,
            house,
            conversation,
            last[0],
            "utter_silent_queued",
            purpose=Purpose.CONVERSATION,
            inline=False,
            reference=record.reference,
        )


def alarm_desk(house: House) -> int:
    """Alarm the desk for every open escalation that is due, again and again; return how many."""
    with house.store.reading() as books:
        due = books.escalations.due(clock.now())
    return each("alarm_desk", due, lambda escalation: _alarm(house, escalation.id))


def _alarm(house: House, escalation_id: str) -> None:
    with house.store.writing() as books:
        _alarm_once(books, escalation_id)


def _alarm_once(books: Books, escalation_id: str) -> None:
    now = clock.now()
    escalation = books.escalations.get(escalation_id)
    if escalation.acknowledged_at is not None or escalation.due_at > now:
        return
    number = books.escalations.write_attempt(escalation_id, escalation.rung, now)
    books.escalations.change(escalation_id, due_at=now + timedelta(seconds=ALARM_AGAIN_SECONDS))
    books.events.append(
        EventName.ESCALATION_ALARMED,
        actor=SYSTEM,
        conversation_id=escalation.conversation_id,
        record_id=escalation.record_id,
        escalation_id=escalation_id,
        rung=escalation.rung.value,
        attempt=number,
    )


def count(house: House) -> tuple[int, float, int]:
    """Return open escalations, the oldest one's age in seconds and the queued records, for the metrics."""
    with house.store.reading() as books:
        oldest = books.escalations.oldest_open()
        age = (clock.now() - oldest).total_seconds() if oldest else 0.0
        return books.escalations.open_count(), age, books.records.queued_count()
