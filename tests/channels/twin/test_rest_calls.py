"""The Calls resource as the twilio library sees it, over real sockets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qsl

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.server import serving
from channels.twin.twin import Twin

ROSA = "+13035550142"
HOST = "http://127.0.0.1:8000"
VOICE = f"{HOST}/twilio/voice?attempt=7"
STATUS = f"{HOST}/twilio/status"
ACCOUNT = Account(webhook=f"{HOST}/twilio/sms", haste=500)
MENU = '<Response><Gather numDigits="1" action="/keys"><Say>Press 1</Say></Gather></Response>'
WAIT = '<Response><Say>Wait</Say><Pause length="600"/></Response>'


class Application(httpx.AsyncBaseTransport):
    """An application of Twilio's, which validates each request with Twilio's own validator."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.requests: list[tuple[str, dict[str, str], bool]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        form = dict(parse_qsl((await request.aread()).decode("ascii"), keep_blank_values=True))
        signature = request.headers["X-Twilio-Signature"]
        signed = bool(RequestValidator(ACCOUNT.auth_token).validate(str(request.url), form, signature))
        self.requests.append((request.url.path, form, signed))
        body = self.pages.get(request.url.path, "<Response/>")
        return httpx.Response(200, headers={"content-type": "text/xml"}, content=body.encode())


@pytest.fixture(scope="module")
def application() -> Application:
    return Application()


@pytest.fixture(scope="module")
def running(application: Application) -> Iterator[TwinClient]:
    with serving(Twin(ACCOUNT, description=from_library(), seed=3), transport=application) as client:
        yield client


@pytest.fixture
def twin(running: TwinClient, application: Application) -> TwinClient:
    running.reset()
    application.pages = {}
    application.requests.clear()
    return running


@pytest.fixture
def twilio(twin: TwinClient) -> Client:
    client = Client(ACCOUNT.sid, ACCOUNT.auth_token)
    client.api.base_url = twin.url
    return client


def test_a_call_placed_with_the_library_is_queued_made_and_signed_as_twilios_validator_accepts(
    twin: TwinClient, twilio: Client, application: Application
):
    application.pages = {"/twilio/voice": MENU, "/keys": "<Response><Say>Thank you</Say></Response>"}
    twin.callee(ROSA, presses=("1",))
    call = twilio.calls.create(
        to=ROSA,
        from_=ACCOUNT.line,
        url=VOICE,
        status_callback=STATUS,
        status_callback_event=["initiated", "ringing", "answered", "completed"],
        timeout=20,
    )
    assert (call.status, call.direction, call.to_formatted) == ("queued", "outbound-api", "(303) 555-0142")
    assert twin.wait_for_call(ROSA).spoken == ("Press 1", "Thank you")
    twin.settle()
    assert [signed for _, _, signed in application.requests] == [True] * 6
    told = [form["CallStatus"] for path, form, _ in application.requests if path == "/twilio/status"]
    assert told == ["initiated", "ringing", "in-progress", "completed"]
    ended = twilio.calls(call.sid).fetch()
    assert (ended.status, ended.duration) == ("completed", "1")
    assert ended.start_time <= ended.end_time


def test_a_live_call_is_redirected_and_ended_with_the_library(
    twin: TwinClient, twilio: Client, application: Application
):
    application.pages = {"/twilio/voice": WAIT}
    twin.haste(1)
    call = twilio.calls.create(to=ROSA, from_=ACCOUNT.line, url=VOICE)
    wait_for_lines(twin, 1)
    assert twilio.calls(call.sid).update(twiml=WAIT.replace("Wait", "Wait more")).status == "in-progress"
    wait_for_lines(twin, 2)
    assert twilio.calls(call.sid).update(status="completed").status == "completed"
    assert twin.wait_for_call(ROSA).spoken == ("Wait", "Wait more")
    with pytest.raises(TwilioRestException) as caught:
        twilio.calls(call.sid).update(status="completed")
    assert (caught.value.status, caught.value.code) == (400, 21220)


def wait_for_lines(twin: TwinClient, count: int) -> None:
    deadline = time.monotonic() + 10
    while len(twin.calls(ROSA)[0].spoken) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_list_is_newest_first_in_pages_and_narrowed(twin: TwinClient, twilio: Client):
    twin.callee("+13035550143", busy=True)
    sids = [
        twilio.calls.create(to=to, from_=ACCOUNT.line, twiml="<Response/>").sid for to in (ROSA, ROSA, "+13035550143")
    ]
    twin.settle()
    assert [call.sid for call in twilio.calls.list(page_size=2)] == sids[::-1]
    assert [call.sid for call in twilio.calls.list(to=ROSA)] == sids[1::-1]
    assert [call.sid for call in twilio.calls.list(status="busy")] == sids[2:]
    assert len(twilio.calls.list(start_time_after="2026-01-01")) == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": ""}, 21201),
        ({"to": "303-555-0142"}, 21211),
        ({"to": "+15005550003"}, 21215),
        ({"from_": "+13035550177"}, 21210),
        ({"url": "/twilio/voice"}, 21205),
        ({"status_callback_event": ["finished"]}, 21626),
        ({"record": True}, 20422),
    ],
)
def test_what_twilio_would_not_take_is_refused_with_its_code(
    twin: TwinClient, twilio: Client, changes: dict[str, object], code: int
):
    parameters: dict[str, object] = {"to": ROSA, "from_": ACCOUNT.line, "url": VOICE}
    with pytest.raises(TwilioRestException) as caught:
        twilio.calls.create(**{**parameters, **changes})
    assert (caught.value.status, caught.value.code) == (400, code)
    assert twin.calls() == ()
    assert twin.log("rest")[0]["code"] == code


def test_an_unknown_call_and_an_unknown_filter_are_refused(twin: TwinClient, twilio: Client):
    with pytest.raises(TwilioRestException) as caught:
        twilio.calls("CA" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)
    url = f"{twin.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json"
    answer = httpx.get(url, params={"Mood": "good"}, auth=(ACCOUNT.sid, ACCOUNT.auth_token))
    assert answer.json()["code"] == 20001


def test_an_outage_refuses_calls_as_it_refuses_texts_until_it_ends(twin: TwinClient, twilio: Client):
    for failing in ("always", "30s"):
        twin.faults(fail_rest=failing, rest_code=20429)
        with pytest.raises(TwilioRestException) as caught:
            twilio.calls.create(to=ROSA, from_=ACCOUNT.line, url=VOICE)
        assert (caught.value.status, caught.value.code) == (429, 20429)
    twin.faults()
    assert twilio.calls.create(to=ROSA, from_=ACCOUNT.line, url=VOICE).status == "queued"


def test_a_wrong_token_places_no_call(twin: TwinClient):
    client = Client(ACCOUNT.sid, "another-token")
    client.api.base_url = twin.url
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(to=ROSA, from_=ACCOUNT.line, url=VOICE)
    assert (caught.value.status, caught.value.code) == (401, 20003)
