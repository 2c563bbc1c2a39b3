"""What the twin has under way: webhooks, status callbacks, live calls.

Nothing is started beside it, so that a test can wait until all is done and a reset leaves nothing behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Outcome = TypeVar("Outcome")


class Errands:
    """The tasks under way in one event loop."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, errand: Coroutine[Any, Any, Outcome]) -> asyncio.Task[Outcome]:
        """Start something and return its task; nobody has to wait for it."""
        task = asyncio.get_running_loop().create_task(errand)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Stop all that is under way, and all that it starts while it stops."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
