"""Lines of real processes, each stopped when its test is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.commands.engine_side import ENGINE_PYTHON
from channels.installation import Installation


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The whole line, with its engine, on SQLite."""
    assert ENGINE_PYTHON.exists(), "build the engine's environment with make setup"
    installation = Installation(tmp_path_factory.mktemp("line"))
    try:
        installation.start("twin", "gateway", "worker", "engine")
        yield installation
    finally:
        installation.stop()


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Makes lines in folders of their own; whatever they started is stopped."""
    made: list[Installation] = []

    def make(**fields: str) -> Installation:
        made.append(Installation(tmp_path / f"home{len(made)}", **fields))
        return made[-1]

    try:
        yield make
    finally:
        for each in made:
            each.stop()


@contextmanager
def an_engine_that_takes(seconds: float) -> Iterator[str]:
    class Slow(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            time.sleep(seconds)
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_error(503)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


@pytest.fixture
def slow_engine() -> Callable[[float], AbstractContextManager[str]]:
    """An engine that thinks for some seconds and then gives up."""
    return an_engine_that_takes
