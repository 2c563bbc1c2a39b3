"""The live feed: tells browsers that something they show has changed, by reading the chain of events.

One reading of the chain serves every browser of this process. It carries signals only, never what was said; each
browser fetches its part anew, past the guards.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

import structlog
from starlette.concurrency import run_in_threadpool

from bot.errors import TemporaryError
from bot.store import Store
from bot.store.values import Event
from bot.vocabulary import EventName

POLL_SECONDS = 0.3
"""How often the chain is read; the emergency must stand in an open browser within 1.5 s."""

HEARTBEAT_SECONDS = 15.0
"""How long the feed stays silent at most, so that browsers and proxies know it is alive."""

KEPT_EVENTS = 1000
READ_AT_ONCE = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Signal:
    """Which parts have changed up to `event_id`: `alarms`, `queue`, `conversation-<id>`; none is a heartbeat."""

    event_id: int
    parts: tuple[str, ...] = ()


def parts_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Return the parts of the desk that these events change, alarms first."""
    changed: set[str] = set()
    for event in events:
        subject = event.name.value.partition(".")[0]
        if subject == "staff":
            continue
        if event.conversation_id is not None:
            changed.add(f"conversation-{event.conversation_id}")
        if event.name is not EventName.NUMBER_REVEALED:
            changed.add("queue")
        if subject == "escalation":
            changed.add("alarms")
    return tuple(sorted(changed, key=lambda part: (part != "alarms", part)))


class Feed:
    """The feed of one process. It reads only while somebody listens."""

    def __init__(
        self, store: Store, *, poll_seconds: float = POLL_SECONDS, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        """Take the store; the intervals may be shorter in tests."""
        self._store = store
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        # Every event after `_kept_after` up to `_last_id` stands in `_events`; what is older is read from the store.
        self._events: deque[Event] = deque()
        self._kept_after = 0
        self._last_id = 0
        self._listeners = 0
        self._reading: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    async def listen(self, after: int | None) -> AsyncGenerator[Signal]:
        """Yield what changed since the event `after` (None: from now on), for as long as the caller listens.

        The first signal comes at once and names what changed before; a signal without parts is a heartbeat.
        """
        self._listeners += 1
        if self._reading is None:
            self._reading = asyncio.create_task(self._keep_reading(), name="desk-feed")
        try:
            cursor = await run_in_threadpool(self._newest_id) if after is None else after
            events = await run_in_threadpool(self._read, cursor)
            while True:
                cursor = events[-1].id if events else cursor
                yield Signal(cursor, parts_of(events))
                events = await self._since(cursor)
        finally:
            self._leave()

    def _leave(self) -> None:
        self._listeners -= 1
        if self._listeners == 0 and self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self._events.clear()
            self._kept_after = self._last_id = 0

    async def _since(self, cursor: int) -> Sequence[Event]:
        """Wait for events that follow `cursor`; nothing where the heartbeat comes first."""
        try:
            async with asyncio.timeout(self._heartbeat_seconds), self._news:
                await self._news.wait_for(lambda: self._last_id > cursor)
        except TimeoutError:
            return ()
        if cursor < self._kept_after:
            return await run_in_threadpool(self._read, cursor)
        return [event for event in self._events if event.id > cursor]

    async def _keep_reading(self) -> None:
        while True:
            try:
                await self._read_on()
            except TemporaryError as error:
                log.warning("feed.unavailable", error=type(error).__name__)
            await asyncio.sleep(self._poll_seconds)

    async def _read_on(self) -> None:
        if self._last_id == 0:
            newest = await run_in_threadpool(self._newest_id)
            await self._tell(newest, [])
            return
        fresh = await run_in_threadpool(self._read, self._last_id)
        if fresh:
            await self._tell(fresh[-1].id, fresh)

    async def _tell(self, last_id: int, fresh: Sequence[Event]) -> None:
        async with self._news:
            if not fresh:
                self._kept_after = last_id
            self._events.extend(fresh)
            while len(self._events) > KEPT_EVENTS:
                self._kept_after = self._events.popleft().id
            self._last_id = last_id
            self._news.notify_all()

    def _read(self, after: int) -> Sequence[Event]:
        with self._store.reading() as books:
            return books.events.after(after, READ_AT_ONCE)

    def _newest_id(self) -> int:
        with self._store.reading() as books:
            return books.events.last_id()
