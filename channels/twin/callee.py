"""Who answers when Twilio calls a number, and what they do on the line: a script a number.

A script tells what a person does and when; it never knows which document asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from bot.errors import PermanentError


class Reaction(str, Enum):
    """What comes of ringing a number."""

    ANSWERS = "answers"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"


@dataclass(frozen=True)
class Callee:
    """One number's script. By default somebody answers after a short ring, listens, and presses and says nothing.

    All times are in seconds of the call's own time, which `haste` shortens.

    Attributes:
        reaction: what comes of ringing.
        after_seconds: how long it rings before they answer or turn out to be busy.
        presses: keys for one Gather after the other, as "1" or "94117#"; "" lets a Gather pass without a key.
        says: words for one Gather after the other; "" lets a Gather pass in silence.
        machine: whether a machine answers, which presses and says nothing.
        hangs_up_after: how long after answering they hang up; None for when the call ends by itself.
        confidence: how sure Twilio is of their words.
    """

    reaction: Reaction = Reaction.ANSWERS
    after_seconds: float = 0.2
    presses: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    machine: bool = False
    hangs_up_after: float | None = None
    confidence: float = 0.9

    def __post_init__(self) -> None:
        """Raise PermanentError for a script that nobody could follow."""
        if self.machine and (self.presses or self.says):
            raise PermanentError("A machine presses nothing and says nothing.")
        if self.after_seconds < 0 or (self.hangs_up_after or 0) < 0:
            raise PermanentError("A callee's seconds are 0 or more.")
        if any(key not in "0123456789*#" for keys in self.presses for key in keys):
            raise PermanentError("A phone has the keys 0 to 9, * and #.")

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Callee:
        """Read the control API's JSON: the attributes by name. Raises PermanentError where it means nothing."""
        strange = set(document) - {field.name for field in fields(cls)}
        if strange:
            raise PermanentError(f"A callee has no {', '.join(sorted(strange))}.")
        given = dict(document)
        try:
            given["reaction"] = Reaction(given.get("reaction", Reaction.ANSWERS.value))
            for name in ("presses", "says"):
                given[name] = _texts(given.get(name, ()))
            return cls(**given)
        except (TypeError, ValueError) as error:
            raise PermanentError("A callee's script does not read: see `Callee` for its fields.") from error


class Callees:
    """The scripts by number; a number without one has the default."""

    def __init__(self) -> None:
        """Begin without a script."""
        self._scripts: dict[str, Callee] = {}

    def script(self, number: str, callee: Callee) -> None:
        """Give a number a script in place of the one before."""
        self._scripts[number] = callee

    def of(self, number: str) -> Callee:
        """Return a number's script."""
        return self._scripts.get(number, Callee())

    def clear(self) -> None:
        """Forget all scripts."""
        self._scripts.clear()


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise TypeError("not a list of texts")
    return tuple(values)
