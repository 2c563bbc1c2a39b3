"""Requests checked by what the library knows, where nobody has the description."""

from __future__ import annotations

import pytest

from channels.twin.account import Account
from channels.twin.conformance import SendRequest, checked
from channels.twin.description import from_library
from channels.twin.refusals import MAGIC_RECIPIENTS, RefusalError

ROSA = "+13035550142"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms", messaging_service_sid="MG" + "5" * 32)
PLAIN = {"To": [ROSA], "From": [ACCOUNT.line], "Body": ["Hello"]}
LIBRARY = from_library()


def code_of(**changes: list[str]) -> int:
    with pytest.raises(RefusalError) as caught:
        checked({**PLAIN, **changes}, ACCOUNT, LIBRARY)
    return caught.value.code


def test_a_whole_request_is_read():
    callback = "http://127.0.0.1:8000/twilio/status?m=7"
    parameters = {**PLAIN, "StatusCallback": [callback], "MediaUrl": ["https://example.org/a.jpg"]}
    expected = SendRequest(ROSA, ACCOUNT.line, "Hello", callback, ("https://example.org/a.jpg",))
    assert checked(parameters, ACCOUNT, LIBRARY) == expected


def test_a_picture_needs_no_words():
    assert checked({**PLAIN, "Body": [""], "MediaUrl": ["https://example.org/a.jpg"]}, ACCOUNT, LIBRARY).body == ""


def test_the_service_stands_in_for_the_sender():
    parameters = {"To": [ROSA], "Body": ["Hello"], "MessagingServiceSid": [ACCOUNT.messaging_service_sid]}
    assert checked(parameters, ACCOUNT, LIBRARY).sender == ACCOUNT.line


@pytest.mark.parametrize("number", sorted(MAGIC_RECIPIENTS))
def test_twilios_magic_numbers_fail_as_twilio_documents(number: str):
    assert code_of(To=[number]) == MAGIC_RECIPIENTS[number]


def test_each_mistake_has_its_code():
    assert code_of(Body=["   "]) == 21602
    assert code_of(From=["+13035550199"]) == 21606
    assert code_of(To=["+1 303 555 0142"]) == 21211
    assert code_of(Tone=["calm"]) == 20001
    assert code_of(ValidityPeriod=["600", "700"]) == 20422
    assert code_of(ContentSid=["HX" + "1" * 32]) == 20422
