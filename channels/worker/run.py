"""Runs the worker's steps, each at its own pace. A step that fails is counted and tried again; it never ends the
worker or holds up another. One of the three places where errors end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from anyio import to_thread

from bot import clock
from bot.conversation.falling_back import note_last_resort
from bot.errors import TemporaryError
from bot.escalation.reach import Reach
from channels.outbound import Sender
from channels.pipeline import LEASE_SECONDS, Pipeline
from channels.receiving import EDGE_SECONDS
from channels.spool import Spool
from channels.worker import outbox, watches
from channels.worker.climbs import Climbs
from channels.worker.each import failed

# A webhook has answered by then, or its process is gone and the phone company's retry with it.
UNANSWERED_SECONDS = max(EDGE_SECONDS, LEASE_SECONDS)


@dataclass(frozen=True)
class Step:
    """One thing the worker does, `every` so many seconds."""

    name: str
    every: float
    run: Callable[[], Awaitable[object]]


class Worker:
    """The worker of one installation. Several may run; every step takes its work by compare-and-set."""

    def __init__(self, pipeline: Pipeline, sender: Sender, reach: Reach, spool: Spool, public_url: str) -> None:
        """Take what the steps need."""
        self._pipeline = pipeline
        self._house = pipeline.house
        self._sender = sender
        self._climbs = Climbs(self._house, reach)
        self._spool = spool
        self._public_url = public_url

    def steps(self) -> list[Step]:
        """Return the steps. The paces are house figures: what danger waits for is looked at most often."""
        house = self._house
        return [
            Step("climb", 0.25, lambda: to_thread.run_sync(self._climbs.climb_due)),
            Step("climb_again_unseen", 2.0, lambda: to_thread.run_sync(watches.climb_again_unseen, house)),
            Step("send_due", 0.5, lambda: to_thread.run_sync(outbox.send_due, house, self._sender, self._public_url)),
            Step(
                "note_silence_after_danger", 10.0, lambda: to_thread.run_sync(watches.note_silence_after_danger, house)
            ),
            Step("answer_unanswered", 1.0, self.answer_unanswered),
            Step("remember_spooled", 1.0, self.remember_spooled),
            Step("raise_silent_danger", 2.0, lambda: to_thread.run_sync(_raise_silent, self._pipeline)),
            Step("queue_silent", 15.0, lambda: to_thread.run_sync(watches.queue_silent, house)),
        ]

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            await asyncio.gather(*(self._repeat(step) for step in self.steps()))
        finally:
            self._climbs.close()

    async def answer_unanswered(self) -> int:
        """Answer what was remembered and never answered, one conversation after another; return how many."""
        waiting = await to_thread.run_sync(_unanswered, self._pipeline)
        done = 0
        for conversation_id in waiting:
            try:
                await self._pipeline.recover(conversation_id)
                done += 1
            except TemporaryError:
                raise
            except Exception as error:  # noqa: BLE001  a worker's edge: one conversation must not hold up the others
                failed("answer_unanswered", error, conversation_id=conversation_id)
        return done

    async def remember_spooled(self) -> int:
        """Take what was kept on disk while the database was away; return how many."""
        done = 0
        for path in await to_thread.run_sync(self._spool.waiting):
            try:
                inbound, said = await to_thread.run_sync(self._spool.read, path)
                # What the house says to it now goes out by the outbox, as offered texts do.
                await self._pipeline.receive(inbound)
                await to_thread.run_sync(note_last_resort, self._house, inbound, said)
            except (TemporaryError, FileNotFoundError):
                # The database is away still, or another worker was first: the next round sees.
                raise
            except Exception as error:  # noqa: BLE001  a worker's edge: one message must not hold up the others
                failed("remember_spooled", error)
                await to_thread.run_sync(self._spool.set_aside, path)
                continue
            await to_thread.run_sync(self._spool.given_back, path)
            done += 1
        return done

    async def _repeat(self, step: Step) -> None:
        while True:
            try:
                await step.run()
            except Exception as error:  # noqa: BLE001  a worker's edge: the next round tries again
                failed(step.name, error)
            await asyncio.sleep(step.every)


def _unanswered(pipeline: Pipeline) -> list[str]:
    now = clock.now()
    with pipeline.house.store.reading() as books:
        before = now - timedelta(seconds=UNANSWERED_SECONDS)
        return list(books.messages.conversations_unanswered(before, now))


def _raise_silent(pipeline: Pipeline) -> int:
    return watches.raise_unanswered_safety_questions(pipeline.house)
