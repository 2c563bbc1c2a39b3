"""Requests about calls: taken, refused, lost, and done to calls that are live."""

from __future__ import annotations

import asyncio

import pytest

from channels.twin.call_trial import HOST, ROSA, TOLD, CallTrial, spoken
from channels.twin.callee import Callee, Reaction
from channels.twin.calls import CallStatus
from channels.twin.faults import Faults
from channels.twin.practice import Scripted
from channels.twin.refusals import RefusalError

HELLO = Scripted("<Response><Say>Hello Rosa</Say></Response>")
LONG = Scripted('<Response><Say>Wait</Say><Pause length="60"/><Say>Too late</Say></Response>')


def test_a_live_call_is_sent_to_another_document():
    trial = CallTrial(LONG, haste=50, more=HELLO)

    async def redirect(sid: str) -> None:
        await trial.until(sid, lambda call: bool(call.steps))
        assert (await trial.switch.change(sid, {"Url": [f"{HOST}/more"]})).status is CallStatus.IN_PROGRESS

    call = trial.play(redirect)
    assert spoken(call) == ["Wait", "Hello Rosa"]
    assert call.status is CallStatus.COMPLETED


def test_a_live_call_is_ended():
    trial = CallTrial(LONG, haste=1)

    async def end(sid: str) -> None:
        await trial.until(sid, lambda call: bool(call.steps))
        assert (await trial.switch.change(sid, {"Status": ["canceled"]})).status is CallStatus.IN_PROGRESS
        assert (await trial.switch.change(sid, {"Status": ["completed"]})).status is CallStatus.COMPLETED

    assert spoken(trial.play(end, **TOLD)) == ["Wait"]
    assert trial.line.call_statuses()[-1] == "completed"


@pytest.mark.parametrize("status", ["canceled", "completed"])
def test_a_ringing_call_is_canceled(status: str):
    trial = CallTrial(HELLO, callee=Callee(Reaction.NO_ANSWER), haste=1)

    async def cancel(sid: str) -> None:
        await trial.until(sid, lambda call: call.status is CallStatus.RINGING)
        with pytest.raises(RefusalError) as caught:
            await trial.switch.change(sid, {"Url": [f"{HOST}/more"]})
        assert caught.value.code == 21220
        assert (await trial.switch.change(sid, {"Status": [status]})).status is CallStatus.CANCELED

    trial.play(cancel, **TOLD)
    assert trial.line.call_statuses() == ["initiated", "ringing", "canceled"]


def test_a_call_that_is_over_cannot_be_changed():
    trial = CallTrial(HELLO)

    async def late(sid: str) -> None:
        await trial.until(sid, lambda call: call.status.is_over)
        for parameters in ({"Status": ["completed"]}, {"Url": [f"{HOST}/more"]}):
            with pytest.raises(RefusalError) as caught:
                await trial.switch.change(sid, parameters)
            assert caught.value.code == 21220

    trial.play(late)


def test_while_requests_fail_no_call_is_placed():
    trial = CallTrial(HELLO, faults=Faults(fail_rest=1))
    with pytest.raises(RefusalError) as caught:
        trial.play()
    assert caught.value.status == 503
    assert trial.twin.calls.calls() == ()


def test_a_lost_answer_says_failure_though_the_phone_rings():
    trial = CallTrial(HELLO, faults=Faults(lose_rest=1))

    async def calling() -> None:
        with pytest.raises(RefusalError) as caught:
            await trial.switch.place({"To": [ROSA], "From": [trial.twin.account.line], "Url": [f"{HOST}/voice"]})
        assert caught.value.status == 503
        await trial.switchboard.settle()
        await trial.switchboard.close()

    asyncio.run(calling())
    assert [spoken(call) for call in trial.twin.calls.calls()] == [["Hello Rosa"]]


def test_a_reset_stops_a_live_call_and_forgets_it():
    trial = CallTrial(LONG, haste=1)

    async def reset(sid: str) -> None:
        await trial.until(sid, lambda call: bool(call.steps))
        await trial.switchboard.reset()

    with pytest.raises(RefusalError):
        trial.play(reset)
    assert trial.twin.calls.calls() == ()
