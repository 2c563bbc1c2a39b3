"""The forms that Twilio posts to us, and their signature, which is Twilio's own code.

A form is pairs in order. It is signed exactly as it is sent; nothing may be added afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from channels.sms.segments import segments
from channels.twin.account import API_VERSION
from channels.twin.keywords import OptOut
from channels.twin.messages import Message, MessageDirection, MessageStatus

Form = tuple[tuple[str, str], ...]

# What Twilio knows of a number's place; on loopback, every number is of the demo's city.
PLACE = (("City", "DENVER"), ("State", "CO"), ("Zip", "80202"), ("Country", "US"))


def inbound_form(message: Message, opt_out: OptOut | None = None) -> Form:
    """Return the form of an inbound text (https://www.twilio.com/docs/messaging/guides/webhook-request)."""
    pairs = [(f"{side}{name}", value) for side in ("To", "From") for name, value in PLACE]
    pairs += [
        ("SmsMessageSid", message.sid),
        ("SmsSid", message.sid),
        ("SmsStatus", MessageStatus.RECEIVED.value),
        ("MessageSid", message.sid),
        ("AccountSid", message.account),
        ("NumMedia", str(len(message.media))),
        ("NumSegments", str(segments(message.body))),
        ("From", message.sender),
        ("To", message.to),
        ("Body", message.body),
        ("ApiVersion", API_VERSION),
    ]
    for index, url in enumerate(message.media):
        pairs += [(f"MediaUrl{index}", url), (f"MediaContentType{index}", "image/jpeg")]
    if message.service:
        pairs.append(("MessagingServiceSid", message.service))
    if opt_out:
        pairs.append(("OptOutType", opt_out.value))
    return tuple(pairs)


def status_form(message: Message, status: MessageStatus) -> Form:
    """Return the form of a status callback (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).

    Only the last statuses carry an ErrorCode.
    """
    pairs = [
        ("SmsSid", message.sid),
        ("SmsStatus", status.value),
        ("MessageStatus", status.value),
        ("To", message.to),
        ("MessageSid", message.sid),
        ("AccountSid", message.account),
        ("From", message.sender),
        ("ApiVersion", API_VERSION),
    ]
    if message.service:
        pairs.append(("MessagingServiceSid", message.service))
    if message.error_code and status in (MessageStatus.FAILED, MessageStatus.UNDELIVERED):
        pairs.append(("ErrorCode", str(message.error_code)))
    return tuple(pairs)


def encoded(form: Iterable[tuple[str, str]]) -> bytes:
    """Return the form's body. Lone surrogates go out as their three bytes, which no decoder accepts: on purpose."""
    return urlencode(tuple(form), errors="surrogatepass").encode("ascii")


def signature(auth_token: str, url: str, form: Iterable[tuple[str, str]]) -> str:
    """Return X-Twilio-Signature over the public URL and the form.

    Where a text is no valid UTF-8 it is signed as a server reads it, each bad byte replaced.
    """
    fields = {name: _as_read(value) for name, value in form}
    return str(RequestValidator(auth_token).compute_signature(url, fields))


def _as_read(value: str) -> str:
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def is_inbound(message: Message) -> bool:
    """Whether a message came from a resident."""
    return message.direction is MessageDirection.INBOUND
