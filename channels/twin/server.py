"""Serves the twin on loopback: in this process until stopped, or in a thread beside a test."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.errors import TemporaryError
from channels.twin.app import create_app
from channels.twin.client import TwinClient
from channels.twin.twin import Twin

HOST = "127.0.0.1"
START_SECONDS = 10.0


def free_port() -> int:
    """Return a port of loopback that nobody listens on now; somebody else may take it before you do."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def serve(twin: Twin, port: int) -> None:
    """Serve the twin until interrupted."""
    _server(create_app(twin), port).run()


@contextmanager
def serving(twin: Twin, port: int = 0, transport: httpx.AsyncBaseTransport | None = None) -> Iterator[TwinClient]:
    """Serve the twin in a thread, on a free port where `port` is 0, and give a client of it.

    `transport` stands in for the network to the webhook, such as a PracticeLine or httpx.ASGITransport.
    """
    with listening(create_app(twin, transport), port) as url, TwinClient(url) as client:
        yield client


@contextmanager
def listening(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve any application in a thread on loopback and give its base URL. Raises TemporaryError where it won't."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        server = _server(app, port)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        _until_started(server, thread)
        try:
            yield f"http://{HOST}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


def _server(app: ASGIApp | Starlette, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app, host=HOST, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=2
    )
    return uvicorn.Server(config)


def _until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise TemporaryError("The server did not start.")
        time.sleep(0.005)
