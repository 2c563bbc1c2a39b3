"""`python -m channels.doorstep`: opens the door first and loads the gateway behind it.

What comes while it loads waits for it; a text that has waited long enough gets the safe words and is kept, so that
nobody is turned away and nobody waits for a start.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from typing import TYPE_CHECKING

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import logs
from bot.errors import FourthlineError
from bot.settings import Settings, load_settings
from bot.store.peek import is_remembered
from bot.supervision import end_with_supervisor
from channels.sms.early import EarlySms, LeaveToGatewayError
from channels.sms.signature import LARGEST_BODY

if TYPE_CHECKING:
    from channels.gateway import Gateway

BEGAN = time.monotonic()
# A text is answered within 3 s of a start, and most of them are gone by then; loading takes 3 to 6 s on two cores.
PATIENCE_SECONDS = 0.5
# Texts that come before the first of them is looked at wait here; more than a minute of a busy line.
BACKLOG = 1024
# What is in hand is answered before the end: the promise is 6 s.
STOP_SECONDS = 6


class Doorstep:
    """The ASGI application of the gateway's process, from its first second on."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; `load` brings the gateway up behind it."""
        self._settings = settings
        self._early = EarlySms(settings, self._is_known)
        self._gateway: Gateway | None = None
        self._loaded = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the gateway, or answer it while that is loading."""
        if self._gateway is None and scope["type"] == "http":
            if scope["path"] == "/health/live":
                return await _alive(send)
            if scope["path"] == "/twilio/sms" and scope["method"] == "POST" and not await self._loads_in_time():
                return await self._answer_early(scope, receive, send)
        return await (await self._app())(scope, receive, send)

    async def load(self) -> None:
        """Load the gateway. Raises PermanentError where the line cannot be opened."""
        self._gateway = await asyncio.to_thread(_open_gateway, self._settings)
        self._loaded.set()

    async def close(self) -> None:
        """Close what the gateway holds."""
        if self._gateway is not None:
            await self._gateway.close()

    async def _loads_in_time(self) -> bool:
        try:
            await asyncio.wait_for(self._loaded.wait(), max(BEGAN + PATIENCE_SECONDS - time.monotonic(), 0.01))
        except TimeoutError:
            return False
        return True

    async def _answer_early(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole_body(receive)
        try:
            response = await self._early.answer(Request(scope, _replayed(body)))
            await response(scope, receive, send)
        except LeaveToGatewayError:
            await (await self._app())(scope, _replayed(body), send)

    async def _app(self) -> ASGIApp:
        await self._loaded.wait()
        assert self._gateway is not None
        return self._gateway.app

    async def _is_known(self, sid: str) -> bool:
        return await asyncio.to_thread(is_remembered, self._settings.store_url, sid)


def listen(settings: Settings) -> socket.socket:
    """Return the listening socket of the gateway. Raises OSError where the address is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(BACKLOG)
    return listener


async def serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until told to stop. Raises PermanentError where the gateway cannot be loaded."""
    doorstep = Doorstep(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            doorstep,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    loading = asyncio.create_task(doorstep.load())
    await asyncio.wait({serving, loading}, return_when=asyncio.FIRST_COMPLETED)
    if loading.done() and loading.exception() is not None:
        server.should_exit = True
    await serving
    await loading
    await doorstep.close()


def main() -> int:
    """Run the gateway until it is told to stop; return the exit status."""
    end_with_supervisor()
    logs.configure("gateway")
    try:
        settings = load_settings()
        asyncio.run(serve(settings, listen(settings)))
    except (FourthlineError, OSError) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 1
    return 0


def _open_gateway(settings: Settings) -> Gateway:
    from bot.learned.load import adopt_when_trained
    from channels.gateway import open_gateway

    gateway = open_gateway(settings)
    adopt_when_trained(gateway.screen)
    return gateway


async def _alive(send: Send) -> None:
    body = json.dumps({"status": "ok"}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


async def _whole_body(receive: Receive) -> list[Message]:
    """Return the messages of a request's body, so that it can be read twice; one that is too large is cut short."""
    messages = [await receive()]
    size = len(messages[0].get("body", b""))
    while messages[-1].get("more_body") and size <= LARGEST_BODY:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
    return messages


def _replayed(messages: list[Message]) -> Receive:
    left = list(messages)

    async def receive() -> Message:
        return left.pop(0) if left else {"type": "http.disconnect"}

    return receive


if __name__ == "__main__":
    raise SystemExit(main())
