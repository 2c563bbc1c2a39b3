"""What Twilio would make of an answer."""

from __future__ import annotations

import pytest
from twilio.twiml.messaging_response import MessagingResponse

from channels.twin.twiml import Answer, Reading, Redirect, Say, read

BASE = "http://127.0.0.1:8000/twilio/sms"


def reading(body: str, content_type: str = "text/xml; charset=utf-8") -> Reading:
    return read(Answer(200, content_type, body.encode()), BASE)


def test_what_the_twilio_library_builds_is_understood():
    response = MessagingResponse()
    response.message("Where are you?", to="+13035550142", from_="+13035550100", action="/twilio/status")
    message = response.message("")
    message.body("See the map")
    message.media("https://example.org/map.png")
    response.redirect("more")
    assert reading(str(response)).steps == (
        Say("Where are you?", "+13035550142", "+13035550100", "http://127.0.0.1:8000/twilio/status"),
        Say("See the map", media=("https://example.org/map.png",)),
        Redirect("http://127.0.0.1:8000/twilio/more"),
    )


def test_nothing_after_a_redirect_is_done():
    steps = reading("<Response><Redirect>/more</Redirect><Message>Never</Message></Response>").steps
    assert steps == (Redirect("http://127.0.0.1:8000/more"),)


@pytest.mark.parametrize("body", ["", "  ", "<Response/>", "<?xml version='1.0'?><Response></Response>"])
def test_an_empty_answer_says_nothing_and_is_no_error(body: str):
    assert reading(body) == Reading()


def test_plain_text_is_one_message():
    assert reading("We are on our way.", "text/plain").steps == (Say("We are on our way."),)


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ("<Response>", "text/xml", 12100),
        (" <?xml version='1.0'?><Response/>", "text/xml", 12100),
        ("<Response><Message>you & me</Message></Response>", "text/xml", 12100),
        ("Where are you?", "text/xml", 12100),
        ("<Answer/>", "text/xml", 12102),
        ("<response/>", "text/xml", 12102),
        ('{"message": "Hi"}', "application/json", 12300),
        ("<Response/>", "", 12300),
        ("<Response>" + " " * 65_536 + "</Response>", "text/xml", 11750),
    ],
)
def test_a_bad_document_does_nothing_and_has_twilios_code(body: str, content_type: str, code: int):
    outcome = reading(body, content_type)
    assert outcome.steps == ()
    assert [trouble.code for trouble in outcome.troubles] == [code]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ("<Message/>", 14103),
        (f"<Message>{'x' * 1601}</Message>", 14103),
        ('<Message to="911">Hi</Message>', 14101),
        ('<Message action="ftp://example.org">Hi</Message>', 14105),
        ("<Say>Hi</Say>", 12200),
        ("<message>Hi</message>", 12200),
        ("<Redirect>mailto:nobody</Redirect>", 11100),
    ],
)
def test_a_bad_element_is_left_out_and_told_and_the_rest_is_done(element: str, code: int):
    outcome = reading(f"<Response><Message>Before</Message>{element}</Response>")
    assert outcome.steps == (Say("Before"),)
    assert [trouble.code for trouble in outcome.troubles] == [code]


def test_an_unknown_attribute_is_a_warning_and_the_message_is_sent():
    outcome = reading('<Response><Message priority="high">Hi</Message></Response>')
    assert outcome.steps == (Say("Hi"),)
    assert [trouble.code for trouble in outcome.troubles] == [12200]


def test_a_message_of_exactly_1600_characters_is_sent():
    assert len(reading(f"<Response><Message>{'x' * 1600}</Message></Response>").steps) == 1
