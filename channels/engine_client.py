"""Asks the dialogue engine over loopback, within a time limit. It never waits longer than it was given.

After several failures in a row the engine is left alone for a moment, so that a resident does not wait for an answer
that will not come; one request at a time then tries whether it is back.
"""

from __future__ import annotations

import time

import httpx

from bot.errors import TemporaryError
from bot.turn import Decision, TurnRequest

# Three slow turns are bad luck, more is an outage; two seconds keep an outage's texts fast and its end short.
FAILURES_BEFORE_REST = 3
REST_SECONDS = 2.0


class EngineUnavailableError(TemporaryError):
    """The dialogue engine did not answer; `why` is timeout, unreachable, refused, unreadable or resting."""

    def __init__(self, why: str) -> None:
        """Say why in one stable word."""
        super().__init__(why)
        self.why = why


class EngineClient:
    """One gateway's way to the engine."""

    def __init__(self, url: str, secret: str = "", transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Take the engine's address; nothing is opened yet."""
        headers = {"X-Fourthline-Engine": secret} if secret else {}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, transport=transport, trust_env=False)
        self._failures = 0
        self._resting_until = 0.0

    async def decide(self, request: TurnRequest, seconds: float) -> Decision:
        """Return the engine's decision on a turn. Raises EngineUnavailableError within `seconds`."""
        if time.monotonic() < self._resting_until:
            raise EngineUnavailableError("resting")
        if self._failures >= FAILURES_BEFORE_REST:
            self._resting_until = time.monotonic() + REST_SECONDS
        try:
            decision = await self._ask(request, seconds)
        except EngineUnavailableError:
            self._failures += 1
            raise
        self._failures = 0
        self._resting_until = 0.0
        return decision

    async def ready(self, seconds: float = 1.0) -> bool:
        """Return whether the engine says that it can take turns."""
        try:
            answer = await self._client.get("/health", timeout=seconds)
            return answer.status_code == 200 and bool(answer.json().get("ready"))
        except (httpx.HTTPError, ValueError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _ask(self, request: TurnRequest, seconds: float) -> Decision:
        try:
            answer = await self._client.post("/turn", json=request.to_document(), timeout=max(seconds, 0.05))
        except httpx.TimeoutException as error:
            raise EngineUnavailableError("timeout") from error
        except httpx.HTTPError as error:
            raise EngineUnavailableError("unreachable") from error
        if answer.status_code != 200:
            raise EngineUnavailableError("refused")
        try:
            decision = Decision.from_document(answer.json())
        except (KeyError, TypeError, ValueError) as error:
            raise EngineUnavailableError("unreadable") from error
        if not any(reply.text.strip() for reply in decision.replies):
            raise EngineUnavailableError("silent")
        return decision
