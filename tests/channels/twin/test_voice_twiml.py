"""What Twilio would make of an answer on a call."""

from __future__ import annotations

import pytest
from twilio.twiml.voice_response import Gather as GatherBuilder
from twilio.twiml.voice_response import VoiceResponse

from channels.twin.twiml import Answer
from channels.twin.voice_twiml import read
from channels.twin.voice_verbs import (
    Broken,
    Dial,
    Gather,
    GatherInput,
    Hangup,
    Page,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    Verb,
    VoiceReading,
)

BASE = "http://127.0.0.1:8000/twilio/voice?city=denver"


def reading(body: str, content_type: str = "text/xml; charset=utf-8", base: str = BASE) -> VoiceReading:
    return read(Answer(200, content_type, body.encode()), base)


def one(element: str) -> Verb:
    (verb,) = reading(f"<Response>{element}</Response>").verbs
    return verb


def test_what_the_twilio_library_builds_is_understood():
    response = VoiceResponse()
    response.say("Hola,\n  vecina", language="es-US", voice="Polly.Lupe")
    response.pause(length=2)
    response.play("/sounds/tone.wav", loop=2)
    gather = GatherBuilder(
        input="dtmf speech",
        action="keys",
        method="GET",
        num_digits=1,
        timeout=7,
        finish_on_key="*",
        action_on_empty_result=True,
        language="es-US",
        hints="yes, no",
        profanity_filter=False,
        speech_timeout="auto",
        barge_in=True,
    )
    gather.say("Press 1")
    response.append(gather)
    response.dial("+13035550911", action="/after", timeout=20, caller_id="+13035550100")
    response.redirect("more", method="GET")
    root = "http://127.0.0.1:8000"
    found = reading(str(response))
    assert found.troubles == ()
    assert found.verbs == (
        Say("Hola, vecina", "es-US", "Polly.Lupe"),
        Pause(2),
        Play(f"{root}/sounds/tone.wav", times=2),
        Gather(
            Page(f"{root}/twilio/keys", "GET"),
            frozenset(GatherInput),
            (Say("Press 1"),),
            1,
            7,
            1,
            "*",
            True,
            "es-US",
        ),
        Dial(("+13035550911",), Page(f"{root}/after"), 20, "+13035550100"),
        Redirect(Page(f"{root}/twilio/more", "GET")),
    )


def test_a_gather_has_twilios_defaults_and_acts_on_its_own_page():
    assert one("<Gather/>") == Gather(Page(BASE), frozenset({GatherInput.KEYS}), (), None, 5, 5, "#", False, "en-US")
    assert one('<Gather finishOnKey=""/>') == Gather(Page(BASE), finish_on_key="")


def test_a_dial_may_name_several_numbers_and_sip_addresses():
    verb = one("<Dial><Number>+13035550911</Number><Sip>sip:desk@psap.example.org</Sip></Dial>")
    assert verb == Dial(("+13035550911", "sip:desk@psap.example.org"))


def test_hanging_up_and_turning_away_are_understood():
    assert one("<Hangup/>") == Hangup()
    assert one('<Reject reason="busy"/>') == Reject("busy")


def test_markup_of_speech_is_read_as_its_words():
    assert one('<Say>Call <say-as interpret-as="telephone">911</say-as><break/> now</Say>') == Say("Call 911 now")


def test_an_empty_document_says_nothing_and_is_no_error():
    assert reading("<Response/>") == VoiceReading()


