"""One call: statuses, who answers, documents, how it ends."""

from __future__ import annotations

import pytest

from channels.twin.call_trial import HOST, ROSA, TOLD, CallTrial, spoken
from channels.twin.callee import Callee, Reaction
from channels.twin.calls import CallStatus
from channels.twin.faults import Faults
from channels.twin.journal import EntryKind
from channels.twin.practice import Scripted

HELLO = Scripted("<Response><Say>Hello Rosa</Say></Response>")
LONG = Scripted('<Response><Say>Wait</Say><Pause length="60"/><Say>Too late</Say></Response>')
BROKEN = Scripted("oops", status=500)


def test_a_call_is_dialed_rung_answered_and_completed_and_each_is_told():
    trial = CallTrial(HELLO)
    call = trial.play(**TOLD)
    passed = ["initiated", "ringing", "in-progress", "completed"]
    assert trial.statuses() == trial.line.call_statuses() == passed
    assert spoken(call) == ["Hello Rosa"]
    callbacks = trial.heard("status")
    assert all(heard.signed for heard in trial.line.heard)
    assert [heard.field("SequenceNumber") for heard in callbacks] == ["0", "1", "2", "3"]
    assert {heard.field("CallSid") for heard in callbacks} == {call.sid}
    assert len({heard.token for heard in callbacks}) == 4
    assert callbacks[-1].field("CallDuration") == "1"


def test_the_document_is_asked_for_signed_with_the_answered_call():
    trial = CallTrial(HELLO, public_url="https://line.example.org")
    call = trial.play(Url="https://line.example.org/voice?attempt=7")
    heard = trial.heard("voice")[0]
    assert (heard.method, heard.url, heard.signed) == ("POST", f"{HOST}/voice?attempt=7", True)
    assert (heard.field("CallSid"), heard.field("CallStatus")) == (call.sid, "in-progress")
    assert (heard.field("Direction"), heard.field("To")) == ("outbound-api", ROSA)


def test_a_document_may_be_asked_for_with_get():
    trial = CallTrial(HELLO)
    trial.play(Method="GET")
    heard = trial.heard("voice")[0]
    assert heard.method == "GET"
    assert heard.signed
    assert "CallStatus=in-progress" in heard.url


@pytest.mark.parametrize(
    ("callee", "passed"),
    [
        (Callee(Reaction.BUSY), ["initiated", "busy"]),
        (Callee(Reaction.FAILED), ["initiated", "failed"]),
        (Callee(Reaction.NO_ANSWER), ["initiated", "ringing", "no-answer"]),
        (Callee(after_seconds=30), ["initiated", "ringing", "no-answer"]),
    ],
)
def test_a_call_that_nobody_answers_asks_for_no_document_and_tells_why(callee: Callee, passed: list[str]):
    trial = CallTrial(HELLO, callee=callee)
    call = trial.play(Timeout="20", **TOLD)
    assert trial.line.call_statuses() == passed
    assert trial.heard("voice") == []
    assert trial.heard("status")[-1].field("CallDuration") == "0"
    assert (call.answered, spoken(call)) == (None, [])


def test_a_document_that_comes_with_the_request_is_followed_without_asking():
    trial = CallTrial()
    call = trial.play(Url="", Twiml="<Response><Say>Hola, ¿está bien?</Say></Response>")
    assert spoken(call) == ["Hola, ¿está bien?"]
    assert trial.line.heard == []


def test_a_pressed_key_goes_to_the_action_as_a_signed_request():
    menu = Scripted('<Response><Gather numDigits="1" action="/keys"><Say>Press 1</Say></Gather></Response>')
    trial = CallTrial(menu, callee=Callee(presses=("1",)), keys=Scripted("<Response><Say>Thanks</Say></Response>"))
    call = trial.play()
    heard = trial.heard("keys")[0]
    assert heard.signed
    assert (heard.field("Digits"), heard.field("CallStatus")) == ("1", "in-progress")
    assert (spoken(call), call.card()["digits"]) == (["Press 1", "Thanks"], ["1"])


def test_words_go_to_the_action_with_how_sure_twilio_is_of_them():
    menu = Scripted('<Response><Gather input="speech" action="/words"/></Response>')
    trial = CallTrial(menu, callee=Callee(says=("yes please",), confidence=0.62), words=HELLO)
    trial.play()
    heard = trial.heard("words")[0]
    assert (heard.field("SpeechResult"), heard.field("Confidence")) == ("yes please", "0.62")
    assert heard.field("Digits") is None


def test_a_callee_who_hangs_up_ends_the_call_in_the_middle_of_a_document():
    trial = CallTrial(LONG, callee=Callee(hangs_up_after=20), haste=50)
    call = trial.play(**TOLD)
    assert call.status is CallStatus.COMPLETED
    assert spoken(call) == ["Wait"]
    assert trial.line.call_statuses()[-1] == "completed"


