"""The engine's tests run in the engine's environment: `.venv-engine/bin/python -m pytest tests/engine tests/nlu`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from importlib.util import find_spec
from typing import Any

import pytest

# Elsewhere there is no Rasa to test.
collect_ignore_glob = [] if find_spec("rasa") else ["test_*.py"]

if find_spec("rasa"):
    from bot.engine.dialogue import Dialogue
    from bot.training.train import train


@pytest.fixture(scope="session")
def dialogue() -> Dialogue:
    """The dialogue of the files as they are, trained if there is no model yet."""
    return Dialogue(train())


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Run one coroutine to its end."""
    return asyncio.run


@pytest.fixture
def call() -> Callable[..., tuple[int, dict[str, Any]]]:
    """Call an ASGI application as its server would; return status and document."""

    def called(app: Any, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return asyncio.run(_request(app, method, path, content, headers or {}))

    return called


async def _request(app: Any, method: str, path: str, content: bytes, headers: dict[str, str]) -> Any:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 5056),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    answered = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], json.loads(answered)
