"""Why the desk could not do what a person asked. Each message is shown to that person as it stands."""

from __future__ import annotations

from bot.errors import PermanentError


class DeskRefusalError(PermanentError):
    """Something stands in the way; the message says what, and what to do first."""


class UnknownConversationError(PermanentError):
    """There is no such conversation."""


class ClaimedByOtherError(DeskRefusalError):
    """Another person has the record."""


class AlreadyClosedError(DeskRefusalError):
    """The record or conversation is closed."""


class EscalationStandsError(DeskRefusalError):
    """An escalation of the conversation is not closed yet."""


class DangerStandsError(DeskRefusalError):
    """The danger has not been lowered by a person."""


class ReasonNeededError(DeskRefusalError):
    """A reason is missing, or one was given where none belongs."""


class OptedOutError(DeskRefusalError):
    """The resident opted out of texts."""


class WroteAgainError(DeskRefusalError):
    """The resident wrote after the page was shown."""


class EmptyTextError(DeskRefusalError):
    """Nothing was written, or too much."""
