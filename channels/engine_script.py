"""A dialogue engine that does as it is told, in the place of the real one: it decides by a function, is slow, hangs,
refuses, talks rubbish or is not there. For tests and trials; a real line never uses it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import httpx

from bot.testing import asks_where
from bot.turn import Decision, TurnRequest
from channels.engine_client import EngineClient

Decide = Callable[[TurnRequest], Decision]


class ScriptedEngine(httpx.AsyncBaseTransport):
    """The engine's side of `EngineClient`. What it does can be changed while it runs.

    Attributes:
        decide: makes the decision on a turn.
        seconds: how long it takes for each turn.
        status: the status it answers with.
        rubbish: what it answers in place of a decision, None where it decides.
        reachable: whether it listens at all.
        turns: the turns it was asked, in order.
    """

    def __init__(self, decide: Decide = asks_where) -> None:
        """Take the function that decides."""
        self.decide = decide
        self.seconds = 0.0
        self.status = 200
        self.rubbish: bytes | None = None
        self.reachable = True
        self.turns: list[TurnRequest] = []
        self._held: asyncio.Event | None = None
        self._entered = asyncio.Event()

    def client(self) -> EngineClient:
        """Return a gateway's way to this engine."""
        return EngineClient("http://engine.invalid", transport=self)

    def hold(self) -> None:
        """Keep every turn from now on until `let_go`."""
        self._held, self._entered = asyncio.Event(), asyncio.Event()

    def let_go(self) -> None:
        """Decide the turns that were held."""
        if self._held is not None:
            self._held.set()
        self._held = None

    async def entered(self) -> None:
        """Wait until a turn is held."""
        await self._entered.wait()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as told. Raises httpx.ConnectError where it is not reachable."""
        if not self.reachable:
            raise httpx.ConnectError("connection refused", request=request)
        if request.url.path == "/health":
            return httpx.Response(self.status, json={"ready": self.status == 200})
        turn = TurnRequest.from_document(json.loads(await request.aread()))
        self.turns.append(turn)
        await self._wait()
        if self.rubbish is not None:
            return httpx.Response(self.status, content=self.rubbish)
        return httpx.Response(self.status, json=self.decide(turn).to_document())

    async def _wait(self) -> None:
        self._entered.set()
        if self._held is not None:
            await self._held.wait()
        await asyncio.sleep(self.seconds)
