"""The thread of texts as a resident sees it, read from the transcript. It never shows another visitor's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store import Books, Store
from bot.store.contacts import kind_for
from bot.store.values import Message
from bot.vocabulary import Channel, Direction, Purpose

MOST_SHOWN = 200
"""Texts shown at once; a thread longer than that shows its newest."""
CONVERSATIONS_SHOWN = 5
"""How many of a visitor's conversations are read for the thread, newest first."""


@dataclass(frozen=True)
class ThreadText:
    """One text of the thread.

    Attributes:
        id: rises along the thread, so that a page can ask for what came after it; 0 for one that is not in the
            transcript.
        mine: whether the resident wrote it.
        body: the words.
        at: when, aware.
        safety: whether it tells the resident to call 911.
        by_staff: whether a person wrote it.
    """

    id: int
    mine: bool
    body: str
    at: datetime
    safety: bool = False
    by_staff: bool = False


def read_thread(store: Store, visitor_id: str, after: int = 0) -> tuple[ThreadText, ...]:
    """Return the newest texts of a visitor after the text `after`, oldest first. Raises StoreUnavailableError."""
    with store.reading() as books:
        contact = books.contacts.find(kind_for(Channel.WEBCHAT), visitor_id)
        messages = _messages(books, contact.id, after) if contact else ()
    return tuple(_shown(message) for message in messages)


def _messages(books: Books, contact_id: str, after: int) -> Sequence[Message]:
    recent = books.conversations.of_contact(contact_id)[:CONVERSATIONS_SHOWN]
    lines = [message for conversation in recent for message, _ in books.messages.transcript(conversation.id)]
    newer = sorted((message for message in lines if message.id > after), key=lambda message: message.id)
    return newer[-MOST_SHOWN:]


def _shown(message: Message) -> ThreadText:
    return ThreadText(
        id=message.id,
        mine=message.direction is Direction.INBOUND,
        body=message.body,
        at=message.at,
        safety=message.purpose is Purpose.SAFETY,
        by_staff=message.purpose is Purpose.STAFF,
    )
