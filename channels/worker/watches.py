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
from bot.escalation.service import climb_again, open_or_add
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Conversation, Escalation
from bot.vocabulary import ConversationState, EscalationState, EventName, Outcome, Purpose
from channels.worker.each import each

# Whoever has an escalation has this long to look at danger that was added to it, before others are alarmed again: the
# research's acknowledgement clock.
UNSEEN_SECONDS = 60
# A resident who wrote of danger and then nothing for so long may not be able to: whoever has it is told, and may phone.
SILENT_AFTER_DANGER_SECONDS = 5 * 60
SILENT = "silent_after_danger"
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


def climb_again_unseen(house: House) -> int:
    """Alarm anew for every escalation whose added danger nobody looked at; return how many."""
    with house.store.reading() as books:
        taken = {escalation.id for escalation in books.escalations.acknowledged()}
        unseen = [alarm for alarm in books.escalations.alarms() if alarm.renewed and alarm.escalation.id in taken]
    before = clock.now() - timedelta(seconds=UNSEEN_SECONDS)
    late = [alarm.escalation.id for alarm in unseen if alarm.added_at is not None and alarm.added_at < before]
    return each("climb_again_unseen", late, lambda escalation_id: _climb_again(house, escalation_id))


def note_silence_after_danger(house: House) -> int:
    """Alarm whoever has an escalation whose resident fell silent, once for each silence; return how many."""
    before = clock.now() - timedelta(seconds=SILENT_AFTER_DANGER_SECONDS)
    with house.store.reading() as books:
        taken = [
            (escalation, books.conversations.get(escalation.conversation_id))
            for escalation in books.escalations.acknowledged()
        ]
        silent = [
            (escalation.id, conversation.id)
            for escalation, conversation in taken
            if conversation.last_inbound_at < before and not _is_told(books, escalation, conversation)
        ]
    return each("note_silence_after_danger", silent, lambda ids: _note_silence(house, *ids))


def _is_told(books: Books, escalation: Escalation, conversation: Conversation) -> bool:
    """Whether this silence was told already: danger was added for it since the resident last wrote."""
    return any(
        event.name is EventName.ESCALATION_ADDED
        and event.facts.get("cause") == SILENT
        and event.at > conversation.last_inbound_at
        for event in books.events.of_escalation(escalation.id)
    )


def _note_silence(house: House, escalation_id: str, conversation_id: str) -> None:
    with house.store.writing() as books:
        escalation, conversation = books.escalations.get(escalation_id), books.conversations.get(conversation_id)
        if escalation.state is EscalationState.ACKNOWLEDGED and not _is_told(books, escalation, conversation):
            open_or_add(books, conversation, cause=SILENT)


def _climb_again(house: House, escalation_id: str) -> None:
    with house.store.writing() as books:
        if books.escalations.get(escalation_id).state is EscalationState.ACKNOWLEDGED:
            climb_again(books, escalation_id)


def count(house: House) -> tuple[int, float, int]:
    """Return open escalations, the oldest one's age in seconds and the queued records, for the metrics."""
    with house.store.reading() as books:
        oldest = books.escalations.oldest_open()
        age = (clock.now() - oldest).total_seconds() if oldest else 0.0
        return books.escalations.open_count(), age, books.records.queued_count()
