"""Applies the dialogue engine's decision in one transaction: the record, the queue, the replies, the events.

The engine only proposes. What happened while it was thinking is read again first and always wins.
"""

from __future__ import annotations

from datetime import timedelta

from bot import clock
from bot.conversation import safety_question, settle
from bot.conversation.answering import answered, move, overtaken, write_turn
from bot.conversation.house import House
from bot.conversation.inbound import Written
from bot.conversation.noting import open_record, put_in_queue, record_of
from bot.conversation.turn import Turn
from bot.intake.frame import Frame
from bot.store import Books
from bot.store.events import ASSISTANT
from bot.store.values import Conversation, Record
from bot.turn import Decision, Reply
from bot.vocabulary import (
    ConversationState,
    DangerLevel,
    Disposition,
    Effect,
    EventName,
    Outcome,
    Purpose,
    Question,
    Reason,
    Urgency,
)


def apply(house: House, turn: Turn, decision: Decision, *, inline: bool) -> tuple[Written, ...]:
    """Write what the engine decided: the record, the queue, the replies, the events."""
    with house.store.writing() as books:
        conversation = books.conversations.get(turn.conversation_id)
        elsewhere = overtaken(books, house, conversation, turn, inline)
        if elsewhere is not None:
            return elsewhere
        record = _write_frame(books, conversation, turn, decision)
        if decision.effect is Effect.EMERGENCY:
            replies = settle.raise_alarm(
                books, house, conversation, turn.last, turn.assessment, cause="engine", inline=inline
            )
        else:
            said = _with_safety_question(books, house, conversation, turn, decision)
            record = _take_effect(books, house, conversation, record, turn, decision)
            replies = write_turn(books, house, conversation.id, record, turn, said, Purpose.CONVERSATION, inline)
        answered(books, turn)
    return replies


def _write_frame(books: Books, conversation: Conversation, turn: Turn, decision: Decision) -> Record:
    record = _record_for(books, conversation, turn, decision)
    before = Frame.from_document(record.frame)
    frame = _with_noted_meanwhile(turn.request.frame, before, decision.frame)
    changed = [slot.value for slot, value in frame.slots.items() if value != before.slots.get(slot)]
    urgency = min(record.urgency, decision.urgency, key=lambda word: word.rank)
    if conversation.danger is DangerLevel.ASK:
        urgency = min(urgency, Urgency.PRIORITY, key=lambda word: word.rank)
    record = books.records.change(record.id, frame=frame.to_document(), urgency=urgency, model_version=decision.model)
    if conversation.language is not decision.language:
        books.conversations.change(conversation.id, language=decision.language)
    if changed:
        books.events.append(
            EventName.RECORD_CHANGED,
            actor=ASSISTANT,
            conversation_id=conversation.id,
            record_id=record.id,
            message_id=turn.last.id,
            slots=changed,
        )
    books.events.append(
        EventName.TURN_DECIDED,
        actor=ASSISTANT,
        conversation_id=conversation.id,
        record_id=record.id,
        message_id=turn.last.id,
        intent=decision.understood.intent,
        confidence=round(decision.understood.confidence, 4),
        asked=decision.frame.asked.value if decision.frame.asked else None,
        effect=decision.effect.value,
        urgency=urgency.value,
        model=decision.model,
        program_version=record.program_version,
    )
    return record


def _record_for(books: Books, conversation: Conversation, turn: Turn, decision: Decision) -> Record:
    """Return the record that the decision is about: a new one where another matter was begun after one was queued."""
    record = record_of(books, conversation)
    anew = turn.request.frame.queued and not decision.frame.queued and record.queued_at is not None
    if not anew or decision.effect in (Effect.CANCEL, Effect.CLOSE):
        return record
    if conversation.state is ConversationState.WAITING_CALLBACK:
        move(books, conversation, ConversationState.ASSISTANT)
    return open_record(books, conversation)


