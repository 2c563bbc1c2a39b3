"""What a status callback tells of a call, and to whom it is told.

https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent. All ends of a call are one event.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from channels.twin.calls import CallStatus


class CallEvent(str, Enum):
    """What can be asked for in StatusCallbackEvent."""

    INITIATED = "initiated"
    RINGING = "ringing"
    ANSWERED = "answered"
    COMPLETED = "completed"


_EVENTS = {
    CallStatus.INITIATED: CallEvent.INITIATED,
    CallStatus.RINGING: CallEvent.RINGING,
    CallStatus.IN_PROGRESS: CallEvent.ANSWERED,
}


@dataclass(frozen=True)
class StatusCallback:
    """Where status callbacks go ("" for nowhere), and of which events."""

    url: str = ""
    method: str = "POST"
    events: frozenset[CallEvent] = frozenset({CallEvent.COMPLETED})

    def wants(self, event: CallEvent) -> bool:
        """Whether an event is to be told."""
        return bool(self.url) and event in self.events


def event_of(status: CallStatus) -> CallEvent:
    """Return the event that a call's coming to a status is."""
    return CallEvent.COMPLETED if status.is_over else _EVENTS[status]
