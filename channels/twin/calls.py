"""A call as Twilio keeps it, and its resource document.

Statuses and directions are Twilio's own words, not Fourthline's: they are translated at the gateway.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import Enum
from typing import Any

import phonenumbers

from channels.twin.account import API_VERSION, number_sid
from channels.twin.formats import is_phone_number
from channels.twin.machine_detection import Detected
from channels.twin.steps import Step, StepKind

_SUBRESOURCES = (
    "Events",
    "Notifications",
    "Payments",
    "Recordings",
    "Siprec",
    "Streams",
    "Transcriptions",
    "UserDefinedMessageSubscriptions",
    "UserDefinedMessages",
)


class CallStatus(str, Enum):
    """Where a call stands (https://www.twilio.com/docs/voice/api/call-resource#call-status-values)."""

    QUEUED = "queued"
    INITIATED = "initiated"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to such a call."""
        return self in _OVER


_OVER = frozenset({CallStatus.COMPLETED, CallStatus.BUSY, CallStatus.NO_ANSWER, CallStatus.FAILED, CallStatus.CANCELED})


class CallDirection(str, Enum):
    """Who began a call, in Twilio's words."""

    INBOUND = "inbound"
    API = "outbound-api"
    DIAL = "outbound-dial"


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        parent: the call that dialed this one, "" for none.
        begun: when it was dialed.
        detected: what machine detection found, None where nobody asked or nothing is found yet.
        steps: what happened on the line, in order.
    """

    sid: str
    account: str
    sender: str
    to: str
    direction: CallDirection
    status: CallStatus
    created: datetime
    updated: datetime
    parent: str = ""
    begun: datetime | None = None
    answered: datetime | None = None
    ended: datetime | None = None
    detected: Detected | None = None
    steps: tuple[Step, ...] = ()

    @property
    def uri(self) -> str:
        """The resource's path."""
        return f"/{API_VERSION}/Accounts/{self.account}/Calls/{self.sid}.json"

    @property
    def seconds(self) -> int:
        """How long it was talked, begun seconds counted as whole ones; 0 where nobody answered."""
        return math.ceil((self.ended - self.answered).total_seconds()) if self.ended and self.answered else 0

    @property
    def shown_status(self) -> str:
        """The status of the resource, which knows no `initiated`: the callbacks alone do."""
        return CallStatus.QUEUED.value if self.status is CallStatus.INITIATED else self.status.value

    def resource(self) -> dict[str, Any]:
        """Return the call resource, in the shape of `api.v2010.account.call`."""
        completed = self.status is CallStatus.COMPLETED
        return {
            "account_sid": self.account,
            "answered_by": self.detected.answered_by if self.detected else None,
            "api_version": API_VERSION,
            "caller_name": None,
            "date_created": format_datetime(self.created),
            "date_updated": format_datetime(self.updated),
            "direction": self.direction.value,
            "duration": str(self.seconds) if completed else None,
            "end_time": format_datetime(self.ended) if completed and self.ended else None,
            "forwarded_from": None,
            "from": self.sender,
            "from_formatted": _formatted(self.sender),
            "group_sid": None,
            "parent_call_sid": self.parent or None,
            "phone_number_sid": number_sid(self.sender),
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "sid": self.sid,
            "start_time": format_datetime(self.begun) if self.begun else None,
            "status": self.shown_status,
            "subresource_uris": {_snake(name): self.uri.replace(".json", f"/{name}.json") for name in _SUBRESOURCES},
            "to": self.to,
            "to_formatted": _formatted(self.to),
            "trunk_sid": None,
            "uri": self.uri,
        }

    def card(self) -> dict[str, Any]:
        """Return the call as the control API shows it: the resource, and what happened on the line."""
        return {
            **self.resource(),
            "status": self.status.value,
            "spoken": self._texts(StepKind.SAY),
            "digits": self._texts(StepKind.KEYS),
            "said": self._texts(StepKind.SPEECH),
            "steps": [step.to_document() for step in self.steps],
            **{name: _iso(getattr(self, name)) for name in ("created", "begun", "answered", "ended")},
        }

    def _texts(self, kind: StepKind) -> list[str]:
        return [step.text for step in self.steps if step.kind is kind]


def new_call_sid() -> str:
    """Return a SID that was never given out: CA and 32 hex digits."""
    return "CA" + secrets.token_hex(16)


def _formatted(number: str) -> str:
    if not is_phone_number(number):
        return number
    parsed = phonenumbers.parse(number)
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return national if parsed.country_code == 1 else number


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
