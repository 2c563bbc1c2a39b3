"""The append-only chain of events: the proof of every decision and the source of the desk's live feed.

Nothing here updates or deletes. Facts hold ids, levels, versions and names of rules, never a resident's words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.store.models import EventRow
from bot.store.values import Event, value_of
from bot.vocabulary import EventName

GENESIS = "0" * 64
ASSISTANT = "assistant"
RESIDENT = "resident"
SYSTEM = "system"


def link_hash(row: EventRow) -> str:
    """Return the SHA-256 that binds the link's content to the link before it."""
    content = [
        row.previous_hash,
        row.at.isoformat(),
        row.name.value,
        row.conversation_id,
        row.record_id,
        row.escalation_id,
        row.message_id,
        row.actor,
        row.facts,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Events:
    """The chain within one transaction. Writers are serialised by `Store.writing`, so order is commit order."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def append(
        self,
        name: EventName,
        *,
        actor: str,
        conversation_id: str | None = None,
        record_id: str | None = None,
        escalation_id: str | None = None,
        message_id: int | None = None,
        **facts: Any,
    ) -> Event:
        """Add one link; `facts` must be plain JSON values."""
        row = EventRow(
            at=clock.now(),
            name=name,
            conversation_id=conversation_id,
            record_id=record_id,
            escalation_id=escalation_id,
            message_id=message_id,
            actor=actor,
            facts=facts,
            previous_hash=self._last_hash(),
        )
        row.hash = link_hash(row)
        self._session.add(row)
        self._session.flush()
        return value_of(row, Event)

    def _last_hash(self) -> str:
        latest = select(EventRow.hash).order_by(EventRow.id.desc()).limit(1)
        return self._session.scalar(latest) or GENESIS

    def after(self, event_id: int, limit: int = 200) -> Sequence[Event]:
        """Return the events that follow `event_id`, oldest first."""
        query = select(EventRow).where(EventRow.id > event_id).order_by(EventRow.id).limit(limit)
        return [value_of(row, Event) for row in self._session.scalars(query)]

    def last_id(self) -> int:
        """Return the id of the newest event, 0 where there is none."""
        return self._session.scalar(select(func.max(EventRow.id))) or 0

    def of_conversation(self, conversation_id: str) -> Sequence[Event]:
        """Return everything that happened in one conversation, oldest first."""
        query = select(EventRow).where(EventRow.conversation_id == conversation_id).order_by(EventRow.id)
        return [value_of(row, Event) for row in self._session.scalars(query)]

    def of_escalation(self, escalation_id: str) -> Sequence[Event]:
        """Return everything that happened to one escalation, oldest first."""
        query = select(EventRow).where(EventRow.escalation_id == escalation_id).order_by(EventRow.id)
        return [value_of(row, Event) for row in self._session.scalars(query)]

    def first_broken(self) -> int | None:
        """Return the id of the first link that does not fit the one before it, None where the chain holds."""
        previous = GENESIS
        for row in self._session.scalars(select(EventRow).order_by(EventRow.id).execution_options(yield_per=500)):
            if row.previous_hash != previous or link_hash(row) != row.hash:
                return row.id
            previous = row.hash
        return None
