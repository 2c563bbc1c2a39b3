"""A message's way through the house: remember and screen, talk over, reply. The last steps always run.

One conversation's turns are taken one at a time and in order; texts that came meanwhile are one turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

from anyio import to_thread

from bot import clock
from bot.conversation.deciding import apply
from bot.conversation.falling_back import answer_plainly, fall_back
from bot.conversation.house import House
from bot.conversation.inbound import Answer, Inbound, Written
from bot.conversation.remember import remember
from bot.conversation.turn import Turn, begin, plain_answer
from bot.ids import new_id
from bot.logs import log
from bot.turn import Decision
from bot.vocabulary import Delivery
from channels import metrics
from channels.engine_client import EngineClient, EngineUnavailableError

T = TypeVar("T")

# Every text is answered within 6 s; the rest of a second is for writing the reply.
ANSWER_SECONDS = 5.0
# What a turn needs at the least once it has its conversation; whoever waits longer than that answers on its own.
TURN_SECONDS = 1.0
# A turn's lease outlasts the turn; when its process is killed, the next may begin after this.
LEASE_SECONDS = 8.0
# Room for one safe reply on two slow cores, and the least time that an engine gets which answers nobody: those who
# wait for a hung engine are let down together, and the last of them must still be answered in time. Set so that 40 are.
SAFE_REPLY_SECONDS, LEAST_PATIENCE = 0.08, 0.8
LEASE_POLL_SECONDS = 0.05


class Pipeline:
    """The way of a message, for every channel."""

    def __init__(self, house: House, engine: EngineClient, engine_seconds: float) -> None:
        """Take the house, the way to the engine and how long it may take for a turn."""
        self.house = house
        self.engine = engine
        self._engine_seconds = engine_seconds
        self._boot = new_id()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._talking = 0

    async def receive(self, inbound: Inbound) -> Answer:
        """Take one message from a channel that waits for the answer.

        Raises:
            StoreUnavailableError: it could not be remembered.
        """
        started = time.monotonic()
        remembered = await _in_thread(lambda: remember(self.house, inbound))
        if remembered.repeated:
            metrics.REPEATS.labels(inbound.channel.value).inc()
        elif remembered.assessment is not None:
            metrics.MESSAGES.labels(inbound.channel.value, remembered.assessment.level.value).inc()
        replies = remembered.replies
        if not remembered.answered:
            deadline = started + ANSWER_SECONDS
            self._talking += 1
            try:
                replies = await self._talk(remembered.conversation_id, remembered.message_id, deadline)
            finally:
                self._talking -= 1
        metrics.REPLY_SECONDS.labels(inbound.channel.value).observe(time.monotonic() - started)
        return Answer(replies, remembered.repeated)

    async def recover(self, conversation_id: str) -> None:
        """Answer what was remembered and never answered; the answer goes out by the outbox."""
        deadline = time.monotonic() + ANSWER_SECONDS
        async with self._lease(conversation_id, deadline) as held:
            if held:
                await self._turn(conversation_id, deadline, inline=False)

    async def handed_over(self, replies: tuple[Written, ...]) -> None:
        """Note that a channel has written these replies into its answer."""
        if replies:
            await _in_thread(lambda: mark_handed_over(self.house, replies))

    async def _talk(self, conversation_id: str, message_id: int, deadline: float) -> tuple[Written, ...]:
        async with self._lease(conversation_id, deadline - TURN_SECONDS) as held:
            if held:
                return await self._turn(conversation_id, deadline, inline=True)
        # Another turn is stuck: this text is answered on its own rather than not at all.
        turn = await _in_thread(lambda: begin(self.house, conversation_id, only=message_id))
        return await self._without_engine(turn, "busy", inline=True) if turn else ()

    async def _turn(self, conversation_id: str, deadline: float, *, inline: bool) -> tuple[Written, ...]:
        turn = await _in_thread(lambda: begin(self.house, conversation_id))
        if turn is None:
            return ()
        response = plain_answer(turn)
        if response is not None:
            return await _in_thread(lambda: answer_plainly(self.house, turn, response, inline=inline))
        try:
            decision = await self._decision(turn, deadline)
        except EngineUnavailableError as error:
            return await self._without_engine(turn, error.why, inline=inline)
        return await _in_thread(lambda: apply(self.house, turn, decision, inline=inline))

    async def _decision(self, turn: Turn, deadline: float) -> Decision:
        """Ask the engine; where it is silent, only as long as leaves time for the safe replies of all who wait."""
        left = deadline - time.monotonic() - 0.3
        patience = max(LEAST_PATIENCE, left - self._talking * SAFE_REPLY_SECONDS)
        seconds = min(self._engine_seconds, left)
        return await self.engine.decide(turn.request, seconds, min(patience, seconds))

    async def _without_engine(self, turn: Turn, why: str, *, inline: bool) -> tuple[Written, ...]:
        metrics.ENGINE_FAILURES.labels(why).inc()
        log().warning("engine_failed", why=why, conversation_id=turn.conversation_id, turn_id=turn.request.turn_id)
        return await _in_thread(lambda: fall_back(self.house, turn, inline=inline, why=why))

    @asynccontextmanager
    async def _lease(self, conversation_id: str, until: float) -> AsyncIterator[bool]:
        """Hold the conversation's turn, in this process and in the database; False where it is not to be had."""
        lock = self._turns.setdefault(conversation_id, asyncio.Lock())
        owner = f"{self._boot}-{new_id()[:8]}"
        try:
            await asyncio.wait_for(lock.acquire(), max(until - time.monotonic(), 0.01))
        except TimeoutError:
            yield False
            return
        held = False
        try:
            held = await self._take_lease(conversation_id, owner, until)
            yield held
        finally:
            try:
                if held:
                    await _in_thread(lambda: _drop_lease(self.house, conversation_id, owner))
            finally:
                lock.release()

    async def _take_lease(self, conversation_id: str, owner: str, until: float) -> bool:
        while True:
            if await _in_thread(lambda: _take_lease(self.house, conversation_id, owner)):
                return True
            if time.monotonic() + LEASE_POLL_SECONDS > until:
                return False
            await asyncio.sleep(LEASE_POLL_SECONDS)


def mark_handed_over(house: House, replies: tuple[Written, ...]) -> None:
    """Move replies from offered to handed over; one that has moved on already stays where it is."""
    with house.store.writing() as books:
        for reply in replies:
            if books.messages.get(reply.id).delivery is Delivery.OFFERED:
                books.messages.change(reply.id, delivery=Delivery.HANDED_OVER, due_at=None)


def _take_lease(house: House, conversation_id: str, owner: str) -> bool:
    with house.store.writing() as books:
        return books.conversations.take_lease(conversation_id, owner, clock.now(), LEASE_SECONDS)


def _drop_lease(house: House, conversation_id: str, owner: str) -> None:
    with house.store.writing() as books:
        books.conversations.drop_lease(conversation_id, owner)


async def _in_thread(step: Callable[[], T]) -> T:
    return await to_thread.run_sync(step)
