"""How people on call are reached by Twilio's own client: what is asked of it, and which failure is for good."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import requests
from pydantic import SecretStr
from starlette.applications import Starlette
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

from bot.escalation.reach import NeverError, Notice, NotNowError
from bot.settings import Settings
from bot.testing import ROSA
from bot.vocabulary import AckWay, AttemptState, EscalationState, Hazard, Language, Means
from channels.gateway import Line, route_table
from channels.ladder.reaching import RING_SECONDS, TwilioCaller, reach_for
from channels.ladder.words import said, text_of
from channels.outbound import SEND_SECONDS, UNREACHABLE
from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.server import serving
from channels.twin.twin import Twin

PUBLIC = "https://line.example"
CALL = Notice(
    attempt_id=4711,
    escalation_id="e" * 32,
    conversation_id="c" * 32,
    name="Ana",
    number="+13035550121",
    means=Means.CALL,
    reference="K7TM-4QXR",
    reply="4711",
    hazards=(Hazard.WEAPON,),
    place="1450 Pearl Street",
    renewed=False,
    language=Language.ENGLISH,
)
TEXT, POST = replace(CALL, means=Means.TEXT), replace(CALL, means=Means.POST, number="")


def account(**more: object) -> Settings:
    names = {
        "PUBLIC_URL": PUBLIC,
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": SecretStr("the token"),
        "TWILIO_NUMBER": "+13035550100",
        "TWILIO_API_URL": "http://127.0.0.1:5070",
    }
    return Settings(_env_file=None, **{**names, **more})


def posts_nothing(_notice: Notice) -> str:
    raise AssertionError("nothing is to be posted")


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: object) -> list[tuple[str, dict[str, object]]]:
    """Let the phone company answer so, and return what it was asked."""
    asked: list[tuple[str, dict[str, object]]] = []

    def request(
        _client: object, _method: str, url: str, data: dict[str, object] | None = None, **_: object
    ) -> Response:
        asked.append((url, data or {}))
        return Response(status, body if isinstance(body, str) else json.dumps(body))

    monkeypatch.setattr(TwilioHttpClient, "request", request)
    return asked


def test_a_call_asks_for_its_words_and_says_where_its_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, 201, {"sid": "CA1"})
    assert reach_for(account(), posts_nothing).reach(CALL) == "CA1"
    url, data = asked[0]
    assert url == f"http://127.0.0.1:5070/2010-04-01/Accounts/AC{'0' * 32}/Calls.json"
    assert data == {
        "To": "+13035550121",
        "From": "+13035550100",
        "Url": f"{PUBLIC}/twilio/ladder/4711/answered",
        "StatusCallback": f"{PUBLIC}/twilio/ladder/4711/status",
        "StatusCallbackEvent": ["answered", "completed"],
        "Timeout": RING_SECONDS,
    }


def test_a_text_goes_out_in_the_words_for_people_on_call_and_says_where_its_end_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = answering(monkeypatch, 201, {"sid": "SM1"})
    assert reach_for(account(), posts_nothing).reach(TEXT) == "SM1"
    url, data = asked[0]
    assert url.endswith("/Messages.json")
    assert data == {
        "To": "+13035550121",
        "From": "+13035550100",
        "Body": text_of(TEXT, PUBLIC),
        "StatusCallback": f"{PUBLIC}/twilio/ladder/4711/status",
    }


def test_nobody_waits_longer_for_the_phone_company_than_a_send_may_take() -> None:
    http = TwilioCaller(account())._client.http_client
    assert http.timeout == SEND_SECONDS
    # A second try is the ladder's own, which writes it down first.
    assert http.session is None or http.session.get_adapter("https://").max_retries.total == 0


#: What no second try mends, for calls: https://www.twilio.com/docs/api/errors
NEVER_CALLED = [20003, 21201, 21202, 21203, 21205, 21210, 21211, 21212, 21213, 21214, 21215, 21216, 21217, 21219]


@pytest.mark.parametrize("code", NEVER_CALLED)
def test_a_number_that_can_never_be_called_holds_up_nobody(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    answering(monkeypatch, 401 if code == 20003 else 400, {"code": code, "message": "no"})
    with pytest.raises(NeverError) as raised:
        reach_for(account(), posts_nothing).reach(CALL)
    assert raised.value.code == str(code)


@pytest.mark.parametrize("code", [21211, 21610, 21614, 20003])
def test_a_number_that_can_never_be_texted_holds_up_nobody(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    answering(monkeypatch, 400, {"code": code, "message": "no"})
    with pytest.raises(NeverError) as raised:
        reach_for(account(), posts_nothing).reach(TEXT)
    assert raised.value.code == str(code)


@pytest.mark.parametrize("notice", [CALL, TEXT], ids=["call", "text"])
@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (429, {"code": 20429, "message": "slow"}, "20429"),
        (500, {"message": "oops"}, "500"),
        (503, "<html>", "503"),
        (502, "", "502"),
        (500, [], "500"),
        (301, "", "301"),
    ],
)
def test_what_may_pass_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, notice: Notice, status: int, body: object, code: str
) -> None:
    answering(monkeypatch, status, body)
    with pytest.raises(NotNowError) as raised:
        reach_for(account(), posts_nothing).reach(notice)
    assert raised.value.code == code


@pytest.mark.parametrize("body", ["not json", "{", '"CA1"', "[]", "null", "7"])
def test_an_answer_that_cannot_be_read_is_tried_again(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    answering(monkeypatch, 201, body)
    with pytest.raises(NotNowError) as raised:
        reach_for(account(), posts_nothing).reach(CALL)
    assert raised.value.code == "unreadable"


@pytest.mark.parametrize("body", ["", "{}"])
def test_a_call_that_was_taken_without_an_id_was_taken(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    answering(monkeypatch, 201, body)
    assert reach_for(account(), posts_nothing).reach(CALL) == ""


@pytest.mark.parametrize("notice", [CALL, TEXT], ids=["call", "text"])
@pytest.mark.parametrize("failure", [requests.ConnectionError(), requests.Timeout(), requests.exceptions.SSLError()])
def test_a_phone_company_that_is_not_there_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, notice: Notice, failure: Exception
) -> None:
    def request(*_arguments: object, **_more: object) -> Response:
        raise failure

    monkeypatch.setattr(TwilioHttpClient, "request", request)
    with pytest.raises(NotNowError) as raised:
        reach_for(account(), posts_nothing).reach(notice)
    assert raised.value.code == UNREACHABLE


@pytest.mark.parametrize("notice", [CALL, TEXT], ids=["call", "text"])
def test_a_connection_that_is_refused_is_tried_again(notice: Notice) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NotNowError) as raised:
        reach_for(account(TWILIO_API_URL=url), posts_nothing).reach(notice)
    assert raised.value.code == UNREACHABLE


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
@pytest.mark.parametrize("notice", [CALL, TEXT], ids=["call", "text"])
def test_without_an_account_nobody_is_reached_by_phone_and_that_is_seen(missing: str, notice: Notice) -> None:
    reach = reach_for(account(**{missing: SecretStr("") if missing.endswith("TOKEN") else ""}), posts_nothing)
    with pytest.raises(NeverError) as raised:
        reach.reach(notice)
    assert raised.value.code == "no_account"


@pytest.mark.parametrize("missing", [{}, {"TWILIO_ACCOUNT_SID": ""}], ids=["an account", "no account"])
def test_a_document_is_posted_whether_or_not_there_is_an_account_at_the_phone_company(missing: dict[str, str]) -> None:
    posted: list[Notice] = []

    def post(notice: Notice) -> str:
        posted.append(notice)
        return "201"

    assert reach_for(account(**missing), post).reach(POST) == "201"
    assert posted == [POST]


def test_no_error_holds_a_number_or_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, 400, {"code": 21211, "message": f"The number {CALL.number} is not valid"})
    with pytest.raises(NeverError) as raised:
        reach_for(account(), posts_nothing).reach(CALL)
    assert CALL.number not in repr(raised.value) + str(raised.value)


@pytest.fixture
def twin(line: Line) -> Iterator[TwinClient]:
    """The phone company's twin, whose webhooks reach the gateway of this house."""
    token = line.settings.twilio_auth_token.get_secret_value()
    known = Account(webhook="http://127.0.0.1:8000/twilio/sms", auth_token=token, public_url=PUBLIC, haste=100)
    gateway = httpx.ASGITransport(Starlette(routes=route_table(line)))
    with serving(Twin(known, description=from_library(), seed=3), transport=gateway) as client:
        yield client


