"""Asks the dialogue engine over loopback, within a time limit. It never waits longer than it was given.

After several failures in a row the engine is left alone for a moment, so that a resident does not wait for an answer
that will not come; one request at a time then tries whether it is back.
"""

from __future__ import annotations

import asyncio
import json
import time

import httpx

from bot.conversation.writing import sendable
from bot.errors import TemporaryError
from bot.turn import Decision, TurnRequest

# Three slow turns are bad luck, more is an outage; two seconds keep an outage's texts fast and its end short.
FAILURES_BEFORE_REST = 3
REST_SECONDS = 2.0
# The width of the record's column.
LONGEST_MODEL = 80


class EngineUnavailableError(TemporaryError):
    """The dialogue engine did not answer; `why` is timeout, unreachable, refused, unreadable, silent or resting."""

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
        self._answered_at = 0.0

    async def decide(self, request: TurnRequest, seconds: float, patience: float | None = None) -> Decision:
        """Return the engine's decision on a turn.

        Args:
            seconds: it may take at the most.
            patience: it may take where it answers nobody meanwhile: a busy engine is waited for, a hung one is not.

        Raises:
            EngineUnavailableError: within that time.
        """
        if time.monotonic() < self._resting_until:
            raise EngineUnavailableError("resting")
        if self._failures >= FAILURES_BEFORE_REST:
            self._resting_until = time.monotonic() + REST_SECONDS
        try:
            decision = await self._patiently(request, seconds, seconds if patience is None else patience)
        except EngineUnavailableError:
            self._failures += 1
            raise
        self._failures = 0
        self._resting_until = 0.0
        self._answered_at = time.monotonic()
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

    async def _patiently(self, request: TurnRequest, seconds: float, patience: float) -> Decision:
        started = time.monotonic()
        asking = asyncio.ensure_future(self._ask(request, seconds))
        try:
            done, _ = await asyncio.wait({asking}, timeout=max(patience, 0.05))
            if not done and self._answered_at < started:
                raise EngineUnavailableError("timeout")
            return await asking
        finally:
            asking.cancel()

    async def _ask(self, request: TurnRequest, seconds: float) -> Decision:
        seconds = max(seconds, 0.05)
        try:
            # httpx limits each read, not the whole: an engine that dribbles would hold the resident for ever.
            async with asyncio.timeout(seconds):
                answer = await self._client.post("/turn", json=request.to_document(), timeout=seconds)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise EngineUnavailableError("timeout") from error
        except httpx.HTTPError as error:
            raise EngineUnavailableError("unreachable") from error
        if answer.status_code != 200:
            raise EngineUnavailableError("refused")
        return _decision(answer)


def _decision(answer: httpx.Response) -> Decision:
    """Read a decision. Raises EngineUnavailableError where it is none, or says nothing."""
    try:
        decision = Decision.from_document(answer.json())
        # Through its own document once more: what cannot be written down is no decision either.
        json.dumps(decision.to_document(), allow_nan=False)
        if not isinstance(decision.understood.intent, str) or len(decision.model) > LONGEST_MODEL:
            raise ValueError("not in the contract's types")
        said = any(sendable(reply.text).strip() for reply in decision.replies)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise EngineUnavailableError("unreadable") from error
    if not said:
        raise EngineUnavailableError("silent")
    return decision
