"""Says on standard error how far a training is, so that nobody who waits wonders."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Write one line at once. It must never hold a resident's words: trainings run on taught examples alone."""
    print(line, file=sys.stderr, flush=True)
