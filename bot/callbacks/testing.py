"""A small town in a database, for tests and for looking at the desk: its staff, and residents who wrote to the line.

Everything is written through the same repositories and services as the real thing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta

from argon2 import PasswordHasher

from bot import clock
from bot.escalation import service as escalation
from bot.intake.frame import Frame, SlotValue
from bot.safety.assessment import Assessment, Span
from bot.sign_in import add_staff
from bot.store import Store
from bot.store.values import Conversation, Escalation, Message, Record, Staff
from bot.vocabulary import (
    Channel,
    DangerLevel,
    Delivery,
    EventName,
    Hazard,
    Known,
    Language,
    Purpose,
    Question,
    Role,
    Slot,
    Urgency,
)

PASSWORD = "correct horse battery"
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A hash that costs nothing, for tests only."""

ROSA = "+13035550147"
_STAFF = (
    ("casey", "Casey Okafor", Role.CALL_TAKER),
    ("robin", "Robin Vance", Role.CALL_TAKER),
    ("sam", "Sam Ibarra", Role.SUPERVISOR),
    ("toni", "Toni Park", Role.TRAINER),
    ("ada", "Ada Lindqvist", Role.AUDITOR),
    ("olu", "Olu Mensah", Role.ADMIN),
)


class Town:
    """The town. `staff` is by username; every password is PASSWORD."""

    def __init__(self, store: Store) -> None:
        """Take a migrated, empty store and settle the staff in it."""
        self.store = store
        self._numbers = itertools.count(1)
        self.staff: dict[str, Staff] = {}
        with self.store.writing() as books:
            for username, name, role in _STAFF:
                self.staff[username] = add_staff(books, username, name, role, PASSWORD, QUICK_HASHER)

    def conversation(self, address: str = ROSA, channel: Channel = Channel.SMS) -> Conversation:
        """Open a conversation with a resident."""
        with self.store.writing() as books:
            kind = "web" if channel is Channel.WEBCHAT else "phone"
            contact, _ = books.contacts.find_or_open(kind, address, clock.now())
            opened = books.conversations.open(contact, channel, "denver-star", "0" * 12, Language.ENGLISH, clock.now())
            books.events.append(EventName.CONVERSATION_OPENED, actor="system", conversation_id=opened.id)
            return opened

    def says(
        self,
        conversation: Conversation,
        body: str,
        assessment: Assessment | None = None,
        asked: Question | None = None,
    ) -> Message:
        """Let the resident write, and keep what the screen said of it."""
        with self.store.writing() as books:
            at = clock.now()
            sid = f"SM{next(self._numbers):032x}"
            message = books.messages.receive(
                conversation.id, conversation.channel, sid, body, at, media=0, meta={}, asked=asked
            )
            books.messages.assess(message.id, assessment or Assessment(DangerLevel.NONE, version="1"), at)
            books.conversations.change(conversation.id, last_inbound_at=at)
            books.events.append(
                EventName.MESSAGE_RECEIVED, actor="resident", conversation_id=conversation.id, message_id=message.id
            )
            return message

    def hears(self, conversation: Conversation, body: str, delivery: Delivery = Delivery.DELIVERED) -> Message:
        """Let the assistant write."""
        with self.store.writing() as books:
            message = books.messages.write_reply(
                conversation.id,
                conversation.channel,
                body,
                clock.now(),
                purpose=Purpose.CONVERSATION,
                delivery=delivery,
                in_reply_to=None,
            )
            books.events.append(
                EventName.REPLY_WRITTEN, actor="assistant", conversation_id=conversation.id, message_id=message.id
            )
            return message

    def record(
        self,
        conversation: Conversation,
        urgency: Urgency = Urgency.ROUTINE,
        slots: dict[Slot, SlotValue] | None = None,
        *,
        queued: bool = True,
        minutes_ago: int = 0,
    ) -> Record:
        """Open the conversation's record, queued some minutes ago."""
        with self.store.writing() as books:
            at = clock.now() - timedelta(minutes=minutes_ago)
            record = books.records.open(conversation, urgency, at)
            frame = Frame(slots=slots or {}, queued=queued).to_document()
            record = books.records.change(record.id, frame=frame, queued_at=at if queued else None)
            books.conversations.change(conversation.id, record_id=record.id)
            books.events.append(
                EventName.RECORD_QUEUED, actor="system", conversation_id=conversation.id, record_id=record.id
            )
            return record

    def emergency(
        self, conversation: Conversation, message: Message | None = None, hazards: Sequence[Hazard] = (Hazard.WEAPON,)
    ) -> Escalation:
        """Open an escalation for the conversation."""
        with self.store.writing() as books:
            return escalation.open_or_add(
                books,
                books.conversations.get(conversation.id),
                cause="screen",
                hazards=hazards,
                message_id=message.id if message else None,
            )


def heard(body: str, words: str, hazard: Hazard | None, why: str, level: DangerLevel) -> Assessment:
    """Return an assessment in which `words` of `body` bore on the level."""
    start = body.index(words)
    span = Span(start, start + len(words), words, hazard, "test-rule", why)
    return Assessment(level, (hazard,) if hazard else (), (span,), ("test-rule",), "1")


def told(value: object, said: str = "", message: Message | None = None) -> SlotValue:
    """Return an answered slot."""
    return SlotValue(Known.ANSWERED, value, said, str(message.id) if message else "")
