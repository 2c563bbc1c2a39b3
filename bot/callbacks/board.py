"""What waits for a person, most urgent first: emergencies, then who asked for a person, then the callback queue.

Reads only, but for `take_next`, which gives the first free piece of work to the person who asks for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.callbacks import service
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.vocabulary import ConversationState, EscalationState, EventName, Urgency

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.escalations import Alarm
    from bot.store.records import QueueEntry
    from bot.store.values import Conversation, Escalation, Record, Staff


MOST_SHOWN = 200
"""How much of the queue is shown; the page says where there is more."""


@dataclass(frozen=True)
class Talk:
    """A conversation that stands in no queue, with its record where it has one."""

    conversation: Conversation
    record: Record | None


@dataclass(frozen=True)
class Alarms:
    """The escalations that no person has closed: those that nobody took, then those that somebody has."""

    unclosed: Sequence[Alarm]

    @property
    def open(self) -> Sequence[Alarm]:
        """Those that nobody took."""
        return [alarm for alarm in self.unclosed if alarm.escalation.state is EscalationState.OPEN]

    @property
    def renewed(self) -> Sequence[Alarm]:
        """Those that somebody has and that have new danger which nobody has seen yet."""
        return [
            alarm for alarm in self.unclosed if alarm.renewed and alarm.escalation.state is not EscalationState.OPEN
        ]


@dataclass(frozen=True)
class Board:
    """Everything that a call-taker sees at a glance.

    Attributes:
        alarms: the emergencies.
        queue: queued records by urgency, then the longest waiting; `queued` is how many there are in all.
        asking: conversations in no queue whose resident waits for a person, the longest silent first.
        talking: the other open conversations in no queue, the latest heard first.
        unanswered: ids of the conversations with a person whose resident wrote after that person did.
        event_id: the newest event that this reading has seen; the live feed goes on from it.
    """

    alarms: Alarms
    queue: Sequence[QueueEntry]
    queued: int
    asking: Sequence[Talk]
    talking: Sequence[Talk]
    unanswered: frozenset[str]
    event_id: int

    @property
    def unclaimed(self) -> int:
        """How many queued records nobody has."""
        return sum(entry.record.claimed_by is None for entry in self.queue)

    @property
    def longest_waiting(self) -> datetime | None:
        """Since when the longest waiting unclaimed record is queued, None where none waits."""
        waits = [entry.record.queued_at for entry in self.queue if entry.record.claimed_by is None]
        return min((wait for wait in waits if wait is not None), default=None)


def alarms(books: Books) -> Alarms:
    """Read the emergencies alone."""
    return Alarms(books.escalations.alarms())


def board(books: Books, most: int = MOST_SHOWN) -> Board:
    """Read the board with `most` of the queue."""
    event_id = books.events.last_id()
    talks = [Talk(conversation, record) for conversation, record in books.conversations.unqueued()]
    asking = [talk for talk in talks if talk.conversation.state is ConversationState.NEEDS_PERSON]
    queue = books.records.queue(most)
    return Board(
        alarms=alarms(books),
        queue=queue,
        queued=books.records.queued_count(),
        asking=sorted(asking, key=lambda talk: talk.conversation.last_inbound_at),
        talking=[talk for talk in talks if talk not in asking],
        unanswered=_unanswered(books, queue),
        event_id=event_id,
    )


def take_next(books: Books, staff: Staff) -> str | None:
    """Give the most urgent free piece of work to `staff` and return its conversation's id, None where all is taken."""
    seen = board(books, most=sys.maxsize)
    for alarm in seen.alarms.open:
        return acknowledge(books, alarm.escalation.id, staff).escalation.conversation_id
    for conversation, record in _free(seen):
        record = record or service.record_for(books, conversation, staff)
        if service.claim(books, record.id, staff).mine:
            return conversation.id
    return None


def _see_again(books: Books, seen: Escalation, staff: Staff) -> None:
    books.events.append(
        EventName.ESCALATION_ACKNOWLEDGED,
        actor=service.actor(staff),
        conversation_id=seen.conversation_id,
        record_id=seen.record_id,
        escalation_id=seen.id,
        again=True,
    )


def _unanswered(books: Books, queue: Sequence[QueueEntry]) -> frozenset[str]:
    with_person = [entry.conversation for entry in queue if entry.conversation.state is ConversationState.PERSON]
    return frozenset(books.messages.waiting_for_a_person([conversation.id for conversation in with_person]))


def _free(seen: Board) -> Iterator[tuple[Conversation, Record | None]]:
    """Yield what nobody has: released emergencies, who asked for a person, the rest of the queue."""
    waiting = [entry for entry in seen.queue if entry.record.claimed_by is None]
    urgent = [entry for entry in waiting if entry.record.urgency is Urgency.EMERGENCY]
    yield from ((entry.conversation, entry.record) for entry in urgent)
    yield from ((talk.conversation, talk.record) for talk in seen.asking)
    yield from ((entry.conversation, entry.record) for entry in waiting if entry not in urgent)


def acknowledge(books: Books, escalation_id: str, staff: Staff) -> escalation.Acknowledgement:
    """Acknowledge an escalation and claim its record, from whoever has it, so that one person has the resident.

    One that is acknowledged already and has new danger is acknowledged anew, whoever has it.
    """
    renewed = any(alarm.escalation.id == escalation_id for alarm in alarms(books).renewed)
    taken = escalation.acknowledge(books, escalation_id, Taker.at_the_desk(staff))
    if renewed:
        _see_again(books, taken.escalation, staff)
        return escalation.Acknowledgement(True, taken.escalation)
    conversation = books.conversations.get(taken.escalation.conversation_id)
    record = service.record_for(books, conversation, staff)
    if taken.first and record.closed_at is None:
        service.hold(books, record, staff)
    return taken
