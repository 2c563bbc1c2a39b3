"""The lines of the queue page: what each waiting matter is about and where, in words, without a name or a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import clock
from bot.intake.frame import Frame
from bot.vocabulary import Slot
from channels.console import shown
from channels.console.slot_words import place_words, slot_words

if TYPE_CHECKING:
    from bot.callbacks.board import Alarms, Board, Talk
    from bot.store.escalations import Alarm
    from bot.store.records import QueueEntry
    from bot.store.values import Conversation, Record


@dataclass(frozen=True)
class Matter:
    """What a record is about, "" for what is not known yet."""

    conversation: Conversation
    record: Record | None
    reference: str
    concern: str
    place: str


@dataclass(frozen=True)
class AlarmLine:
    """One emergency with its hazards in words."""

    alarm: Alarm
    matter: Matter
    hazards: str


@dataclass(frozen=True)
class QueueLine:
    """One record of the queue.

    `late` is whether its promised time has passed, `wrote` whether the resident wrote after the person who has them.
    """

    entry: QueueEntry
    matter: Matter
    late: bool
    wrote: bool


def alarm_lines(alarms: Alarms) -> Sequence[AlarmLine]:
    """Return the emergencies that no person has closed."""
    return [
        AlarmLine(alarm, _matter(alarm.conversation, alarm.record), shown.hazard_labels(alarm.escalation.hazards))
        for alarm in alarms.unclosed
    ]


def queue_lines(board: Board) -> Sequence[QueueLine]:
    """Return the callback queue."""
    return [
        QueueLine(
            entry,
            _matter(entry.conversation, entry.record),
            _late(entry.record),
            entry.conversation.id in board.unanswered,
        )
        for entry in board.queue
    ]


def talk_lines(talks: Sequence[Talk]) -> Sequence[Matter]:
    """Return conversations that stand in no queue."""
    return [_matter(talk.conversation, talk.record) for talk in talks]


def _matter(conversation: Conversation, record: Record | None) -> Matter:
    frame = Frame.from_document(record.frame if record else {})
    concern, place = frame.answered(Slot.CONCERN), frame.answered(Slot.LOCATION)
    return Matter(
        conversation=conversation,
        record=record,
        reference=record.reference if record else "",
        concern=slot_words(Slot.CONCERN, concern) if concern else "",
        place=shown.masked(place_words(place)) if place else "",
    )


def _late(record: Record) -> bool:
    return record.promised_by is not None and record.promised_by < clock.now()
