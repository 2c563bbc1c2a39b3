"""Lets the threads of one process write one after another, in the order they came. Neither SQLite's own waiting nor a
plain lock is fair: under a rush some would wait for ever, and each of them is a resident.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """The turn to write, handed from one thread to the next."""

    def __init__(self) -> None:
        """Begin with nobody writing."""
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self, seconds: float) -> bool:
        """Wait for the turn; False where it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def hand_on(self) -> None:
        """Give the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
