"""A resident texts the real processes through the twin, with signed webhooks, and is helped."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.acceptance

ROSA = "+13035550121"
IVAN = "+13035550122"


def answer_to(question: str) -> str:
    """Answer whatever is asked, as Rosa would."""
    asked = question.lower()
    answers = [
        ("is that right", "yes that is right"),
        ("look right", "yes"),
        ("correct", "yes that is right"),
        ("danger", "no, nobody is in danger and no weapons"),
        ("weapon", "no"),
        ("street or corner", "colfax and pearl"),
        ("where", "the bus stop at colfax and pearl"),
        ("hurt", "no, not hurt"),
        ("going on", "an older man has been sitting there since morning, he is shivering and talking to himself"),
        ("who", "i am just passing by"),
        ("number", "yes this number is fine"),
        ("wait", "yes i can wait"),
        ("safe", "yes, texts are fine"),
    ]
    return next((said for word, said in answers if word in asked), "i don't know")


def test_a_whole_intake_by_text_becomes_a_record_in_the_queue(line):
    reply = line.say(ROSA, "hi there is a man at the bus stop who doesnt look ok")[0]
    assert "not 911" in reply
    assert "staff may read" in reply.lower()

    for _ in range(16):
        if re.search(r"\b[B-Z2-9]{4}-[B-Z2-9]{4}\b", reply):
            break
        reply = line.say(ROSA, answer_to(reply.splitlines()[-1]))[0]

    reference = re.search(r"\b[B-Z2-9]{4}-[B-Z2-9]{4}\b", reply)
    assert reference, f"no reference after the intake; the last reply was {reply!r}"
    record = line.record(ROSA)
    assert record["reference"] == reference.group()
    assert record["state"] == "waiting_callback"
    assert record["outcome"] == "callback"
    assert record["queued_at"]
    assert record["escalations"] == []
    assert record["slots"]["immediate_danger"]["value"] == "no"
    assert "colfax" in record["slots"]["location"]["said"].lower()

    status = line.say(ROSA, "STATUS")[0]
    assert reference.group() in status


def test_a_knife_in_the_middle_of_the_location_question_goes_to_911(line):
    first = line.say(IVAN, "hello, my brother is not doing well", "no, nobody is in danger")
    assert "where" in first[-1].lower()

    reply = line.say(IVAN, "my brother has a knife and is coming at me")[0]

    assert "911" in reply
    record = line.record(IVAN)
    assert record["state"] == "escalated"
    assert record["urgency"] == "emergency"
    assert [escalation["state"] for escalation in record["escalations"]] == ["open"]
    assert "weapon" in record["escalations"][0]["hazards"]

    line.say(IVAN, "lol never mind", "112 grant st")
    after = line.record(IVAN)
    assert [escalation["state"] for escalation in after["escalations"]] == ["open"]
    assert "grant" in after["slots"]["location"]["said"].lower()
