"""A reach that does as it is told, for tests and trials: whom it tells is kept, and what it refuses is scripted."""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.escalation.reach import Notice


class ScriptedReach:
    """Stands where the phone company stands.

    Attributes:
        told: what was told, in order.
        tried: every notice that it was handed, taken or not.
        fails: returns what to raise for a notice, None to take it.
    """

    def __init__(self, fails: Callable[[Notice], Exception | None] = lambda _notice: None) -> None:
        """Take what fails; nothing does without it."""
        self.told: list[Notice] = []
        self.tried: list[Notice] = []
        self.fails = fails
        self._lock = threading.Lock()

    def reach(self, notice: Notice) -> str:
        """Take a notice, or raise what was told."""
        with self._lock:
            self.tried.append(notice)
            error = self.fails(notice)
            if error is not None:
                raise error
            self.told.append(notice)
            return f"SM{len(self.told):032x}"
