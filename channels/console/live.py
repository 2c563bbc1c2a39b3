"""Sends the feed to one browser as server-sent events; the id of each is the newest event it has seen.

A browser that lost the line names that id and misses nothing. The feed ends when the sign-in does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot import clock
from bot.store.values import Staff
from channels.console import shown
from channels.console.desk import COOKIE, Desk
from channels.console.feed import HEARTBEAT_SECONDS, Signal

RETRY_MILLISECONDS = 1000
"""How soon a browser that lost the line tries again."""


async def feed(desk: Desk, request: Request, _staff: Staff) -> Response:
    """Open the feed after the event that the browser has seen last."""
    seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
    after = int(seen) if seen.isdecimal() else None
    token = request.cookies.get(COOKIE, "")
    # nginx would hold the events back without this header; the ping is for proxies that close silent lines.
    return EventSourceResponse(
        _events(desk, token, after), ping=int(HEARTBEAT_SECONDS), headers={"X-Accel-Buffering": "no"}
    )


async def _events(desk: Desk, token: str, after: int | None) -> AsyncIterator[ServerSentEvent]:
    yield ServerSentEvent(comment="open", retry=RETRY_MILLISECONDS)
    async with aclosing(desk.feed.listen(after)) as signals:
        async for signal in signals:
            if not signal.parts and await run_in_threadpool(desk.sign_ins.staff_for, token) is None:
                yield ServerSentEvent(event="signed-out", data="signed out")
                return
            for event in _spoken(signal, desk):
                yield event


def _spoken(signal: Signal, desk: Desk) -> list[ServerSentEvent]:
    beat = shown.when(clock.now(), desk.settings.zone)
    return [
        *(ServerSentEvent(event=part, data=str(signal.event_id), id=str(signal.event_id)) for part in signal.parts),
        ServerSentEvent(event="heartbeat", data=beat, id=str(signal.event_id)),
    ]
