"""Kills parts of a line with -9, one at a time and at random, and starts each again; it counts what it killed."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Sequence

from channels.installation import Installation


class Chaos:
    """A thread of misfortune over one installation."""

    def __init__(self, line: Installation, parts: Sequence[str], every: tuple[float, float], seed: int = 1) -> None:
        """Take which parts may be killed and how many seconds lie between two kills at least and at most."""
        self._line, self._parts, self._every = line, parts, every
        self._chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chaos", daemon=True)
        self.killed: Counter[str] = Counter()

    def __enter__(self) -> Chaos:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, with every part up again."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._chance.uniform(*self._every)):
            part = self._chance.choice(list(self._parts))
            self._line.kill(part)
            self.killed[part] += 1
            self._line.launch(part)