def _with_noted_meanwhile(sent: Frame, before: Frame, decided: Frame) -> Frame:
    """Return the decided frame with what others noted while the engine was thinking, where it decided nothing on it."""
    for slot, value in before.slots.items():
        if value != sent.slots.get(slot) and decided.slots.get(slot) == sent.slots.get(slot):
            decided = decided.with_slot(slot, value)
    return decided


def _with_safety_question(
    books: Books, house: House, conversation: Conversation, turn: Turn, decision: Decision
) -> tuple[Reply, ...]:
    """Put the safety question in place of whatever else would be asked; a first notice stays before it.

    While it is open, what was written before it was read does not answer it: it stays the one open question.
    """
    if conversation.safety_asked_at is None and decision.frame.asked is Question.SAFETY_CHECK:
        # The engine asks it in its own words; from here on it is watched as ours are.
        safety_question.put(books, conversation, turn.last.id)
        return decision.replies
    due = safety_question.is_due(conversation, turn.assessment)
    if conversation.safety_asked_at is None and not due:
        return decision.replies
    response = safety_question.response_for(books, conversation, turn.assessment)
    if conversation.safety_asked_at is None:
        safety_question.put(books, conversation, turn.last.id)
    notice = tuple(reply for reply in decision.replies if reply.response.startswith("utter_notice"))
    return (*notice, Reply(response, house.words(response, decision.language, turn.last.channel)))


def _take_effect(
    books: Books, house: House, conversation: Conversation, record: Record, turn: Turn, decision: Decision
) -> Record:
    effect = decision.effect
    if effect is Effect.QUEUE:
        record = put_in_queue(
            books, record, urgency=record.urgency, outcome=Outcome.CALLBACK, why="confirmed", message_id=turn.last.id
        )
        wait = turn.request.facts.wait_minutes
        if wait is not None:
            promised = (record.queued_at or clock.now()) + timedelta(minutes=wait[1])
            record = books.records.change(record.id, promised_by=promised)
        if conversation.state is not ConversationState.NEEDS_PERSON:
            move(books, conversation, ConversationState.WAITING_CALLBACK)
    elif effect is Effect.HAND_OFF:
        record = put_in_queue(
            books,
            record,
            urgency=min(record.urgency, Urgency.URGENT, key=lambda word: word.rank),
            outcome=Outcome.HUMAN,
            why="handed to a person",
            message_id=turn.last.id,
        )
        move(books, conversation, ConversationState.NEEDS_PERSON)
    elif effect in (Effect.CANCEL, Effect.CLOSE):
        record = _close(books, conversation, record, effect)
    return record


def _close(books: Books, conversation: Conversation, record: Record, effect: Effect) -> Record:
    if effect is Effect.CLOSE and record.queued_at is not None:
        # A goodbye takes nothing back: the callback that was promised stays promised.
        return record
    if conversation.danger is not DangerLevel.NONE:
        # Where danger was heard, a request is not the resident's alone to end: a person reads it first.
        move(books, conversation, ConversationState.NEEDS_PERSON)
        return put_in_queue(
            books, record, urgency=Urgency.PRIORITY, outcome=Outcome.HUMAN, why="ended after danger was heard"
        )
    cancelled = effect is Effect.CANCEL
    disposition = Disposition.CANCELLED if cancelled else Disposition.INFORMATION
    now = clock.now()
    record = books.records.change(
        record.id,
        outcome=Outcome.ABANDONED if cancelled else Outcome.REFERRAL,
        disposition=disposition,
        reason=Reason.DECLINED if cancelled else None,
        closed_at=now,
    )
    books.events.append(
        EventName.RECORD_CLOSED,
        actor=ASSISTANT,
        conversation_id=conversation.id,
        record_id=record.id,
        disposition=disposition.value,
    )
    books.conversations.change(conversation.id, closed_at=now)
    move(books, conversation, ConversationState.CLOSED)
    return record
