"""Each shipped program takes what its sources say it takes, says by which rule, and never reads unknown as no."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from bot.intake.frame import Frame, SlotValue
from bot.profiles import load_profile, profile_names
from bot.program.eligibility import trace
from bot.vocabulary import Concern, Holds, Known, Route, Slot, Urgency, Verdict

NOON = datetime(2026, 6, 2, 18, tzinfo=timezone.utc)
SAFE: dict[Slot, Any] = {
    Slot.IMMEDIATE_DANGER: "no",
    Slot.WEAPON: {"present": "no"},
    Slot.VIOLENCE: "none",
    Slot.INJURY_MEDICAL: "none",
}


ASKED_IN_DETAIL = (Slot.VIOLENCE, Slot.INJURY_MEDICAL)


def _record(**slots: Any) -> Frame:
    told = {**SAFE, **{Slot(name): value for name, value in slots.items()}}
    return Frame(
        slots={
            slot: value if isinstance(value, SlotValue) else SlotValue(Known.ANSWERED, value)
            for slot, value in told.items()
        }
    )


def _verdict(name: str, frame: Frame, urgency: Urgency = Urgency.ROUTINE) -> tuple[Verdict, str, Route | None]:
    read = trace(load_profile(name), frame, urgency, NOON)
    return read.verdict, read.decided_by, read.route


OUTSIDE = {"place_type": "outside", "in_area": True}
AT_HOME = {"place_type": "private_home", "in_area": True}


@pytest.mark.parametrize(
    ("name", "slots", "expected"),
    [
        ("denver-star", {"concern": "welfare_check", "willing_to_wait": "yes"}, ("eligible", "STAR-6", "team")),
        (
            "denver-star",
            {"concern": "welfare_check", "willing_to_wait": "no"},
            ("not_eligible", "STAR-5", "co_response"),
        ),
        ("denver-star", {"concern": "welfare_check"}, ("unknown", "STAR-5", None)),
        (
            "denver-star",
            {"concern": "trespass_unwanted_person", "violence": "threats", "willing_to_wait": "yes"},
            ("not_eligible", "STAR-1", "co_response"),
        ),
        ("denver-star", {"concern": "crime_report", "willing_to_wait": "yes"}, ("not_eligible", "STAR-2", "911")),
        (
            "denver-star",
            {"concern": "homelessness", "willing_to_wait": "yes", "location": {"in_area": False}},
            ("not_eligible", "STAR-3", "referral"),
        ),
        ("denver-star", {"concern": "noise", "willing_to_wait": "yes"}, ("not_eligible", "HOUSE-6", "referral")),
        ("eugene-cahoots", {"concern": "grief_support"}, ("eligible", "CAH-6", "team")),
        ("eugene-cahoots", {"concern": "medical", "needs": ["transport"]}, ("eligible", "CAH-5", "transport")),
        ("eugene-cahoots", {"concern": "intoxication", "violence": "threats"}, ("not_eligible", "CAH-1", "911")),
        (
            "eugene-cahoots",
            {"concern": "intoxication", "hazards_access": {"said": "in the road", "kinds": ["traffic"]}},
            ("not_eligible", "CAH-3", "911"),
        ),
        ("stpete-call", {"concern": "youth_truancy"}, ("eligible", "CALL-3", "team")),
        ("stpete-call", {"concern": "suicidal_thoughts"}, ("eligible", "CALL-4", "team")),
        ("stpete-call", {"concern": "homelessness"}, ("eligible", "CALL-5", "team")),
        ("stpete-call", {"concern": "crime_report"}, ("not_eligible", "CALL-1", "911")),
        ("portland-psr", {"concern": "intoxication", "location": OUTSIDE}, ("eligible", "PSR-8", "team")),
        ("portland-psr", {"concern": "intoxication", "location": AT_HOME}, ("not_eligible", "PSR-5", "hotline")),
        ("portland-psr", {"concern": "intoxication", "location": {"in_area": True}}, ("unknown", "PSR-5", None)),
        ("portland-psr", {"concern": "suicidal_thoughts", "location": OUTSIDE}, ("not_eligible", "PSR-3", "hotline")),
        (
            "portland-psr",
            {
                "concern": "welfare_check",
                "location": OUTSIDE,
                "hazards_access": {"said": "in the road", "kinds": ["traffic"]},
            },
            ("not_eligible", "PSR-2", "911"),
        ),
        ("nyc-bheard", {"concern": "mental_health_crisis"}, ("eligible", "BH-5", "team")),
        ("nyc-bheard", {"concern": "mental_health_crisis", "violence": "threats"}, ("not_eligible", "BH-1", "911")),
        ("hotline-988", {"concern": "suicidal_thoughts"}, ("eligible", "HOT-4", "clinician")),
        ("hotline-988", {"concern": "noise"}, ("not_eligible", "HOT-3", "referral")),
        (
            "hotline-988",
            {"concern": "suicidal_thoughts", "suicide_screen": {"intent": "yes"}},
            ("not_eligible", "HOT-1", "911"),
        ),
        ("embedded-clinician", {"concern": "family_conflict"}, ("eligible", "EMB-4", "clinician")),
        ("embedded-clinician", {"concern": "noise"}, ("not_eligible", "HOUSE-6", "referral")),
    ],
)
def test_a_shipped_program_decides_by_the_rule_its_sources_give(name, slots, expected):
    assert _verdict(name, _record(**slots)) == expected


@pytest.mark.parametrize("name", profile_names())
def test_no_program_takes_an_emergency_a_weapon_violence_or_a_serious_injury(name):
    for concern in Concern:
        base = {"concern": concern.value, "location": OUTSIDE, "willing_to_wait": "yes"}
        assert _verdict(name, _record(**base), Urgency.EMERGENCY) == (Verdict.NOT_ELIGIBLE, "HOUSE-1", "911")
        for slot, value, rule in (
            ("immediate_danger", "yes", "HOUSE-2"),
            ("weapon", {"present": "yes"}, "HOUSE-3"),
            ("violence", "physical", "HOUSE-4"),
            ("injury_medical", "serious", "HOUSE-5"),
        ):
            assert _verdict(name, _record(**base, **{slot: value})) == (Verdict.NOT_ELIGIBLE, rule, "911")


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("slot", list(SAFE))
@pytest.mark.parametrize("known", [Known.UNKNOWN, Known.REFUSED, Known.NOT_ANSWERED])
def test_no_program_takes_anyone_while_an_answer_about_safety_is_missing(name, slot, known):
    for concern in Concern:
        frame = _record(concern=concern.value, location=OUTSIDE, willing_to_wait="yes")
        assert _verdict(name, frame)[0] in (Verdict.ELIGIBLE, Verdict.NOT_ELIGIBLE)
        doubtful = frame.with_slot(slot, SlotValue(known))
        assert _verdict(name, doubtful)[0] is not Verdict.ELIGIBLE


@pytest.mark.parametrize("name", profile_names())
def test_an_empty_record_is_unknown_and_sent_nowhere(name):
    verdict, decided_by, route = _verdict(name, Frame())
    assert (verdict, decided_by, route) == (Verdict.UNKNOWN, "HOUSE-2", None)


def test_the_opening_question_stands_for_violence_and_injuries_that_nobody_spoke_of():
    frame = _record(concern="grief_support")
    quiet = Frame(slots={slot: told for slot, told in frame.slots.items() if slot not in ASKED_IN_DETAIL})
    assert _verdict("eugene-cahoots", quiet) == ("eligible", "CAH-6", "team")
    for slot in (Slot.IMMEDIATE_DANGER, Slot.WEAPON):
        unasked = Frame(slots={name: told for name, told in quiet.slots.items() if name is not slot})
        assert _verdict("eugene-cahoots", unasked)[0] is Verdict.UNKNOWN


def test_nobody_with_an_unknown_weapon_is_referred_elsewhere_because_no_rule_takes_them():
    frame = _record(concern="noise", willing_to_wait="yes", weapon=SlotValue(Known.UNKNOWN))
    assert _verdict("denver-star", frame) == (Verdict.UNKNOWN, "HOUSE-3", None)


def test_a_refused_suicide_question_leaves_the_verdict_open():
    frame = _record(concern="suicidal_thoughts", willing_to_wait="yes", suicide_screen=SlotValue(Known.REFUSED))
    assert _verdict("denver-star", frame) == (Verdict.UNKNOWN, "STAR-4", None)


def test_the_trace_shows_every_rule_with_what_was_read_and_who_approved_it():
    star = load_profile("denver-star")
    read = trace(star, _record(concern="welfare_check", willing_to_wait="no"), Urgency.ROUTINE, NOON)
    assert [line.rule.id for line in read.lines][:5] == ["HOUSE-1", "HOUSE-2", "HOUSE-3", "HOUSE-4", "HOUSE-5"]
    assert len(read.lines) == 5 + len(star.rules)
    decided = next(line for line in read.lines if line.rule.id == read.decided_by)
    assert decided.holds is Holds.YES
    assert decided.why == "Willing to wait: no"
    assert all(line.rule.approval.approver and line.rule.approval.version for line in read.lines)
    assert (read.profile, read.version) == ("denver-star", star.version)


def test_the_trace_says_which_teams_are_on_duty_so_that_not_served_can_have_a_reason():
    bheard = load_profile("nyc-bheard")
    frame = _record(concern="mental_health_crisis")
    night = datetime(2026, 6, 2, 7, tzinfo=timezone.utc)
    assert trace(bheard, frame, Urgency.ROUTINE, NOON).on_duty == ("bheard",)
    at_three = trace(bheard, frame, Urgency.ROUTINE, night)
    assert at_three.verdict is Verdict.ELIGIBLE
    assert at_three.on_duty == ()


def test_a_truant_goes_to_the_juvenile_specialist_by_name():
    read = trace(load_profile("stpete-call"), _record(concern="youth_truancy"), Urgency.ROUTINE, NOON)
    assert read.team == "juvenile"
