"""Forms about calls."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot import clock
from channels.twin.calls import Call, CallDirection, CallStatus, new_call_sid
from channels.twin.machine_detection import Detected
from channels.twin.voice_forms import status_form, voice_form

NOW = clock.now()


def a_call(**changes: object) -> Call:
    fields: dict[str, object] = {
        "sid": new_call_sid(),
        "account": "AC1",
        "sender": "+13035550100",
        "to": "+13035550142",
        "direction": CallDirection.API,
        "status": CallStatus.IN_PROGRESS,
        "created": NOW,
        "updated": NOW,
    }
    return Call(**{**fields, **changes})  # type: ignore[arg-type]


def test_every_request_tells_who_calls_whom_and_how_far_it_is():
    call = a_call()
    form = dict(voice_form(call))
    assert len(form) == len(voice_form(call))
    assert {name: form[name] for name in ("To", "Called", "From", "Caller", "CallSid", "CallStatus", "Direction")} == {
        "To": "+13035550142",
        "Called": "+13035550142",
        "From": "+13035550100",
        "Caller": "+13035550100",
        "CallSid": call.sid,
        "CallStatus": "in-progress",
        "Direction": "outbound-api",
    }
    assert "AnsweredBy" not in form
    assert form["ToCity"] == form["CallerCity"] == "DENVER"


def test_who_answered_is_told_once_it_is_known():
    form = dict(voice_form(a_call(detected=Detected("machine_start", 3.0))))
    assert (form["AnsweredBy"], form["MachineDetectionDuration"]) == ("machine_start", "3000")


def test_a_status_callback_tells_its_number_its_moment_and_at_the_end_how_long_it_was():
    ended = a_call(status=CallStatus.COMPLETED, answered=NOW, ended=NOW + timedelta(seconds=61))
    form = dict(status_form(ended, ended.status, 3))
    assert (form["CallbackSource"], form["SequenceNumber"]) == ("call-progress-events", "3")
    assert abs(parsedate_to_datetime(form["Timestamp"]) - clock.now()) < timedelta(seconds=30)
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")
    assert "CallDuration" not in dict(status_form(a_call(), CallStatus.IN_PROGRESS, 2))
