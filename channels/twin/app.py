"""The twin as a web application: REST side, control side, page. It answers to loopback names alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import PermanentError
from channels.twin.account import LOOPBACK
from channels.twin.ascii_json import AsciiJSON
from channels.twin.call_switch import CallSwitch
from channels.twin.control import ControlSide
from channels.twin.control_calls import CallControl
from channels.twin.courier import Courier
from channels.twin.page import DeveloperPage
from channels.twin.rest import RestEdge
from channels.twin.rest_account import AccountResource
from channels.twin.rest_calls import CallsResource
from channels.twin.rest_messages import MessagesResource
from channels.twin.switchboard import Switchboard
from channels.twin.twin import Twin


def create_app(twin: Twin, transport: httpx.AsyncBaseTransport | None = None) -> Starlette:
    """Return the application that plays the twin. `transport` stands in for the network to the webhook."""
    switchboard = Switchboard(twin, Courier(twin.account, twin.journal, transport))
    switch = CallSwitch(switchboard)
    edge = RestEdge(twin)
    return Starlette(
        routes=[
            *MessagesResource(switchboard).routes(edge),
            *CallsResource(switch).routes(edge),
            *AccountResource(twin).routes(edge),
            edge.elsewhere(),
            *ControlSide(switchboard).routes(),
            *CallControl(switch).routes(),
            *DeveloperPage(switchboard).routes(),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=sorted(LOOPBACK))],
        exception_handlers={PermanentError: _wrong},
        lifespan=_closing(switchboard),
    )


def _closing(switchboard: Switchboard) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await switchboard.close()

    return lifespan


async def _wrong(request: Request, error: Exception) -> Response:
    return AsciiJSON({"error": str(error)}, status_code=400)
