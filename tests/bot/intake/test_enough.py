from __future__ import annotations

import pytest

from bot.intake.enough import danger_in_doubt, has_anything, urgency
from bot.intake.frame import Frame, SlotValue
from bot.vocabulary import Known, Slot, Urgency

SAFE = {
    Slot.IMMEDIATE_DANGER: SlotValue(Known.ANSWERED, "no"),
    Slot.WEAPON: SlotValue(Known.ANSWERED, {"present": "no", "kind": None, "where": None}),
}


def frame(**slots: object) -> Frame:
    told = {Slot(name): SlotValue(Known.ANSWERED, value) for name, value in slots.items()}
    return Frame(slots={**SAFE, **told})


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({}, Urgency.ROUTINE),
        ({"immediate_danger": "yes"}, Urgency.EMERGENCY),
        ({"weapon": {"present": "yes", "kind": "bat", "where": None}}, Urgency.EMERGENCY),
        ({"injury_medical": "serious"}, Urgency.URGENT),
        ({"suicide_screen": {"thoughts": "yes", "intent": "yes", "past": None}}, Urgency.URGENT),
        ({"suicide_screen": {"thoughts": "yes", "intent": "unknown", "past": None}}, Urgency.URGENT),
        ({"suicide_screen": {"thoughts": "no", "intent": None, "past": "yes"}}, Urgency.URGENT),
        ({"suicide_screen": {"thoughts": "yes", "intent": "no", "past": "no"}}, Urgency.PRIORITY),
        ({"suicide_screen": {"thoughts": "unknown", "intent": None, "past": None}}, Urgency.PRIORITY),
        ({"concern": "domestic_violence"}, Urgency.PRIORITY),
        ({"violence": "threats"}, Urgency.PRIORITY),
        ({"violence": "past_only"}, Urgency.ROUTINE),
        ({"willing_to_wait": "no"}, Urgency.PRIORITY),
        ({"location": {"said": "12 main", "in_area": False}}, Urgency.REDIRECT),
        ({"location": {"said": "12 main", "in_area": False}, "violence": "threats"}, Urgency.PRIORITY),
    ],
)
def test_urgency_follows_what_is_known(slots, expected):
    assert urgency(frame(**slots)) is expected


@pytest.mark.parametrize("known", [Known.UNKNOWN, Known.REFUSED, Known.NOT_ANSWERED])
@pytest.mark.parametrize("slot", [Slot.IMMEDIATE_DANGER, Slot.WEAPON])
def test_whatever_is_not_a_plain_no_to_danger_is_urgent(known, slot):
    doubtful = frame().with_slot(slot, SlotValue(known))
    assert danger_in_doubt(doubtful)
    assert urgency(doubtful) is Urgency.URGENT


@pytest.mark.parametrize("slot", [Slot.VIOLENCE, Slot.INJURY_MEDICAL])
def test_a_refused_answer_about_harm_raises_the_urgency(slot):
    assert urgency(frame().with_slot(slot, SlotValue(Known.REFUSED))) is Urgency.PRIORITY


def test_a_number_alone_is_nothing_that_was_told():
    assert not has_anything(Frame(slots={Slot.CALLBACK_NUMBER: SlotValue(Known.ANSWERED, "+13035550142")}))
    assert has_anything(Frame(slots={Slot.NARRATIVE: SlotValue(Known.ANSWERED, "he is cold")}))
