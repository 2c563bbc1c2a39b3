from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.testing import ASKS_WHERE, ROSA, decision, new_sid
from bot.vocabulary import Delivery
from channels.trial import Trial
from channels.webhook_trial import PhoneCompany, said_in

KNIFE = "my brother has a knife and is coming at me"


def text(body: str = "someone is asleep on my steps", **fields: str) -> dict[str, str]:
    return {"MessageSid": new_sid(), "From": ROSA.number, "To": "+13035550100", "Body": body, "NumMedia": "0", **fields}


def test_a_text_is_answered_in_its_webhook_with_twiml(phone_company: PhoneCompany, trial: Trial) -> None:
    answer = phone_company.posts("/twilio/sms", text())
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert said_in(answer) == [ASKS_WHERE]


def test_each_reply_says_where_its_delivery_is_reported(phone_company: PhoneCompany, trial: Trial) -> None:
    document = ET.fromstring(phone_company.posts("/twilio/sms", text()).text)
    reply = trial.outbound(ROSA)[0]
    assert document[0].get("statusCallback") == f"https://line.example/twilio/status?m={reply.id}"


def test_a_reply_is_handed_over_when_its_webhook_was_answered(phone_company: PhoneCompany, trial: Trial) -> None:
    phone_company.texts(text())
    assert trial.outbound(ROSA)[0].delivery is Delivery.HANDED_OVER


def test_danger_is_answered_with_911_in_the_same_webhook(phone_company: PhoneCompany, trial: Trial) -> None:
    assert phone_company.texts(text(KNIFE)) == [trial.words("utter_emergency")]
    assert len(trial.escalations(ROSA)) == 1


def test_a_repeated_webhook_gets_an_empty_answer(phone_company: PhoneCompany, trial: Trial) -> None:
    form = text()
    assert phone_company.texts(form) == [ASKS_WHERE]
    assert phone_company.texts(form) == []
    assert len(trial.lines(ROSA)) == 2


def test_what_a_resident_said_is_escaped_when_it_is_read_back(phone_company: PhoneCompany, trial: Trial) -> None:
    trial.engine.decide = lambda request: decision(request, f'You said: {request.text} "&" <Hangup/>')
    said = phone_company.texts(text("a < b & </Message></Response><Dial>911</Dial>"))
    assert said == ['You said: a < b & </Message></Response><Dial>911</Dial> "&" <Hangup/>']


def test_control_characters_that_are_read_back_never_break_the_answer(
    phone_company: PhoneCompany, trial: Trial
) -> None:
    trial.engine.decide = lambda request: decision(request, f"You said: {request.text}")
    said = phone_company.texts(text("one\x00\x01\x1b\x0b two\ufffe\u0085"))
    assert said[0].startswith("You said: one")


def test_a_read_back_is_cut_to_what_may_be_sent(phone_company: PhoneCompany, trial: Trial) -> None:
    trial.engine.decide = lambda request: decision(request, f"You said: {request.text}")
    assert len(phone_company.texts(text("a" * 100_000))[0]) <= 1600


MALFORMED = [
    {},
    {"Body": "hello"},
    {"From": ROSA.number},
    {"MessageSid": "SM1", "From": ROSA.number},
    {"MessageSid": "", "From": "", "Body": ""},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "", "NumMedia": "1", "MediaUrl0": "https://example.org/a.jpg"},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", "NumMedia": "many"},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", "NumMedia": "-1"},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", "NumMedia": "9" * 400},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", "NumMedia": "²"},
    {"MessageSid": "S" * 5000, "From": "+" + "1" * 5000, "Body": "x"},
    {"MessageSid": "S\x00M", "From": "+1\x00303", "Body": "a\x00b", "To": "\x00"},
    {"MessageSid": "SM\ud800", "From": "\udfff", "Body": "broken \ud83d half"},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "🔥🧥👩‍👩‍👧‍👦" * 300},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "it is cold here " * 6400},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", "OptOutType": "BANANA"},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "x", **{f"Field{number}": "y" for number in range(1500)}},
    {"MessageSid": "SM1", "From": "whatsapp:+13035550147", "Body": "x"},
    {"MessageSid": "SM1", "From": "Rosa", "Body": '/restart{"a": 1}'},
    {"MessageSid": "SM1", "From": ROSA.number, "Body": "\u202e\u200b\u200d"},
]


@pytest.mark.parametrize("form", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_text_is_answered_all_the_same(phone_company: PhoneCompany, form: dict[str, str]) -> None:
    answer = phone_company.posts("/twilio/sms", form)
    assert answer.status_code == 200
    said = said_in(answer)
    assert len(said) == 1
    assert said[0].strip()


def test_two_texts_that_carry_no_sid_are_two_messages(phone_company: PhoneCompany, trial: Trial) -> None:
    for _ in range(2):
        assert phone_company.texts({"From": ROSA.number, "Body": "hello"}) == [ASKS_WHERE]
    assert len(trial.inbound(ROSA)) == 2


def test_danger_inside_a_malformed_text_is_heard(phone_company: PhoneCompany, trial: Trial) -> None:
    said = phone_company.texts({"Body": f"\x00{KNIFE}\ud83d", "NumMedia": "x"})
    assert said == [trial.words("utter_emergency")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.dictionaries(
        st.one_of(
            st.sampled_from(["MessageSid", "SmsSid", "From", "To", "Body", "NumMedia", "OptOutType", "NumSegments"]),
            st.text(max_size=12),
        ),
        st.one_of(st.text(max_size=300), st.text("\x00\ud800\udfff🙂<&>é ", max_size=60)),
        max_size=9,
    )
)
def test_no_signed_form_whatever_ever_fails(phone_company: PhoneCompany, form: dict[str, str]) -> None:
    answer = phone_company.posts("/twilio/sms", form)
    assert answer.status_code == 200
    for said in said_in(answer):
        assert said.strip()
        assert len(said) <= 1600


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.dictionaries(
        st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode", "SmsStatus"]), st.text(max_size=90)
    ),
    m=st.text("0123456789abc\u0663-", max_size=12),
)
def test_no_signed_delivery_report_whatever_ever_fails(
    phone_company: PhoneCompany, form: dict[str, str], m: str
) -> None:
    assert phone_company.reports(quote(m), form).status_code == 204


def test_only_posts_are_taken(client) -> None:
    assert client.get("/twilio/sms").status_code == 405
