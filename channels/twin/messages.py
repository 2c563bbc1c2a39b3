"""A message as Twilio keeps it, and its resource document.

Statuses and directions are Twilio's own words, not Fourthline's: they are translated at the gateway.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import Enum
from typing import Any

from channels.sms.segments import segments
from channels.twin.account import API_VERSION


class MessageStatus(str, Enum):
    """Where a message stands (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values)."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


class MessageDirection(str, Enum):
    """Which way a message went, in Twilio's words."""

    INBOUND = "inbound"
    API = "outbound-api"
    REPLY = "outbound-reply"


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        callback: where status callbacks go, "" for nowhere.
        by_twilio: whether the phone company wrote it itself, as it answers STOP.
        service: the messaging service that it was sent through, "" for none.
    """

    sid: str
    account: str
    sender: str
    to: str
    body: str
    direction: MessageDirection
    status: MessageStatus
    created: datetime
    updated: datetime
    sent: datetime | None = None
    media: tuple[str, ...] = ()
    error_code: int | None = None
    error_message: str | None = None
    callback: str = ""
    service: str = ""
    by_twilio: bool = False

    @property
    def uri(self) -> str:
        """The resource's path."""
        return f"/{API_VERSION}/Accounts/{self.account}/Messages/{self.sid}.json"

    def resource(self) -> dict[str, Any]:
        """Return the message resource, in the shape of `api.v2010.account.message`."""
        return {
            "account_sid": self.account,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": format_datetime(self.created),
            "date_sent": format_datetime(self.sent) if self.sent else None,
            "date_updated": format_datetime(self.updated),
            "direction": self.direction.value,
            "error_code": self.error_code,
            "error_message": self.error_message,
            "from": self.sender or None,
            "messaging_service_sid": self.service or None,
            "num_media": str(len(self.media)),
            "num_segments": str(segments(self.body)),
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status.value,
            "subresource_uris": {"media": self.uri.replace(".json", "/Media.json")},
            "to": self.to,
            "uri": self.uri,
        }

    def card(self) -> dict[str, Any]:
        """Return the message as the control API shows it: the resource, and who wrote it."""
        return {**self.resource(), "by_twilio": self.by_twilio, "media": list(self.media)}


def new_sid(media: bool = False) -> str:
    """Return a SID that was never given out: SM, or MM with media, and 32 hex digits."""
    return ("MM" if media else "SM") + secrets.token_hex(16)
