"""The one thread in which Rasa lives: the server's own loop stays free to answer health checks and time limits.

A turn costs Rasa tens of milliseconds of computing, and a fault of Rasa's can compute for ever; neither may keep the
server from answering. It must never leave a caller waiting without an end.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from bot.engine.quiet import record
from bot.errors import TemporaryError

if TYPE_CHECKING:
    from bot.engine.dialogue import Dialogue

Answer = TypeVar("Answer")
Work = Callable[["Dialogue"], Coroutine[Any, Any, Answer]]

# A turn's limit in seconds: half of the 6 s within which every text is answered, so that the safe reply can follow.
TURN_LIMIT = 3.0
# A loop that has not moved for this long, in seconds, is taken for stuck: ten times a slow turn of one second.
STUCK_AFTER = 10.0


class Workshop:
    """Loads the dialogue in its thread and runs work on it there, each with a limit."""

    def __init__(self, load: Callable[[], Dialogue], limit: float = TURN_LIMIT) -> None:
        """Start loading at once; `ready` says when it is done and `failed` whether it could not be."""
        self._load = load
        self._limit = limit
        self._loop = asyncio.new_event_loop()
        self._dialogue: Dialogue | None = None
        self.failed = threading.Event()
        threading.Thread(target=self._live, name="dialogue", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether turns can be talked over."""
        return self._dialogue is not None

    @property
    def model(self) -> str:
        """The loaded model's version, "" until it is ready."""
        return self._dialogue.model if self._dialogue else ""

    async def run(self, work: Work[Answer]) -> Answer:
        """Return what `work` makes of the dialogue. Raises TemporaryError when not ready or not in time."""
        if self._dialogue is None:
            raise TemporaryError("the model is not loaded yet")
        future = asyncio.run_coroutine_threadsafe(work(self._dialogue), self._loop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._limit)
        except asyncio.TimeoutError as error:
            raise TemporaryError(f"no answer within {self._limit:g} s") from error

    async def moves(self) -> bool:
        """Say whether the dialogue's loop still turns; a stuck one needs a new process."""
        if self._dialogue is None:
            return True
        beat = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self._loop)
        try:
            await asyncio.wait_for(asyncio.wrap_future(beat), STUCK_AFTER)
        except asyncio.TimeoutError:
            return False
        return True

    def _live(self) -> None:
        try:
            dialogue = self._load()
        except BaseException as error:
            record("engine.load_failed", error=type(error).__name__, why=str(error))
            self.failed.set()
            return
        self._dialogue = dialogue
        record("engine.ready", model=dialogue.model)
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
