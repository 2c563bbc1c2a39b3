"""Status callbacks of calls: which are sent, and how faults send them."""

from __future__ import annotations

from channels.twin.call_trial import HOST, TOLD, CallTrial
from channels.twin.connection import Failure
from channels.twin.faults import Faults
from channels.twin.practice import Scripted

HELLO = Scripted("<Response><Say>Hello Rosa</Say></Response>")


def test_only_the_events_that_are_asked_for_are_told_and_counted():
    trial = CallTrial(HELLO)
    trial.play(StatusCallback=f"{HOST}/status", StatusCallbackEvent=["answered", "completed"])
    assert trial.line.call_statuses() == ["in-progress", "completed"]
    assert [heard.field("SequenceNumber") for heard in trial.heard("status")] == ["0", "1"]


def test_without_an_event_only_the_end_is_told():
    trial = CallTrial(HELLO)
    trial.play(StatusCallback=f"{HOST}/status", StatusCallbackMethod="GET")
    (heard,) = trial.heard("status")
    assert heard.method == "GET"
    assert "CallStatus=completed" in heard.url


def test_nothing_is_told_where_nothing_was_asked_for():
    trial = CallTrial(HELLO)
    trial.play()
    assert [heard.url for heard in trial.line.heard] == [f"{HOST}/voice"]


def test_callbacks_can_come_out_of_order_or_not_at_all():
    shuffled = CallTrial(HELLO, faults=Faults(reorder=True))
    shuffled.play(**TOLD)
    assert shuffled.line.call_statuses() == ["ringing", "initiated", "completed", "in-progress"]
    assert [heard.field("SequenceNumber") for heard in shuffled.heard("status")] == ["1", "0", "3", "2"]
    dropped = CallTrial(HELLO, faults=Faults(drop_callbacks=True))
    dropped.play(**TOLD)
    assert dropped.line.call_statuses() == []


def test_of_three_callbacks_out_of_order_the_last_comes_too():
    trial = CallTrial(HELLO, faults=Faults(reorder=True))
    trial.play(StatusCallback=f"{HOST}/status", StatusCallbackEvent=["ringing", "answered", "completed"])
    assert trial.line.call_statuses() == ["in-progress", "ringing", "completed"]


def test_a_slow_callback_holds_the_next_one_up_but_not_the_call():
    trial = CallTrial(HELLO, faults=Faults(callback_delay_ms=50))

    async def over(sid: str) -> None:
        await trial.until(sid, lambda call: call.status.is_over)
        assert len(trial.heard("status")) < 4

    trial.play(over, **TOLD)
    assert trial.line.call_statuses() == ["initiated", "ringing", "in-progress", "completed"]


def test_a_callback_whose_connection_fails_is_tried_again_as_the_same():
    trial = CallTrial(HELLO, status=Scripted(failure=Failure.CONNECT))
    trial.play(StatusCallback=f"{HOST}/status")
    first, second = trial.heard("status")
    assert (first.form, first.token) == (second.form, second.token)
