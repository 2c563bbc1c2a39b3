"""The control API of calls through its client, over real sockets; the line beyond is a practice line."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from bot.errors import PermanentError, TemporaryError
from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.practice import PracticeLine
from channels.twin.server import serving
from channels.twin.steps import Step, StepKind
from channels.twin.twin import Twin

ROSA = "+13035550142"
OLU = "+13035550143"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms", haste=500)
HELLO = '<Response><Say language="es-US">Hola</Say></Response>'


@pytest.fixture(scope="module")
def running() -> Iterator[TwinClient]:
    line = PracticeLine(ACCOUNT.auth_token)
    with serving(Twin(ACCOUNT, description=from_library(), seed=3), transport=line) as client:
        yield client


@pytest.fixture
def twin(running: TwinClient) -> TwinClient:
    running.reset()
    return running


def call(twin: TwinClient, to: str = ROSA, twiml: str = HELLO) -> str:
    url = f"{twin.url}/2010-04-01/Accounts/{ACCOUNT.sid}/Calls.json"
    form = {"To": to, "From": ACCOUNT.line, "Twiml": twiml}
    return str(httpx.post(url, data=form, auth=(ACCOUNT.sid, ACCOUNT.auth_token)).json()["sid"])


def test_what_was_said_to_a_callee_can_be_read(twin: TwinClient):
    sid = call(twin)
    ended = twin.wait_for_call(ROSA)
    assert (ended.sid, ended.to, ended.sender, ended.status) == (sid, ROSA, ACCOUNT.line, "completed")
    assert ended.spoken == ("Hola",)
    assert ended.steps == (Step(StepKind.SAY, "Hola", "es-US"),)
    assert ended.started is not None and ended.answered is not None and ended.ended is not None
    assert ended.started <= ended.answered <= ended.ended
    assert (ended.answered_by, ended.digits, ended.said, ended.parent) == (None, (), (), None)


@pytest.mark.parametrize(
    ("script", "status"),
    [({"busy": True}, "busy"), ({"failed": True}, "failed"), ({"answers": False}, "no-answer"), ({}, "completed")],
)
def test_who_answers_is_scripted_by_number(twin: TwinClient, script: dict[str, bool], status: str):
    twin.callee(ROSA, **script)  # type: ignore[arg-type]
    call(twin)
    assert twin.wait_for_call(ROSA).status == status


def test_calls_are_waited_for_one_after_the_other_and_never_twice(twin: TwinClient):
    sids = [call(twin), call(twin)]
    assert [twin.wait_for_call(ROSA).sid for _ in sids] == sids
    with pytest.raises(TemporaryError):
        twin.wait_for_call(ROSA, seconds=0.02)


def test_of_two_calls_at_once_the_one_that_ends_first_is_waited_for_first(twin: TwinClient):
    long = call(twin, twiml='<Response><Pause length="200"/></Response>')
    short = call(twin)
    assert [twin.wait_for_call(ROSA).sid for _ in range(2)] == [short, long]


def test_calls_are_listed_oldest_first_for_a_number_or_for_all(twin: TwinClient):
    sids = [call(twin), call(twin, OLU)]
    twin.settle()
    assert [found.sid for found in twin.calls()] == sids
    assert [found.sid for found in twin.calls(to=OLU)] == sids[1:]


def test_a_call_that_is_not_over_is_listed_as_far_as_it_has_come(twin: TwinClient):
    twin.haste(1)
    twin.callee(ROSA, answers=False)
    call(twin)
    while (found := twin.calls(ROSA)[0]).status != "ringing":
        assert found.status in ("queued", "initiated")
    assert found.ended is None


def test_a_dialed_number_is_scripted_like_any_other(twin: TwinClient):
    twin.callee(OLU, after_seconds=1, hangs_up_after=3)
    parent = call(twin, twiml=f"<Response><Dial>{OLU}</Dial></Response>")
    assert twin.wait_for_call(OLU).parent == parent
    assert twin.wait_for_call(ROSA).steps == (Step(StepKind.DIAL, OLU, outcome="completed"),)


def test_the_log_tells_how_a_call_went(twin: TwinClient):
    sid = call(twin)
    twin.settle()
    told = [entry["verdict"] for entry in twin.log("call", sid=sid)]
    assert told == ["initiated", "ringing", "in-progress", "completed"]


def test_a_reset_forgets_calls_scripts_and_haste(twin: TwinClient):
    twin.callee(ROSA, busy=True)
    twin.haste(2)
    call(twin)
    twin.wait_for_call(ROSA)
    twin.reset()
    assert twin.calls() == ()
    assert twin.health()["haste"] == ACCOUNT.haste
    call(twin)
    assert twin.wait_for_call(ROSA).status == "completed"


def test_other_faults_leave_scripts_and_haste_alone(twin: TwinClient):
    twin.callee(ROSA, busy=True)
    twin.haste(300)
    twin.faults(drop_callbacks=True)
    call(twin)
    assert twin.wait_for_call(ROSA).status == "busy"
    assert twin.health()["haste"] == 300


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/twin/callees", {"presses": ["1"]}),
        ("/twin/callees", {"number": ROSA, "mood": "bad"}),
        ("/twin/haste", {}),
        ("/twin/haste", {"haste": 0}),
        ("/twin/haste", {"haste": "much"}),
    ],
)
def test_a_request_that_means_nothing_is_answered_with_why(twin: TwinClient, path: str, document: dict[str, object]):
    answer = httpx.post(twin.url + path, json=document)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_client_passes_on_why(twin: TwinClient):
    with pytest.raises(PermanentError, match="machine"):
        twin.callee(ROSA, machine=True, presses=("1",))
    assert httpx.get(f"{twin.url}/twin/calls/over", params={"wait": "long"}).status_code == 400
