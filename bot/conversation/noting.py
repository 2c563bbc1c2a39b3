"""Writes what a message tells into the record without the dialogue engine, so that nothing told is lost while a
person, an escalation or a fault has the conversation. It only adds: it never replaces what was answered before.
"""

from __future__ import annotations

from typing import Any

from bot import clock
from bot.conversation.house import House
from bot.intake.details import read_details
from bot.intake.frame import Frame, SlotValue
from bot.intake.hear import finds_better
from bot.store import Books
from bot.store.events import ASSISTANT, SYSTEM
from bot.store.values import Conversation, Message, Record
from bot.vocabulary import DangerLevel, EventName, Known, Outcome, Question, Slot, Urgency


def record_of(books: Books, conversation: Conversation) -> Record:
    """Return the conversation's record, opened now where there is none."""
    if conversation.record_id is not None:
        return books.records.get(conversation.record_id)
    return open_record(books, conversation)


def open_record(books: Books, conversation: Conversation) -> Record:
    """Open a new record for the conversation; an earlier one stays as it is, in its place in the queue."""
    record = books.records.open(conversation, Urgency.ROUTINE, clock.now())
    books.conversations.change(conversation.id, record_id=record.id)
    books.events.append(EventName.RECORD_OPENED, actor=SYSTEM, conversation_id=conversation.id, record_id=record.id)
    return record


def note_down(books: Books, house: House, conversation: Conversation, message: Message) -> Frame:
    """Add the details that a message tells to the record's frame and return the frame."""
    record = record_of(books, conversation)
    before = Frame.from_document(record.frame)
    frame = before
    for name, value in read_details(message.body, conversation.language, _heard_as(books, message)).items():
        known = frame.answered(Slot(name))
        if known is None or (Slot(name) is Slot.LOCATION and finds_better(known, value)):
            frame = frame.with_slot(Slot(name), _value(value, message))
    frame = _with_narrative(frame, message)
    if frame != before:
        books.records.change(record.id, frame=frame.to_document())
        changed = [slot.value for slot in frame.slots if frame.slots[slot] != before.slots.get(slot)]
        books.events.append(
            EventName.RECORD_CHANGED,
            actor=ASSISTANT,
            conversation_id=conversation.id,
            record_id=record.id,
            message_id=message.id,
            slots=changed,
        )
    return frame


def _heard_as(books: Books, message: Message) -> Question | None:
    """Return the question that the message's words answer.

    The words of a safety answer are no place and no story; nor is "he has a knife" the place that was asked for.
    """
    if message.asked is Question.SAFETY_CHECK:
        return None
    assessment = books.messages.assessment_of(message.id)
    dangerous = assessment is not None and assessment.level is not DangerLevel.NONE
    return None if dangerous and message.asked is Question.LOCATION else message.asked


def put_in_queue(
    books: Books, record: Record, *, urgency: Urgency, outcome: Outcome, why: str, message_id: int | None = None
) -> Record:
    """Queue a record, or raise the urgency of one that waits. Urgency is only ever raised here."""
    raised = min(record.urgency, urgency, key=lambda word: word.rank)
    queued = books.records.change(
        record.id,
        urgency=raised,
        outcome=record.outcome if record.queued_at else outcome,
        queued_at=record.queued_at or clock.now(),
    )
    if record.queued_at is None or raised is not record.urgency:
        books.events.append(
            EventName.RECORD_QUEUED,
            actor=SYSTEM,
            conversation_id=record.conversation_id,
            record_id=record.id,
            message_id=message_id,
            urgency=raised.value,
            why=why,
        )
    return queued


def _value(value: Any, message: Message) -> SlotValue:
    return SlotValue(Known.ANSWERED, value=value, said=message.body, message_id=str(message.id))


def _with_narrative(frame: Frame, message: Message) -> Frame:
    told = message.body.strip()
    if not told or message.asked is Question.SAFETY_CHECK:
        return frame
    known = frame.slots.get(Slot.NARRATIVE)
    if known is None or known.known is not Known.ANSWERED:
        return frame.with_slot(Slot.NARRATIVE, _value(told, message))
    if told in str(known.value):
        return frame
    more = f"{known.value}\n{told}"
    return frame.with_slot(Slot.NARRATIVE, SlotValue(Known.ANSWERED, more, more, known.message_id))