def test_plain_text_is_spoken_and_a_sound_is_played():
    assert reading("Help is on  its way.", "text/plain").verbs == (Say("Help is on its way."),)
    assert reading("RIFF", "audio/wav").verbs == (Play(BASE),)


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ("", "text/xml", 12100),
        ("", "text/plain", 12100),
        ("<Response>", "text/xml", 12100),
        ("<Response><Say>you & me</Say></Response>", "application/xml", 12100),
        ("<Answer/>", "text/xml", 12102),
        ('{"say": "Hi"}', "application/json", 12300),
        ("<Response/>", "", 12300),
        ("<Response>" + " " * 65_536 + "</Response>", "text/xml", 11750),
    ],
)
def test_a_bad_document_does_nothing_and_has_twilios_code(body: str, content_type: str, code: int):
    found = reading(body, content_type)
    assert found.verbs == ()
    assert [trouble.code for trouble in found.troubles] == [code]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ("<Say/>", 13520),
        (f"<Say>{'x' * 4097}</Say>", 13521),
        ("<Message>Hi</Message>", 12200),
        ("<Record/>", 12200),
        ("<say>Hi</say>", 12200),
    ],
)
def test_a_bad_element_is_left_out_and_told_and_the_rest_is_done(element: str, code: int):
    found = reading(f"<Response>{element}<Hangup/></Response>")
    assert found.verbs == (Hangup(),)
    assert [trouble.code for trouble in found.troubles] == [code]


@pytest.mark.parametrize(
    ("element", "verb", "code"),
    [
        ('<Say tone="warm">Hi</Say>', Say("Hi"), 12200),
        ('<Say voice="robot">Hi</Say>', Say("Hi"), 13511),
        ('<Say language="Spanish!">Hi</Say>', Say("Hi"), 13512),
        ('<Say loop="twice">Hi</Say>', Say("Hi"), 13510),
        ('<Pause length="0"/>', Pause(1), 13910),
        ('<Gather finishOnKey="##"/>', Gather(Page(BASE)), 13310),
        ('<Gather method="PUT"/>', Gather(Page(BASE)), 13312),
        ('<Gather timeout="soon"/>', Gather(Page(BASE)), 13313),
        ('<Gather numDigits="0"/>', Gather(Page(BASE)), 13314),
        ('<Gather input="voice"/>', Gather(Page(BASE)), 13326),
        ('<Gather speechTimeout="never"/>', Gather(Page(BASE)), 13327),
        ('<Gather actionOnEmptyResult="yes"/>', Gather(Page(BASE)), 13338),
        ("<Gather><Hangup/></Gather>", Gather(Page(BASE)), 13320),
        ('<Dial timeout="x">+13035550911</Dial>', Dial(("+13035550911",)), 13212),
        ('<Dial callerId="911">+13035550911</Dial>', Dial(("+13035550911",)), 13214),
        ("<Dial>911</Dial>", Dial(()), 13223),
        ("<Dial><Sip>desk@example.org</Sip></Dial>", Dial(()), 13243),
        ("<Dial><Client>desk</Client></Dial>", Dial(()), 13215),
        ('<Redirect method="PUT">/more</Redirect>', Redirect(Page("http://127.0.0.1:8000/more")), 13710),
        ('<Reject reason="tired"/>', Reject(), 13810),
    ],
)
def test_a_bad_attribute_is_told_and_its_default_stands(element: str, verb: Verb, code: int):
    found = reading(f"<Response>{element}</Response>")
    assert found.verbs == (verb,)
    assert [trouble.code for trouble in found.troubles] == [code]


@pytest.mark.parametrize(
    "element",
    [
        "<Redirect>mailto:nobody</Redirect>",
        "<Play/>",
        "<Play>ftp://example.org/a.wav</Play>",
        '<Gather action="https://a_b.example"/>',
        '<Dial action="mailto:nobody">+13035550911</Dial>',
    ],
)
def test_a_url_that_cannot_be_asked_for_breaks_the_document_where_it_stands(element: str):
    first, broken = reading(f"<Response><Say>Before</Say>{element}</Response>").verbs
    assert first == Say("Before")
    assert isinstance(broken, Broken)
    assert broken.trouble.code == 11100


def test_in_a_document_without_a_url_of_its_own_an_action_must_be_absolute():
    (verb,) = reading('<Response><Gather action="/keys"/></Response>', base="").verbs
    assert isinstance(verb, Broken)
    (dial,) = reading("<Response><Dial>+13035550911</Dial></Response>", base="").verbs
    assert dial == Dial(("+13035550911",))