def test_a_callee_who_hangs_up_at_once_has_answered_all_the_same():
    trial = CallTrial(LONG, callee=Callee(hangs_up_after=0))
    call = trial.play()
    assert (call.status, spoken(call)) == (CallStatus.COMPLETED, [])
    assert trial.statuses()[-2:] == ["in-progress", "completed"]


def test_a_request_that_is_under_way_outlives_the_callee():
    trial = CallTrial(Scripted(HELLO.body, seconds=0.1), callee=Callee(hangs_up_after=5))
    call = trial.play()
    assert spoken(call) == []
    assert [entry.status for entry in trial.twin.journal.read(EntryKind.WEBHOOK)] == [200]


def test_a_call_ends_when_its_time_is_up():
    assert spoken(CallTrial(LONG, haste=50).play(TimeLimit="20")) == ["Wait"]


def test_a_failed_document_is_retried_as_its_fragment_says():
    trial = CallTrial(BROKEN, HELLO)
    call = trial.play(Url=f"{HOST}/voice#rc=1&rp=5xx")
    assert spoken(call) == ["Hello Rosa"]
    assert len({heard.token for heard in trial.heard("voice")}) == 1


def test_a_document_that_never_comes_is_an_application_error():
    trial = CallTrial(BROKEN)
    call = trial.play()
    assert [line.split(",")[1] for line in spoken(call)] == [" an application error has occurred. Goodbye."]
    assert trial.codes(EntryKind.TWIML) == [11200]
    assert call.status is CallStatus.COMPLETED


def test_the_fallback_is_asked_when_a_document_fails():
    trial = CallTrial(Scripted("<Response>"), safe=Scripted("<Response><Say>Call 911</Say></Response>"))
    assert spoken(trial.play(FallbackUrl=f"{HOST}/safe")) == ["Call 911"]
    assert trial.heard("safe")[0].field("ErrorCode") == "12100"
    assert trial.heard("safe")[0].field("ErrorUrl") == f"{HOST}/voice"


def test_no_document_is_asked_for_off_this_machine():
    trial = CallTrial()
    trial.play(Url="https://example.org/voice")
    assert trial.line.heard == []
    assert trial.codes(EntryKind.WEBHOOK) == [11205]


def test_machine_detection_waits_and_tells_who_answered():
    for machine, mode, answered_by in (
        (False, "Enable", "human"),
        (True, "Enable", "machine_start"),
        (True, "DetectMessageEnd", "machine_end_beep"),
    ):
        trial = CallTrial(HELLO, callee=Callee(machine=machine))
        call = trial.play(MachineDetection=mode, **TOLD)
        assert trial.heard("voice")[0].field("AnsweredBy") == answered_by
        assert [heard.field("AnsweredBy") for heard in trial.heard("status")] == [None, None, None, answered_by]
        assert call.resource()["answered_by"] == answered_by


def test_machine_detection_aside_tells_its_own_url_while_the_call_goes_on():
    trial = CallTrial(HELLO, callee=Callee(machine=True))
    trial.play(MachineDetection="Enable", AsyncAmd="true", AsyncAmdStatusCallback=f"{HOST}/amd")
    assert trial.heard("voice")[0].field("AnsweredBy") is None
    (told,) = trial.heard("amd")
    assert told.signed
    assert (told.field("AnsweredBy"), told.field("MachineDetectionDuration")) == ("machine_start", "3000")


def test_a_dialed_call_is_on_the_books_and_tells_the_action_how_it_went():
    dial = Scripted('<Response><Dial action="/after">+13035550911</Dial></Response>')
    trial = CallTrial(dial, after=HELLO)
    call = trial.play()
    (child,) = trial.twin.calls.calls(parent=call.sid)
    heard = trial.heard("after")[0]
    assert (heard.field("DialCallStatus"), heard.field("DialCallSid")) == ("completed", child.sid)
    assert (child.status, spoken(call)) == (CallStatus.COMPLETED, ["Hello Rosa"])


def test_a_duplicated_document_request_is_one_call_and_the_last_answer_counts():
    trial = CallTrial(Scripted("<Response><Say>Too late</Say></Response>"), HELLO, faults=Faults(duplicate=1))
    assert spoken(trial.play()) == ["Hello Rosa"]
    assert len({(heard.form, heard.token) for heard in trial.heard("voice")}) == 1


def test_haste_shortens_every_wait_of_a_call():
    trial = CallTrial(LONG, callee=Callee(after_seconds=10))
    call = trial.play()
    assert call.ended is not None and call.begun is not None
    assert (call.ended - call.begun).total_seconds() < 10
    assert spoken(call) == ["Wait", "Too late"]
