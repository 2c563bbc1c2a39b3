"""A call and its resource."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from channels.twin.calls import Call, CallDirection, CallStatus, new_call_sid
from channels.twin.steps import Step, StepKind

NOW = clock.now()


def a_call(**changes: object) -> Call:
    fields: dict[str, object] = {
        "sid": new_call_sid(),
        "account": "AC1",
        "sender": "+13035550100",
        "to": "+13035550142",
        "direction": CallDirection.API,
        "status": CallStatus.QUEUED,
        "created": NOW,
        "updated": NOW,
    }
    return Call(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_sid_is_ca_and_32_hex_digits_and_never_given_out_twice():
    sids = {new_call_sid() for _ in range(1_000)}
    assert len(sids) == 1_000
    assert all(sid[:2] == "CA" and len(sid) == 34 and int(sid[2:], 16) for sid in sids)


def test_begun_seconds_count_as_whole_ones_and_an_unanswered_call_has_none():
    talked = a_call(status=CallStatus.COMPLETED, answered=NOW, ended=NOW + timedelta(seconds=61.2))
    assert (talked.seconds, talked.resource()["duration"]) == (62, "62")
    unanswered = a_call(status=CallStatus.NO_ANSWER, begun=NOW, ended=NOW + timedelta(seconds=60))
    assert (unanswered.seconds, unanswered.resource()["duration"], unanswered.resource()["end_time"]) == (0, None, None)


def test_the_resource_knows_no_initiated():
    assert a_call(status=CallStatus.INITIATED).resource()["status"] == "queued"
    assert a_call(status=CallStatus.INITIATED).card()["status"] == "initiated"


@pytest.mark.parametrize(
    ("number", "formatted"),
    [("+13035550142", "(303) 555-0142"), ("+442071838750", "+442071838750"), ("sip:desk@example.org",) * 2],
)
def test_numbers_are_formatted_as_twilio_shows_them(number: str, formatted: str):
    assert a_call(to=number).resource()["to_formatted"] == formatted


def test_the_card_tells_what_was_spoken_pressed_and_said_in_order():
    steps = (
        Step(StepKind.SAY, "Hello"),
        Step(StepKind.KEYS, "1"),
        Step(StepKind.SAY, "Bye", language="es-US"),
        Step(StepKind.SPEECH, "yes"),
    )
    card = a_call(steps=steps).card()
    assert (card["spoken"], card["digits"], card["said"]) == (["Hello", "Bye"], ["1"], ["yes"])
    assert card["steps"][2] == {"kind": "say", "text": "Bye", "language": "es-US", "voice": "", "outcome": ""}