def at(twin: TwinClient, line: Line) -> Settings:
    known = Account(webhook="http://127.0.0.1:8000/twilio/sms")
    token = line.settings.twilio_auth_token
    return account(
        TWILIO_ACCOUNT_SID=known.sid, TWILIO_AUTH_TOKEN=token, TWILIO_NUMBER=known.line, TWILIO_API_URL=twin.url
    )


def real(duty, notice: Notice) -> Notice:
    """Return a notice of an escalation that is open."""
    escalation = duty.emergency()
    attempt = duty.told(duty.ana, escalation, notice.means)
    ids = {"attempt_id": attempt, "reply": str(attempt), "escalation_id": escalation.id}
    return replace(notice, conversation_id=escalation.conversation_id, **ids)


def test_a_person_who_is_phoned_hears_the_summary_and_takes_it_by_key(duty, twin: TwinClient, line: Line) -> None:
    notice = real(duty, CALL)
    twin.callee(notice.number, presses=("2", "1"))
    assert reach_for(at(twin, line), posts_nothing).reach(notice).startswith("CA")
    call = twin.wait_for_call(notice.number)
    twin.settle()
    assert call.digits == ("2", "1")
    assert call.spoken[0] == call.spoken[3] == said("call_opening")
    assert call.spoken[-1] == said("call_taken")
    row = duty.trial.escalations(ROSA)[0]
    assert (row.state, row.acknowledged_name, row.acknowledged_way) == (
        EscalationState.ACKNOWLEDGED,
        "Ana",
        AckWay.CALL,
    )


