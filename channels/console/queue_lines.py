"""The lines of the queue page: what each waiting matter is about and where, in words, without a name or a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import clock
from bot.intake.frame import Frame
from bot.vocabulary import EscalationState, Slot
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
    """One emergency with its hazards in words.

    Attributes:
        open: whether nobody has it.
        renewed: whether somebody has it and new danger was added that nobody has seen yet.
        attempts: how often people were alarmed.
    """

    alarm: Alarm
    matter: Matter
    hazards: str
    open: bool
    renewed: bool
    attempts: int


@dataclass(frozen=True)
class QueueLine:
    """One record of the queue.

    Attributes:
        late: whether its promised time has passed.
        wrote: whether the resident wrote after the person who has them.
        on_call: who on call took its emergency by phone or text, "" where nobody did.
    """

    entry: QueueEntry
    matter: Matter
    late: bool
    wrote: bool
    on_call: str


def alarm_lines(alarms: Alarms) -> Sequence[AlarmLine]:
    """Return the emergencies that no person has closed."""
    renewed = {alarm.escalation.id for alarm in alarms.renewed}
    return [
        AlarmLine(
            alarm,
            _matter(alarm.conversation, alarm.record),
            shown.hazard_labels(alarm.escalation.hazards),
            open=alarm.escalation.state is EscalationState.OPEN,
            renewed=alarm.escalation.id in renewed,
            attempts=alarm.attempts,
        )
        for alarm in alarms.unclosed
    ]


def queue_lines(board: Board) -> Sequence[QueueLine]:
    """Return the callback queue."""
    on_call = _on_call(board.alarms)
    return [
        QueueLine(
            entry,
            _matter(entry.conversation, entry.record),
            _late(entry.record),
            entry.conversation.id in board.unanswered,
            on_call.get(entry.conversation.id, ""),
        )
        for entry in board.queue
    ]


def talk_lines(talks: Sequence[Talk]) -> Sequence[Matter]:
    """Return conversations that stand in no queue."""
    return [_matter(talk.conversation, talk.record) for talk in talks]


def _on_call(alarms: Alarms) -> Mapping[str, str]:
    """Return who on call has an emergency, by the conversation's id: these have no sign-in and claim no record."""
    taken = [alarm for alarm in alarms.unclosed if alarm.escalation.acknowledged_by is None]
    return {alarm.conversation.id: alarm.escalation.acknowledged_name for alarm in taken}


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
