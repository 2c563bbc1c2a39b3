"""Requests about calls, by what the library knows, where nobody has the description."""

from __future__ import annotations

import pytest

from channels.twin.account import Account
from channels.twin.call_events import CallEvent, StatusCallback
from channels.twin.call_requests import CallChange, CallEnding, CallRequest, changed, checked
from channels.twin.description import from_library
from channels.twin.machine_detection import MachineDetection
from channels.twin.refusals import MAGIC_CALLEES, RefusalError
from channels.twin.voice_verbs import Page

ROSA = "+13035550142"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms")
VOICE = "http://127.0.0.1:8000/twilio/voice"
STATUS = "http://127.0.0.1:8000/twilio/status"
PLAIN = {"To": [ROSA], "From": [ACCOUNT.line], "Url": [VOICE]}
LIBRARY = from_library()


def request(**changes: list[str]) -> CallRequest:
    return checked({**PLAIN, **changes}, ACCOUNT, LIBRARY)


def code_of(**changes: list[str]) -> int:
    with pytest.raises(RefusalError) as caught:
        request(**changes)
    return caught.value.code


def test_a_plain_request_rings_a_minute_and_tells_of_nothing():
    assert request() == CallRequest(ROSA, ACCOUNT.line, Page(VOICE))
    assert request().ring_seconds == 60
    assert not request().callback.wants(CallEvent.COMPLETED)


def test_a_whole_request_is_read():
    whole = request(
        Method=["GET"],
        FallbackUrl=[VOICE + "/safe"],
        StatusCallback=[STATUS],
        StatusCallbackEvent=["initiated", "answered"],
        StatusCallbackMethod=["GET"],
        Timeout=["20"],
        TimeLimit=["90"],
        MachineDetection=["DetectMessageEnd"],
    )
    assert whole == CallRequest(
        ROSA,
        ACCOUNT.line,
        Page(VOICE, "GET"),
        Page(VOICE + "/safe"),
        StatusCallback(STATUS, "GET", frozenset({CallEvent.INITIATED, CallEvent.ANSWERED})),
        20,
        90,
        MachineDetection(enabled=True, awaits_message_end=True),
    )


def test_without_an_event_the_end_of_a_call_is_told():
    callback = request(StatusCallback=[STATUS]).callback
    assert [event for event in CallEvent if callback.wants(event)] == [CallEvent.COMPLETED]


def test_a_url_goes_before_a_document():
    assert request(Twiml=["<Response/>"]).page == Page(VOICE)
    assert request(Url=[""], Twiml=["<Response/>"]).page == Page(twiml="<Response/>")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": [""]}, 21201),
        ({"From": [""]}, 21213),
        ({"To": ["303-555-0142"]}, 21211),
        ({"To": ["+1303"]}, 21217),
        ({"From": ["FOURTHLINE"]}, 21212),
        ({"From": ["+15005550001"]}, 21212),
        ({"From": ["+13035550177"]}, 21210),
        ({"Url": [""]}, 21205),
        ({"Url": ["/twilio/voice"]}, 21205),
        ({"Url": ["https://the_line.example.org/voice"]}, 21205),
        ({"Method": ["PUT"]}, 21209),
        ({"Timeout": ["soon"]}, 21208),
        ({"Timeout": ["0"]}, 21208),
        ({"Timeout": ["601"]}, 21208),
        ({"StatusCallback": ["/twilio/status"]}, 21609),
        ({"StatusCallbackEvent": ["completed", "answred"]}, 21626),
        ({"StatusCallbackEvent": ["initiated ringing"]}, 21626),
        ({"StatusCallbackMethod": ["post"]}, 20422),
        ({"MachineDetection": ["Enabled"]}, 21234),
        ({"MachineDetectionTimeout": ["long"]}, 21234),
        ({"ApplicationSid": ["AP" + "1" * 32]}, 21218),
        ({"Url": [""], "Twiml": ["x" * 4001]}, 20422),
        ({"Record": ["true"]}, 20422),
        ({"Urll": [VOICE]}, 20001),
        ({"Url": [VOICE, VOICE]}, 21205),
    ],
)
def test_each_mistake_has_its_code(changes: dict[str, list[str]], code: int):
    assert code_of(**changes) == code


@pytest.mark.parametrize("number", sorted(MAGIC_CALLEES))
def test_twilios_magic_numbers_fail_as_twilio_documents(number: str):
    assert code_of(To=[number]) == MAGIC_CALLEES[number]


def test_a_change_ends_a_call_or_sends_it_elsewhere():
    assert changed({"Status": ["completed"]}, LIBRARY) == CallChange(CallEnding.COMPLETED)
    assert changed({"Url": [VOICE], "Method": ["GET"]}, LIBRARY) == CallChange(page=Page(VOICE, "GET"))
    assert changed({"Twiml": ["<Response/>"]}, LIBRARY).page == Page(twiml="<Response/>")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"Status": ["ringing"]}, 20422),
        ({"Url": ["elsewhere"]}, 21205),
        ({"Url": [VOICE], "Twiml": ["<Response/>"]}, 20422),
        ({"To": [ROSA]}, 20001),
        ({"TimeLimit": ["60"]}, 20422),
    ],
)
def test_a_change_that_means_nothing_is_refused(parameters: dict[str, list[str]], code: int):
    with pytest.raises(RefusalError) as caught:
        changed(parameters, LIBRARY)
    assert caught.value.code == code