def test_a_machine_that_answers_hears_it_all_and_takes_nothing(duty, twin: TwinClient, line: Line) -> None:
    notice = real(duty, CALL)
    twin.callee(notice.number, machine=True)
    reach_for(at(twin, line), posts_nothing).reach(notice)
    call = twin.wait_for_call(notice.number)
    twin.settle()
    assert call.spoken.count(said("call_opening")) == 3
    assert call.spoken[-1] == said("call_nothing")
    assert duty.trial.escalations(ROSA)[0].state is EscalationState.OPEN
    assert duty.attempt(notice.attempt_id).state is AttemptState.TAKEN


@pytest.mark.parametrize(
    ("script", "code"), [({"busy": True}, "busy"), ({"answers": False}, "no-answer"), ({"failed": True}, "failed")]
)
def test_a_phone_that_nobody_answers_ends_the_attempt(
    duty, twin: TwinClient, line: Line, script: dict[str, bool], code: str
) -> None:
    notice = real(duty, CALL)
    twin.callee(notice.number, **script)
    reach_for(at(twin, line), posts_nothing).reach(notice)
    twin.wait_for_call(notice.number)
    twin.settle()
    ended = duty.attempt(notice.attempt_id)
    assert (ended.state, ended.code) == (AttemptState.UNREACHED, code)


def test_a_person_who_is_texted_takes_it_by_answering_the_text(duty, twin: TwinClient, line: Line) -> None:
    notice = real(duty, TEXT)
    assert reach_for(at(twin, line), posts_nothing).reach(notice).startswith("SM")
    assert twin.wait_for_reply(notice.number).body == text_of(notice, PUBLIC)
    (answer,) = twin.text(notice.number, notice.reply).replies
    assert answer.startswith(f"It is yours: {duty.reference()}.")
    assert duty.trial.escalations(ROSA)[0].acknowledged_way is AckWay.TEXT


@pytest.mark.parametrize(("number", "code"), [("+15005550001", "21217"), ("+15005550003", "21215")])
def test_a_number_that_the_twin_cannot_call_is_never_tried_again(
    duty, twin: TwinClient, line: Line, number: str, code: str
) -> None:
    with pytest.raises(NeverError) as raised:
        reach_for(at(twin, line), posts_nothing).reach(replace(real(duty, CALL), number=number))
    assert raised.value.code == code
