"""The REST side as the twilio library sees it, over real sockets."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.refusals import MORE_INFO
from channels.twin.server import serving
from channels.twin.twin import Twin

ROSA = "+13035550142"
ACCOUNT = Account(webhook="http://127.0.0.1:9/twilio/sms", messaging_service_sid="MG" + "5" * 32)


@pytest.fixture(scope="module")
def running() -> Iterator[TwinClient]:
    with serving(Twin(ACCOUNT, description=from_library(), seed=3)) as client:
        yield client


@pytest.fixture
def twin(running: TwinClient) -> TwinClient:
    running.reset()
    return running


def twilio(twin: TwinClient, token: str = ACCOUNT.auth_token) -> Client:
    client = Client(ACCOUNT.sid, token)
    client.api.base_url = twin.url
    return client


def refused(twin: TwinClient, **changes: object) -> TwilioRestException:
    parameters: dict[str, object] = {"to": ROSA, "from_": ACCOUNT.line, "body": "We call you soon."}
    with pytest.raises(TwilioRestException) as caught:
        twilio(twin).messages.create(**{**parameters, **changes})
    return caught.value


def test_a_message_sent_with_the_library_is_queued_and_arrives(twin: TwinClient):
    message = twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="We call you soon.")
    assert message.status == "queued"
    assert message.direction == "outbound-api"
    assert twin.wait_for_reply(ROSA).body == "We call you soon."
    twin.settle()
    assert twilio(twin).messages(message.sid).fetch().status == "delivered"


def test_a_message_through_the_messaging_service_is_accepted_without_a_from(twin: TwinClient):
    service = ACCOUNT.messaging_service_sid
    message = twilio(twin).messages.create(to=ROSA, messaging_service_sid=service, body="Hello")
    assert message.status == "accepted"
    assert twin.wait_for_reply(ROSA).sender == ACCOUNT.line


def test_the_list_is_newest_first_and_comes_in_pages(twin: TwinClient):
    client = twilio(twin)
    for number in range(5):
        client.messages.create(to=ROSA, from_=ACCOUNT.line, body=f"Text {number}")
    assert [message.body for message in client.messages.list(page_size=2)] == [f"Text {n}" for n in (4, 3, 2, 1, 0)]
    assert client.messages.list(to="+13035550199") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "+1303"}, 21211),
        ({"to": "303-555-0142"}, 21211),
        ({"to": ""}, 21604),
        ({"from_": ""}, 21603),
        ({"from_": "FOURTH LINE!"}, 21212),
        ({"from_": "+13035550177"}, 21606),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"status_callback": "/twilio/status"}, 21609),
        ({"status_callback": "https://the_line.example.org/status"}, 21609),
        ({"messaging_service_sid": "MG" + "6" * 32}, 21701),
        ({"validity_period": "soon"}, 20422),
        ({"to": "+15005550009"}, 21614),
    ],
)
def test_what_twilio_would_not_take_is_refused_with_its_code(twin: TwinClient, changes: dict[str, object], code: int):
    refusal = refused(twin, **changes)
    assert (refusal.status, refusal.code) == (400, code)
    assert twin.inbox(ROSA) == ()
    assert twin.log("rest")[0]["code"] == code


def test_a_body_of_exactly_1600_characters_is_taken(twin: TwinClient):
    assert twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="x" * 1600).num_segments == "11"


def test_a_parameter_that_twilio_does_not_know_is_refused(twin: TwinClient):
    answer = post(twin, {"To": ROSA, "From": ACCOUNT.line, "Body": "Hello", "Subject": "Greeting"})
    assert answer.status_code == 400
    assert answer.json() == {
        "code": 20001,
        "message": "Unknown parameters: Subject",
        "more_info": f"{MORE_INFO}20001",
        "status": 400,
    }


def test_a_parameter_given_twice_is_refused(twin: TwinClient):
    answer = post(twin, {"To": ROSA, "From": ACCOUNT.line, "Body": ["Hello", "again"]})
    assert answer.json()["code"] == 20422


def test_json_instead_of_a_form_is_a_request_without_a_recipient(twin: TwinClient):
    url = f"{twin.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"
    answer = httpx.post(url, json={"To": ROSA}, auth=(ACCOUNT.sid, ACCOUNT.auth_token))
    assert answer.json()["code"] == 21604


def post(twin: TwinClient, form: dict[str, str | list[str]]) -> httpx.Response:
    url = f"{twin.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json"
    return httpx.post(url, data=form, auth=(ACCOUNT.sid, ACCOUNT.auth_token))


def test_a_wrong_token_is_refused_before_anything_else(twin: TwinClient):
    with pytest.raises(TwilioRestException) as caught:
        twilio(twin, "another-token").messages.create(to="nobody", body="")
    assert (caught.value.status, caught.value.code) == (401, 20003)


def test_another_account_and_an_unknown_message_are_not_found(twin: TwinClient):
    with pytest.raises(TwilioRestException) as caught:
        twilio(twin).messages("SM" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)
    other = httpx.get(
        f"{twin.url}/2010-04-01/Accounts/AC{'9' * 32}/Messages.json", auth=(ACCOUNT.sid, ACCOUNT.auth_token)
    )
    assert other.json()["code"] == 20404


def test_what_the_twin_does_not_play_is_not_found_rather_than_pretended(twin: TwinClient):
    with pytest.raises(TwilioRestException) as caught:
        twilio(twin).queues.create(friendly_name="Desk")
    assert caught.value.code == 20404
    assert refused(twin, send_at="2026-12-01T00:00:00Z", schedule_type="fixed").code == 20422


def test_after_stop_sending_is_refused_until_start(twin: TwinClient):
    twin.text(ROSA, "STOP")
    assert refused(twin).code == 21610
    twin.text(ROSA, "START")
    assert twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="Hello again").status == "queued"


def test_the_next_two_requests_fail_and_the_third_is_taken(twin: TwinClient):
    twin.faults(fail_rest=2, rest_status=429)
    assert [(refused(twin).status, refused(twin).code)] == [(429, 20429)]
    assert twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="Hello").status == "queued"


def test_requests_fail_always_or_for_seconds_until_the_faults_are_ended(twin: TwinClient):
    for failing in ("always", "30s"):
        twin.faults(fail_rest=failing)
        assert [refused(twin).status for _ in range(3)] == [503, 503, 503]
        twin.faults()
        assert twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="Hello").status == "queued"


def test_requests_can_fail_with_a_code_of_twilios(twin: TwinClient):
    twin.faults(fail_rest=1, rest_code=21408)
    assert (refused(twin).status, twin.log("rest")[0]["code"]) == (400, 21408)


def test_a_lost_answer_says_failure_though_the_message_arrives(twin: TwinClient):
    twin.faults(lose_rest=1)
    assert refused(twin).status == 503
    assert twin.wait_for_reply(ROSA).body == "We call you soon."


def test_a_message_filtered_by_the_carrier_ends_undelivered_with_its_code(twin: TwinClient):
    twin.faults(undeliverable=[ROSA], carrier_error=30007)
    message = twilio(twin).messages.create(to=ROSA, from_=ACCOUNT.line, body="Hello")
    twin.settle()
    ended = twilio(twin).messages(message.sid).fetch()
    assert (ended.status, ended.error_code, ended.error_message) == ("undelivered", 30007, "Message filtered")
    assert twin.inbox(ROSA) == ()


def test_the_account_and_its_numbers_can_be_checked(twin: TwinClient):
    client = twilio(twin)
    assert client.api.accounts(ACCOUNT.sid).fetch().status == "active"
    number = client.incoming_phone_numbers.list()[0]
    assert (number.phone_number, number.sms_url) == (ACCOUNT.line, ACCOUNT.webhook)
    assert number.capabilities["voice"]
