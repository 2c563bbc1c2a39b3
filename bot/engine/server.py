"""Starts the engine: the listening socket first, so that health checks are answered while the model loads.

It listens on loopback only, unless it is told where and given a secret.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import uvicorn

from bot.engine.quiet import record
from bot.engine.service import Service
from bot.engine.workshop import Workshop
from bot.errors import PermanentError
from bot.training.train import train

if TYPE_CHECKING:
    from bot.engine.dialogue import Dialogue

LOOPBACK = "127.0.0.1"
# How often the loop of the dialogue is felt for, in seconds.
PULSE = 5.0
EXIT_STUCK = 75
EXIT_NOT_LOADED = 1


def serve(port: int, limit: float) -> int:
    """Serve until told to stop. Returns 0, or 1 when no model could be loaded; a dialogue that hangs ends in 75."""
    host, secret = bind()
    return asyncio.run(_serve(host, port, secret, limit))


def bind() -> tuple[str, str]:
    """Return host and secret from ENGINE_HOST and ENGINE_SECRET. Raises PermanentError for an open door."""
    host, secret = os.environ.get("ENGINE_HOST") or LOOPBACK, os.environ.get("ENGINE_SECRET", "")
    if host != LOOPBACK and not secret:
        raise PermanentError(f"ENGINE_HOST is {host}: beyond loopback the engine needs ENGINE_SECRET")
    return host, secret


def load() -> Dialogue:
    """Load the model of these files, training it first where there is none."""
    model = train()
    from bot.engine.dialogue import Dialogue  # Rasa takes seconds to import, and the socket must not wait for it

    return Dialogue(model)


async def _serve(host: str, port: int, secret: str, limit: float) -> int:
    workshop = Workshop(load, limit)
    config = uvicorn.Config(Service(workshop, secret).app(), host, port, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    record("engine.listening", port=port)
    serving = asyncio.create_task(server.serve())
    while not serving.done():
        await asyncio.wait([serving], timeout=PULSE)
        if workshop.failed.is_set():
            server.should_exit = True
            await serving
            return EXIT_NOT_LOADED
        if not await workshop.moves():
            record("engine.stuck")
            os._exit(EXIT_STUCK)  # nothing that hangs can be cleaned up, and whoever started us starts a fresh one
    serving.result()
    return 0
