"""The live feed: tells browsers that something they show has changed, by reading the chain of events.

One reading of the chain serves every browser of this process. It carries signals only, never what was said; each
browser fetches its part anew, past the guards.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from bot.errors import TemporaryError
from bot.logs import log
from bot.store import Store
from bot.store.values import Event
from bot.vocabulary import EventName, Rung

POLL_SECONDS = 0.3
"""How often the chain is read; the emergency must stand in an open browser within 1.5 s."""

HEARTBEAT_SECONDS = 15.0
"""How long the feed stays silent at most, so that browsers and proxies know it is alive."""

QUEUE_SECONDS = 2.0
"""How often one browser is told of the queue, or of a rung that was climbed, at most: a busy line must not spend its
time on drawing lists. Alarms and the conversation that is open are never held back."""

KEPT_CHANGES = 1000
READ_AT_ONCE = 500
EVERYTHING = frozenset({"alarms", "queue", "everything"})
PACED = frozenset({"queue", "ladder"})
_CLIMBING = frozenset({EventName.ESCALATION_ALARMED, EventName.ESCALATION_ATTEMPT_ENDED, EventName.ESCALATION_CLIMBED})


@dataclass(frozen=True)
class Change:
    """What one event changes."""

    event_id: int
    parts: frozenset[str]


@dataclass(frozen=True)
class Signal:
    """Which parts have changed up to `event_id`, alarms first.

    They are `alarms`, `ladder`, `conversation-<id>`, `queue` and `everything`.
    """

    event_id: int
    parts: tuple[str, ...] = ()


class Pace:
    """Holds back what one browser need not hear of so often."""

    def __init__(self, seconds: float) -> None:
        """Take how many seconds lie between two words of what is paced at least."""
        self._seconds = seconds
        self._last = 0.0
        self._held: frozenset[str] = frozenset()

    def let_through(self, parts: frozenset[str]) -> tuple[str, ...]:
        """Return what to tell now, alarms first; what is paced is kept for later where it was told of just now."""
        paced = self._held | (parts & PACED)
        now = time.monotonic()
        self._held = paced if now - self._last < self._seconds else frozenset()
        if paced and not self._held:
            self._last = now
        told = (parts - PACED) | (paced - self._held)
        return tuple(sorted(told, key=lambda part: (part != "alarms", part)))

    def wait(self, seconds: float) -> float:
        """Return how long to wait for news: until the heartbeat, or until what is held back is due."""
        due = self._last + self._seconds - time.monotonic()
        return min(seconds, max(due, 0.01)) if self._held else seconds


def parts_of(event: Event) -> frozenset[str]:
    """Return the parts of the desk that an event changes.

    `alarms` rings: new danger, danger that nobody looked at, somebody who took it. What is told to people on call only
    changes what stands beside the emergency, and does not ring at the desk again.
    """
    subject = event.name.value.partition(".")[0]
    if subject == "staff":
        return frozenset()
    changed = set() if event.conversation_id is None else {f"conversation-{event.conversation_id}"}
    if event.name in _CLIMBING and event.facts.get("rung") != Rung.DESK.value:
        return frozenset({*changed, "ladder"})
    if event.name is not EventName.NUMBER_REVEALED:
        changed.add("queue")
    if subject == "escalation":
        changed.add("alarms")
    return frozenset(changed)


class Feed:
    """The feed of one process. It reads only while somebody listens."""

    def __init__(
        self,
        store: Store,
        *,
        poll_seconds: float = POLL_SECONDS,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        queue_seconds: float = QUEUE_SECONDS,
    ) -> None:
        """Take the store; the intervals may be shorter in tests."""
        self._store = store
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._queue_seconds = queue_seconds
        # Every change after `_kept_after` up to `_last_id` stands in `_changes`; what is older is read from the store.
        self._changes: deque[Change] = deque()
        self._kept_after = 0
        self._last_id = 0
        self._listeners = 0
        self._reading: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    async def listen(self, after: int | None) -> AsyncGenerator[Signal]:
        """Yield what changed since the event `after` (None: from now on), for as long as the caller listens.

        The first signal comes at once and names what changed before; a signal without parts is a heartbeat, or a
        change of nothing that is shown.
        """
        self._listeners += 1
        if self._reading is None:
            self._reading = asyncio.create_task(self._keep_reading(), name="desk-feed")
        try:
            cursor = await run_in_threadpool(self._newest_id) if after is None else after
            changes = await run_in_threadpool(self._read, cursor)
            pace = Pace(self._queue_seconds)
            while True:
                cursor = changes[-1].event_id if changes else cursor
                yield Signal(cursor, pace.let_through(frozenset().union(*(change.parts for change in changes))))
                changes = await self._since(cursor, pace.wait(self._heartbeat_seconds))
        finally:
            self._leave()

    def _leave(self) -> None:
        self._listeners -= 1
        if self._listeners == 0 and self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self._changes.clear()
            self._kept_after = self._last_id = 0

    async def _since(self, cursor: int, seconds: float) -> Sequence[Change]:
        """Wait for changes that follow `cursor`; nothing where the seconds pass first."""
        try:
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self._last_id > cursor)
        except TimeoutError:
            return ()
        if cursor < self._kept_after:
            return await run_in_threadpool(self._read, cursor)
        return [change for change in self._changes if change.event_id > cursor]

    async def _keep_reading(self) -> None:
        while True:
            try:
                await self._read_on()
            except TemporaryError as error:
                log().warning("feed_unavailable", error=type(error).__name__)
            await asyncio.sleep(self._poll_seconds)

    async def _read_on(self) -> None:
        if self._last_id == 0:
            newest = await run_in_threadpool(self._newest_id)
            await self._tell(newest, [])
            return
        fresh = await run_in_threadpool(self._read, self._last_id)
        if fresh:
            await self._tell(fresh[-1].event_id, fresh)

    async def _tell(self, last_id: int, fresh: Sequence[Change]) -> None:
        async with self._news:
            if not fresh:
                self._kept_after = last_id
            self._changes.extend(fresh)
            while len(self._changes) > KEPT_CHANGES:
                self._kept_after = self._changes.popleft().event_id
            self._last_id = last_id
            self._news.notify_all()

    def _read(self, after: int) -> Sequence[Change]:
        """Return what changed after an event. An event that this version cannot read may have changed everything."""
        try:
            with self._store.reading() as books:
                return [Change(event.id, parts_of(event)) for event in books.events.after(after, READ_AT_ONCE)]
        except ValueError:
            log().warning("feed_unreadable", event_id=after)
            newest = self._newest_id()
            return [Change(newest, EVERYTHING)] if newest > after else []

    def _newest_id(self) -> int:
        with self._store.reading() as books:
            return books.events.last_id()
