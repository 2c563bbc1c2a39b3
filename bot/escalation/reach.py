"""What the ladder asks of whoever can reach people, and what it hands them. An error is temporary or permanent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.errors import PermanentError, TemporaryError
from bot.vocabulary import Hazard, Language, Means


class NotNowError(TemporaryError):
    """Nobody could be reached now; `code` says why. It is tried again."""

    def __init__(self, code: str) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code


class NeverError(PermanentError):
    """This way never reaches anybody; `code` says why. The ladder climbs on at once."""

    def __init__(self, code: str) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Notice:
    """What one attempt tells one person.

    Attributes:
        attempt_id: the attempt that was written before; whoever is reached answers to it.
        reference: of the record, as people say it.
        reply: the digits that a text is answered with to take the escalation.
        hazards: what the danger is.
        place: where, as the resident said it; empty where it is not known.
        renewed: whether danger was added since people were first told.
        language: the resident's.
    """

    attempt_id: int
    escalation_id: str
    conversation_id: str
    name: str
    number: str
    means: Means
    reference: str
    reply: str
    hazards: tuple[Hazard, ...]
    place: str
    renewed: bool
    language: Language


class Reach(Protocol):
    """Whoever reaches people by text, call or post."""

    def reach(self, notice: Notice) -> str:
        """Make one attempt and return the carrier's id. Raises NotNowError or NeverError."""
        ...


class NoReach:
    """Stands in where nobody can be reached but by the desk: every attempt fails for good, visibly."""

    def reach(self, notice: Notice) -> str:
        """Raise NeverError."""
        raise NeverError("no_account")
