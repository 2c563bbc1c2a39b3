"""Whether a request to place or to change a call is one that Twilio would take.

It checks stricter than Twilio where that finds our mistakes: Twilio takes a misspelled StatusCallbackEvent with 201 and
then never calls back; here it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import phonenumbers

from channels.twin.account import Account
from channels.twin.call_events import CallEvent, StatusCallback
from channels.twin.calls import CallStatus
from channels.twin.description import Description
from channels.twin.formats import is_phone_number, is_url
from channels.twin.machine_detection import MachineDetection
from channels.twin.parameters import Codes, Given, check, first
from channels.twin.refusals import MAGIC_CALLEES, MAGIC_CALLERS, RefusalError
from channels.twin.voice_verbs import Page

TWIML_LIMIT = 4000
USUAL_RING_SECONDS = 60
LONGEST_RING_SECONDS = 600
LONGEST_CALL_SECONDS = 14_400
_CODES = Codes(
    missing={"To": 21201, "From": 21213},
    wrong={
        "To": 21211,
        "From": 21212,
        "Url": 21205,
        "Method": 21209,
        "Timeout": 21208,
        "StatusCallback": 21609,
        "MachineDetectionTimeout": 21234,
        "MachineDetectionSpeechThreshold": 21234,
        "MachineDetectionSpeechEndThreshold": 21234,
        "MachineDetectionSilenceTimeout": 21234,
    },
    not_played=frozenset(
        """
        SendDigits Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod
        RecordingStatusCallbackEvent RecordingConfigurationId RecordingTrack Trim SipAuthUsername SipAuthPassword
        CallerId Byoc CallReason CallToken ClientNotificationUrl Passports
        """.split()
    ),
)
_CHANGE_CODES = Codes(
    wrong={"Url": 21205, "Method": 21209},
    not_played=frozenset({"FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "TimeLimit"}),
)


@dataclass(frozen=True)
class CallRequest:
    """A call to be placed, checked.

    Attributes:
        page: where its first document comes from.
        fallback: where one comes from when another fails, None for nowhere.
        ring_seconds: how long it rings at most.
        call_seconds: how long it lasts at most.
    """

    to: str
    sender: str
    page: Page
    fallback: Page | None = None
    callback: StatusCallback = StatusCallback()
    ring_seconds: int = USUAL_RING_SECONDS
    call_seconds: int = LONGEST_CALL_SECONDS
    detection: MachineDetection = MachineDetection()


class CallEnding(str, Enum):
    """How a request can end a call: `canceled` only before it is answered."""

    CANCELED = CallStatus.CANCELED.value
    COMPLETED = CallStatus.COMPLETED.value


@dataclass(frozen=True)
class CallChange:
    """A call to be ended, or to be sent to another document."""

    ending: CallEnding | None = None
    page: Page | None = None


def checked(parameters: Given, account: Account, description: Description) -> CallRequest:
    """Return the call in the form's parameters. Raises RefusalError with Twilio's code where it is not one."""
    check(parameters, description.calls, _CODES)
    if first(parameters, "ApplicationSid"):
        raise RefusalError(21218, first(parameters, "ApplicationSid"))
    page = _page(parameters)
    if page is None:
        raise RefusalError(21205, "none is given, nor Twiml")
    return CallRequest(
        to=_callee(first(parameters, "To")),
        sender=_caller(first(parameters, "From"), account),
        page=page,
        fallback=_fallback(parameters),
        callback=_callback(parameters),
        ring_seconds=_ring_seconds(first(parameters, "Timeout")),
        call_seconds=int(first(parameters, "TimeLimit") or LONGEST_CALL_SECONDS),
        detection=_detection(parameters),
    )


def changed(parameters: Given, description: Description) -> CallChange:
    """Return the change in the form's parameters. Raises RefusalError with Twilio's code where it is not one."""
    check(parameters, description.call_changes, _CHANGE_CODES)
    if first(parameters, "Url") and first(parameters, "Twiml"):
        raise RefusalError(20422, "Twiml: a call goes on at a Url or with a Twiml")
    status = first(parameters, "Status")
    return CallChange(CallEnding(status) if status else None, _page(parameters))


def _page(parameters: Given) -> Page | None:
    url, twiml = first(parameters, "Url"), first(parameters, "Twiml")
    if url and not is_url(url):
        raise RefusalError(21205, url)
    if url:
        return Page(url, first(parameters, "Method") or "POST")
    if len(twiml) > TWIML_LIMIT:
        raise RefusalError(20422, f"Twiml: it is longer than {TWIML_LIMIT} characters")
    return Page(twiml=twiml) if twiml else None


def _callee(number: str) -> str:
    if number in MAGIC_CALLEES:
        raise RefusalError(MAGIC_CALLEES[number], number)
    if not is_phone_number(number):
        raise RefusalError(21211, number)
    if not phonenumbers.is_possible_number(phonenumbers.parse(number)):
        raise RefusalError(21217, number)
    return number


def _caller(number: str, account: Account) -> str:
    if number in MAGIC_CALLERS:
        raise RefusalError(MAGIC_CALLERS[number], number)
    if not is_phone_number(number):
        raise RefusalError(21212, number)
    if number not in account.numbers:
        raise RefusalError(21210, number)
    return number


def _fallback(parameters: Given) -> Page | None:
    url = first(parameters, "FallbackUrl")
    return Page(url, first(parameters, "FallbackMethod") or "POST") if url else None


def _callback(parameters: Given) -> StatusCallback:
    url = first(parameters, "StatusCallback")
    if url and not is_url(url):
        raise RefusalError(21609, url)
    try:
        events = frozenset(CallEvent(event) for event in parameters.get("StatusCallbackEvent", ()))
    except ValueError as error:
        raise RefusalError(21626, ", ".join(parameters["StatusCallbackEvent"])) from error
    return StatusCallback(
        url, first(parameters, "StatusCallbackMethod") or "POST", events or frozenset({CallEvent.COMPLETED})
    )


def _ring_seconds(value: str) -> int:
    seconds = int(value or USUAL_RING_SECONDS)
    if not 1 <= seconds <= LONGEST_RING_SECONDS:
        raise RefusalError(21208, value)
    return seconds


def _detection(parameters: Given) -> MachineDetection:
    mode = first(parameters, "MachineDetection")
    if mode not in ("", "Enable", "DetectMessageEnd"):
        raise RefusalError(21234, mode)
    return MachineDetection(
        enabled=bool(mode),
        awaits_message_end=mode == "DetectMessageEnd",
        aside=bool(mode) and first(parameters, "AsyncAmd") == "true",
        url=first(parameters, "AsyncAmdStatusCallback"),
        method=first(parameters, "AsyncAmdStatusCallbackMethod") or "POST",
    )
