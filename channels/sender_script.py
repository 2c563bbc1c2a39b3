"""A carrier of texts that does as it is told: it keeps what it took, or refuses. For tests and trials."""

from __future__ import annotations

from bot.testing import new_sid
from channels.outbound import OutboundText


class ScriptedSender:
    """Stands where Twilio's interface stands.

    Attributes:
        taken: the texts it took, in order.
        tried: every text it was handed, taken or not.
        errors: what it raises next, one a try, before it takes texts again.
    """

    def __init__(self, *errors: Exception) -> None:
        """Take the errors to raise first."""
        self.taken: list[OutboundText] = []
        self.tried: list[OutboundText] = []
        self.errors = list(errors)

    def send(self, text: OutboundText) -> str:
        """Take one text and return its sid, or raise the next error."""
        self.tried.append(text)
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append(text)
        return new_sid()
