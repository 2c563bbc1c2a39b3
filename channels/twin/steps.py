"""What happens on the line during a call, one step after the other, for tests and developers to read.

A step tells what was done; it never tells what should be done next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class StepKind(str, Enum):
    """Who did what: the first eight are the document's verbs, the last two are the other party's."""

    SAY = "say"
    PLAY = "play"
    PAUSE = "pause"
    GATHER = "gather"
    DIAL = "dial"
    REDIRECT = "redirect"
    HANGUP = "hangup"
    REJECT = "reject"
    KEYS = "keys"
    SPEECH = "speech"


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        text: the words, the keys, the URL, the number or the seconds that it is about.
        language: the language of spoken words, "" for Twilio's default.
        voice: the voice of spoken words, "" for Twilio's default.
        outcome: what became of a dialed call, "" for other steps.
    """

    kind: StepKind
    text: str = ""
    language: str = ""
    voice: str = ""
    outcome: str = ""

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {**self.__dict__, "kind": self.kind.value}
