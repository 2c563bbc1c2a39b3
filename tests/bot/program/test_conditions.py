"""Conditions have three answers, and what was not told is never taken for no."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake.frame import Frame, SlotValue
from bot.program.conditions import NEVER_ASSUMED, AllOf, AnyOf, NotSo, SlotIs, UrgencyIs, facts_read, holds
from bot.vocabulary import Holds, Known, Slot, Urgency

ARMED = SlotIs(Slot.WEAPON, ("yes",), part="present")


def _told(slot: Slot, value: Any) -> Frame:
    return Frame().with_slot(slot, SlotValue(Known.ANSWERED, value))


def _read(condition: Any, frame: Frame, urgency: Urgency = Urgency.ROUTINE) -> Holds:
    return holds(condition, frame, urgency)


def test_a_told_weapon_holds_and_a_told_no_does_not():
    assert _read(ARMED, _told(Slot.WEAPON, {"present": "yes", "kind": "knife"})) is Holds.YES
    assert _read(ARMED, _told(Slot.WEAPON, {"present": "no"})) is Holds.NO


def test_a_weapon_nobody_spoke_of_is_unknown():
    assert _read(ARMED, Frame()) is Holds.UNKNOWN


@pytest.mark.parametrize("known", [Known.UNKNOWN, Known.REFUSED, Known.NOT_ANSWERED])
def test_an_answer_that_is_no_answer_is_unknown_even_where_silence_is_assumed(known):
    on_a_cue = SlotIs(Slot.SUICIDE_SCREEN, ("yes",), part="intent", assumed=True)
    frame = Frame().with_slot(Slot.SUICIDE_SCREEN, SlotValue(known))
    assert _read(on_a_cue, frame) is Holds.UNKNOWN
    assert _read(on_a_cue, Frame()) is Holds.NO


def test_a_part_nobody_told_is_unknown():
    assert _read(ARMED, _told(Slot.WEAPON, {"kind": "knife"})) is Holds.UNKNOWN
    assert _read(ARMED, _told(Slot.WEAPON, {"present": None})) is Holds.UNKNOWN
    assert _read(ARMED, _told(Slot.WEAPON, "yes")) is Holds.UNKNOWN


@pytest.mark.parametrize("said", ["unknown", "refused"])
def test_a_part_that_was_asked_and_not_told_is_unknown_even_where_silence_is_assumed(said):
    intent = SlotIs(Slot.SUICIDE_SCREEN, ("yes",), part="intent", assumed=True)
    assert _read(intent, _told(Slot.SUICIDE_SCREEN, {"intent": said})) is Holds.UNKNOWN
    assert _read(intent, _told(Slot.SUICIDE_SCREEN, {"intent": None})) is Holds.NO


@pytest.mark.parametrize("slot", sorted(NEVER_ASSUMED))
def test_silence_about_safety_can_never_be_assumed_to_be_no(slot):
    with pytest.raises(ValueError, match="never be assumed"):
        SlotIs(slot, ("yes",), assumed=True)


def test_any_member_of_a_list_will_do():
    in_traffic = SlotIs(Slot.HAZARDS_ACCESS, ("traffic",), part="kinds")
    assert _read(in_traffic, _told(Slot.HAZARDS_ACCESS, {"kinds": ["dog", "traffic"]})) is Holds.YES
    assert _read(in_traffic, _told(Slot.HAZARDS_ACCESS, {"kinds": ["dog"]})) is Holds.NO
    assert _read(in_traffic, _told(Slot.HAZARDS_ACCESS, {"kinds": []})) is Holds.NO


def test_true_and_false_are_read_as_yes_and_no():
    outside = SlotIs(Slot.LOCATION, ("no",), part="in_area")
    assert _read(outside, _told(Slot.LOCATION, {"in_area": False})) is Holds.YES
    assert _read(outside, _told(Slot.LOCATION, {"in_area": True})) is Holds.NO
    assert _read(outside, _told(Slot.LOCATION, {"in_area": None})) is Holds.UNKNOWN


def test_all_and_any_and_not_keep_what_is_unknown():
    unknown, true, false = ARMED, UrgencyIs((Urgency.ROUTINE,)), UrgencyIs((Urgency.EMERGENCY,))
    assert _read(AllOf((true, unknown)), Frame()) is Holds.UNKNOWN
    assert _read(AllOf((false, unknown)), Frame()) is Holds.NO
    assert _read(AllOf((true, true)), Frame()) is Holds.YES
    assert _read(AnyOf((false, unknown)), Frame()) is Holds.UNKNOWN
    assert _read(AnyOf((true, unknown)), Frame()) is Holds.YES
    assert _read(AnyOf((false, false)), Frame()) is Holds.NO
    assert _read(NotSo(unknown), Frame()) is Holds.UNKNOWN
    assert _read(NotSo(true), Frame()) is Holds.NO
    assert _read(NotSo(false), Frame()) is Holds.YES


def test_a_call_taker_is_shown_the_facts_that_were_read():
    condition = AllOf((ARMED, AnyOf((SlotIs(Slot.CONCERN, ("noise",)), NotSo(UrgencyIs((Urgency.URGENT,)))))))
    frame = _told(Slot.CONCERN, "noise").with_slot(Slot.WEAPON, SlotValue(Known.REFUSED))
    assert list(facts_read(condition, frame, Urgency.URGENT)) == [
        "Weapon: asked: rather not say",
        "What it is about: noise",
        "Urgency: urgent",
    ]
    assert list(facts_read(ARMED, Frame(), Urgency.ROUTINE)) == ["Weapon: not spoken of"]
