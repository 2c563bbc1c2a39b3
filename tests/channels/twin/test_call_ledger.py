"""The books of calls."""

from __future__ import annotations

import pytest

from channels.twin.call_ledger import CallLedger
from channels.twin.calls import Call, CallDirection, CallStatus
from channels.twin.refusals import RefusalError
from channels.twin.steps import Step, StepKind

ROSA = "+13035550142"
OLU = "+13035550143"


def opened(ledger: CallLedger, to: str = ROSA, parent: str = "") -> Call:
    return ledger.open("AC1", "+13035550100", to, CallDirection.API, parent)


def test_a_call_has_a_moment_for_being_dialed_answered_and_over():
    ledger = CallLedger()
    sid = opened(ledger).sid
    assert ledger.call(sid).begun is None
    for status in (CallStatus.INITIATED, CallStatus.RINGING, CallStatus.IN_PROGRESS, CallStatus.COMPLETED):
        call = ledger.move(sid, status)
    assert call.begun is not None and call.answered is not None and call.ended is not None
    assert call.created <= call.begun <= call.answered <= call.ended == call.updated


def test_a_call_that_nobody_answered_was_never_answered():
    ledger = CallLedger()
    sid = opened(ledger).sid
    ledger.move(sid, CallStatus.INITIATED)
    call = ledger.move(sid, CallStatus.BUSY)
    assert (call.answered, call.seconds) == (None, 0)
    assert call.ended is not None


def test_calls_are_listed_newest_first_and_narrowed_by_number_status_and_parent():
    ledger = CallLedger()
    first, second = opened(ledger), opened(ledger, OLU)
    child = opened(ledger, OLU, parent=first.sid)
    ledger.move(second.sid, CallStatus.INITIATED)
    assert [call.sid for call in ledger.calls()] == [child.sid, second.sid, first.sid]
    assert [call.sid for call in ledger.calls(to=ROSA)] == [first.sid]
    assert [call.sid for call in ledger.calls(parent=first.sid)] == [child.sid]
    assert len(ledger.calls(status="queued")) == 3
    assert ledger.calls(sender="+13035550199") == ledger.calls(status="ringing") == ()


def test_steps_are_kept_in_order():
    ledger = CallLedger()
    sid = opened(ledger).sid
    for text in ("One", "Two"):
        ledger.note(sid, Step(StepKind.SAY, text))
    assert [step.text for step in ledger.call(sid).steps] == ["One", "Two"]


def test_an_unknown_call_is_not_found():
    with pytest.raises(RefusalError) as caught:
        CallLedger().call("CA" + "0" * 32)
    assert caught.value.code == 20404
