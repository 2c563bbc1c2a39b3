"""The person at the other end of a live call, going through their script: each key and word is used once.

Somebody who is called and somebody who calls listen alike.
"""

from __future__ import annotations

from collections import deque

from channels.twin.callee import Callee
from channels.twin.voice_verbs import Gather, GatherInput


class Listener:
    """One person on one call.

    Attributes:
        confidence: how sure Twilio is of their words.
    """

    def __init__(self, script: Callee) -> None:
        """Begin at the beginning of a script."""
        self.confidence = script.confidence
        self._presses = deque(script.presses)
        self._says = deque(script.says)

    def press(self, gather: Gather) -> str:
        """Return the keys that they press at a Gather, "" for none."""
        return self._next(self._presses) if GatherInput.KEYS in gather.inputs else ""

    def say(self, gather: Gather) -> str:
        """Return the words that they say at a Gather, "" for none."""
        return self._next(self._says) if GatherInput.SPEECH in gather.inputs else ""

    def _next(self, left: deque[str]) -> str:
        return left.popleft() if left else ""
