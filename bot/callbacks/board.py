"""What waits for a person, most urgent first: emergencies, then who asked for a person, then the callback queue.

Reads only, but for `take_next`, which gives the first free piece of work to the person who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.callbacks import service
from bot.escalation import service as escalation
from bot.vocabulary import ConversationState, EscalationState, Urgency

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.escalations import Alarm
    from bot.store.records import QueueEntry
    from bot.store.values import Conversation, Record, Staff


@dataclass(frozen=True)
class Talk:
    """A conversation that stands in no queue, with its record where it has one."""

    conversation: Conversation
    record: Record | None


@dataclass(frozen=True)
class Board:
    """Everything that a call-taker sees at a glance.

    Attributes:
        alarms: escalations that no person has closed: those that nobody took, then those that somebody has.
        queue: queued records by urgency, then the longest waiting.
        asking: conversations in no queue whose resident waits for a person, the longest silent first.
        talking: the other open conversations in no queue, the latest heard first.
        event_id: the newest event that this reading has seen; the live feed goes on from it.
    """

    alarms: Sequence[Alarm]
    queue: Sequence[QueueEntry]
    asking: Sequence[Talk]
    talking: Sequence[Talk]
    event_id: int

    @property
    def open_alarms(self) -> Sequence[Alarm]:
        """The escalations that nobody took."""
        return [alarm for alarm in self.alarms if alarm.escalation.state is EscalationState.OPEN]

    @property
    def unclaimed(self) -> int:
        """How many queued records nobody has."""
        return sum(entry.record.claimed_by is None for entry in self.queue)

    @property
    def longest_waiting(self) -> datetime | None:
        """Since when the longest waiting unclaimed record is queued, None where none waits."""
        waits = [entry.record.queued_at for entry in self.queue if entry.record.claimed_by is None]
        return min((wait for wait in waits if wait is not None), default=None)


def board(books: Books) -> Board:
    """Read the board."""
    event_id = books.events.last_id()
    talks = [Talk(conversation, record) for conversation, record in books.conversations.unqueued()]
    asking = [talk for talk in talks if talk.conversation.state is ConversationState.NEEDS_PERSON]
    return Board(
        alarms=books.escalations.alarms(),
        queue=books.records.queue(),
        asking=sorted(asking, key=lambda talk: talk.conversation.last_inbound_at),
        talking=[talk for talk in talks if talk not in asking],
        event_id=event_id,
    )


def take_next(books: Books, staff: Staff) -> str | None:
    """Give the most urgent free piece of work to `staff` and return its conversation's id, None where all is taken."""
    seen = board(books)
    for alarm in seen.open_alarms:
        return acknowledge(books, alarm.escalation.id, staff).escalation.conversation_id
    for conversation, record in _free(seen):
        record = record or service.record_for(books, conversation, staff)
        if service.claim(books, record.id, staff).mine:
            return conversation.id
    return None


def _free(seen: Board) -> Iterator[tuple[Conversation, Record | None]]:
    """Yield what nobody has: released emergencies, who asked for a person, the rest of the queue."""
    waiting = [entry for entry in seen.queue if entry.record.claimed_by is None]
    urgent = [entry for entry in waiting if entry.record.urgency is Urgency.EMERGENCY]
    yield from ((entry.conversation, entry.record) for entry in urgent)
    yield from ((talk.conversation, talk.record) for talk in seen.asking)
    yield from ((entry.conversation, entry.record) for entry in waiting if entry not in urgent)


def acknowledge(books: Books, escalation_id: str, staff: Staff) -> escalation.Acknowledgement:
    """Acknowledge an escalation and claim its record, so that nobody else is given the same resident."""
    taken = escalation.acknowledge(books, escalation_id, staff)
    conversation = books.conversations.get(taken.escalation.conversation_id)
    record = service.record_for(books, conversation, staff)
    if taken.first and record.closed_at is None:
        service.claim(books, record.id, staff)
    return taken
