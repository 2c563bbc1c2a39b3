"""A call as a test or the demo sees it through the control API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.twin.steps import Step, StepKind


@dataclass(frozen=True)
class PhoneCall:
    """One call.

    Attributes:
        status: as in Twilio's status callbacks, `initiated` included.
        answered_by: what machine detection said, None where nobody asked.
        spoken: the lines that were spoken to the one who was called, in order.
        digits: what they pressed, a Gather a text.
        said: what they said, a Gather a text.
        steps: everything that happened on the line, in order.
        parent: the call whose document dialed this one, None for none.
        started: when it was dialed.
        ended: when it was over, None while it is not.
    """

    sid: str
    to: str
    sender: str
    status: str
    answered_by: str | None
    spoken: tuple[str, ...]
    digits: tuple[str, ...]
    said: tuple[str, ...]
    steps: tuple[Step, ...]
    parent: str | None
    started: datetime | None
    answered: datetime | None
    ended: datetime | None

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> PhoneCall:
        """Read a call as the control API gives it."""
        return cls(
            sid=card["sid"],
            to=card["to"],
            sender=card["from"],
            status=card["status"],
            answered_by=card["answered_by"],
            spoken=tuple(card["spoken"]),
            digits=tuple(card["digits"]),
            said=tuple(card["said"]),
            steps=tuple(Step(**{**step, "kind": StepKind(step["kind"])}) for step in card["steps"]),
            parent=card["parent_call_sid"],
            started=_moment(card["begun"]),
            answered=_moment(card["answered"]),
            ended=_moment(card["ended"]),
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
