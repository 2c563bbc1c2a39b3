"""Forms and signatures."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot import clock
from channels.twin.keywords import OptOut
from channels.twin.messages import Message, MessageDirection, MessageStatus, new_sid
from channels.twin.webhooks import encoded, inbound_form, signature, status_form

URL = "https://line.example.org/twilio/sms?city=denver"
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


def a_message(**changes: object) -> Message:
    fields: dict[str, object] = {
        "sid": new_sid(),
        "account": "AC1",
        "sender": "+13035550142",
        "to": "+13035550100",
        "body": "hello",
        "direction": MessageDirection.INBOUND,
        "status": MessageStatus.RECEIVED,
        "created": clock.now(),
        "updated": clock.now(),
    }
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


@given(ANY_TEXT)
def test_twilios_validator_accepts_every_text_that_anybody_can_type(text: str):
    form = inbound_form(a_message(body=text))
    read = dict(parse_qsl(encoded(form).decode("ascii"), keep_blank_values=True))
    sealed = signature("secret", URL, form)
    assert RequestValidator("secret").validate(URL, read, sealed)
    assert not RequestValidator("secret").validate(URL, {**read, "Body": read["Body"] + "!"}, sealed)
    assert not RequestValidator("secret").validate(URL + "&x=1", read, sealed)
    assert not RequestValidator("other").validate(URL, read, sealed)


def test_an_opt_out_is_told_only_where_it_was_heard():
    assert "OptOutType" not in dict(inbound_form(a_message()))
    assert dict(inbound_form(a_message(), OptOut.STOP))["OptOutType"] == "STOP"


def test_an_error_code_comes_only_with_the_last_status():
    failed = a_message(direction=MessageDirection.API, status=MessageStatus.UNDELIVERED, error_code=30003)
    assert "ErrorCode" not in dict(status_form(failed, MessageStatus.SENT))
    assert dict(status_form(failed, MessageStatus.UNDELIVERED))["ErrorCode"] == "30003"


def test_no_sid_is_given_out_twice():
    assert len({new_sid() for _ in range(1_000)}) == 1_000
