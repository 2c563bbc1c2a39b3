"""The parameters that the installed twilio library knows by name, and the formats of those that we use.

It stands in for Twilio's description where nobody has a copy; formats that no table here tells are not checked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from channels.twin.operation import Operation

_TEXT: dict[str, Any] = {"type": "string"}
_URL: dict[str, Any] = {"type": "string", "format": "uri"}
_WHOLE: dict[str, Any] = {"type": "integer"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_LIST: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_METHOD: dict[str, Any] = {"type": "string", "enum": ["GET", "POST"]}

# Each is also in Twilio's reference of the Message resource.
_MESSAGES: dict[str, dict[str, Any]] = {
    "To": {"type": "string", "format": "phone-number"},
    "From": {"type": "string", "format": "phone-number"},
    "StatusCallback": _URL,
    "MessagingServiceSid": {"type": "string", "pattern": "^MG[0-9a-fA-F]{32}$"},
    "MediaUrl": _LIST,
    "PersistentAction": _LIST,
    "ValidityPeriod": _WHOLE,
    "Attempt": _WHOLE,
    "SmartEncoded": _FLAG,
    "ProvideFeedback": _FLAG,
    "ShortenUrls": _FLAG,
    "SendAsMms": _FLAG,
    "ForceDelivery": _FLAG,
    "MaxPrice": {"type": "number"},
}

# Each is also in Twilio's reference of the Call resource.
_CALLS: dict[str, dict[str, Any]] = {
    "Url": _URL,
    "Method": _METHOD,
    "FallbackUrl": _URL,
    "FallbackMethod": _METHOD,
    "StatusCallback": _URL,
    "StatusCallbackMethod": _METHOD,
    "StatusCallbackEvent": _LIST,
    "Timeout": _WHOLE,
    "TimeLimit": _WHOLE,
    "Record": _FLAG,
    "RecordingStatusCallbackEvent": _LIST,
    "MachineDetectionTimeout": _WHOLE,
    "MachineDetectionSpeechThreshold": _WHOLE,
    "MachineDetectionSpeechEndThreshold": _WHOLE,
    "MachineDetectionSilenceTimeout": _WHOLE,
    "AsyncAmdStatusCallback": _URL,
    "AsyncAmdStatusCallbackMethod": _METHOD,
    "Status": {"type": "string", "enum": ["canceled", "completed"]},
}


def messages() -> Operation:
    """Return what sending a message takes."""
    # Here and not above: the library's REST half takes half a second to import, and with a copy nobody needs it.
    from twilio.rest.api.v2010.account.message import MessageList

    return _operation(MessageList.create, _MESSAGES, ("To",))


def calls() -> Operation:
    """Return what placing a call takes."""
    from twilio.rest.api.v2010.account.call import CallList

    return _operation(CallList.create, _CALLS, ("To", "From"))


def call_changes() -> Operation:
    """Return what changing a call takes."""
    from twilio.rest.api.v2010.account.call import CallContext

    return _operation(CallContext.update, _CALLS, ())


def _operation(
    method: Callable[..., Any], formats: Mapping[str, dict[str, Any]], required: tuple[str, ...]
) -> Operation:
    names = [name for name in inspect.signature(method).parameters if name != "self"]
    spelled = ["".join(part.capitalize() for part in name.strip("_").split("_")) for name in names]
    return Operation(parameters={name: formats.get(name, _TEXT) for name in spelled}, required=required)
