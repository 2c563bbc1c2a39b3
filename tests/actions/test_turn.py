from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.turn import answer, last_resort
from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.turn import CityFacts, TurnRequest
from bot.vocabulary import Channel, Concern, DangerLevel, Effect, Hazard, Known, Language, Slot, Urgency

FACTS = CityFacts(
    program="test-city",
    program_name="Test City Help",
    wait_minutes=(20, 40),
    sender_number="+13035550142",
    service_area="Test City",
    outside_words=("Aurora",),
    resources=(("Food bank", "303-555-0100"),),
)
REQUEST = TurnRequest("t", "1", "hello", Channel.SMS, Assessment(DangerLevel.NONE), Frame(), FACTS)
TEXTS = [
    ("hi", "greet"),
    ("no", "deny"),
    ("yes", "affirm"),
    ("skip", "skip"),
    ("idk", "unsure"),
    ("412 pearl st apt 4b", "inform"),
    ("in Aurora at 12 main st", "inform"),
    ("im at home", "inform"),
    ("my brother talks to people who arent there", "report_mental_health_crisis"),
    ("i want to die", "report_suicidal_thoughts"),
    ("my husband pushed me", "report_domestic_violence"),
    ("we have no food", "report_basic_needs"),
    ("dont call, text only", "inform"),
    ("he reads my texts", "inform"),
    ("no wait 412 not 421", "correct"),
    ("never mind", "cancel_request"),
    ("a person", "ask_person"),
    ("how long", "ask_how_long"),
    ("why", "ask_why"),
    ("status", "ask_status"),
    ("say that again", "ask_repeat"),
    ("habla espanol", "ask_language"),
    ("who is this", "ask_who_are_you"),
    ("lol", "prank"),
    ("wrong number", "wrong_number"),
    ("he left", "person_left"),
    ("its a new problem", "inform"),
    ("720-555-0133", "inform"),
    ("call 911", "ask_911"),
    ("asdf", "nlu_fallback"),
]
LEVELS = [Assessment(DangerLevel.NONE)] * 8 + [
    Assessment(DangerLevel.ASK),
    Assessment(DangerLevel.ASK, (Hazard.SUICIDE,)),
]
CITIES = [
    FACTS,
    replace(FACTS, sender_number=None, resources=()),
    replace(FACTS, open_now=False, next_open="tomorrow at 6 AM"),
    replace(FACTS, wait_minutes=None, returning=True),
    replace(FACTS, wait_minutes=(150, 260), required=("willing_to_meet", "outcome_wanted", "hazards_access")),
]


def say(request: TurnRequest, text: str, intent: str, assessment: Assessment, place: int) -> tuple[TurnRequest, dict]:
    concern = intent.removeprefix("report_") if intent.startswith("report_") else None
    request = replace(request, text=text, assessment=assessment, message_id=str(place))
    parsed = {"intent": {"name": intent, "confidence": 0.8}, "concern": concern and Concern(concern).value}
    answered = answer(json.loads(json.dumps(request.to_document())), parsed)
    json.dumps(answered.decision)
    frame = Frame.from_document(answered.decision["frame"])
    return replace(request, frame=frame), {"replies": answered.replies, **answered.decision}


def test_the_first_turn_is_worded_and_decided():
    answered = answer(REQUEST.to_document(), {"intent": {"name": "greet", "confidence": 0.9}, "concern": None})
    assert answered.replies[0].text.startswith("This is Test City Help.")
    assert answered.decision["frame"]["asked"] == "immediate_danger"
    assert answered.decision["understood"]["intent"] == "greet"


def test_a_city_words_it_its_own_way():
    facts = replace(FACTS, wording={"utter_ask_immediate_danger": "Is everyone safe?"})
    request = replace(REQUEST, facts=facts)
    answered = answer(request.to_document(), {"intent": {"name": "greet", "confidence": 0.9}})
    assert answered.replies[-1].text == "Is everyone safe?"


def test_what_was_not_understood_is_no_intent():
    answered = answer(REQUEST.to_document(), {"intent": {"name": "nlu_fallback", "confidence": 0.9}})
    assert answered.decision["understood"]["intent"] == ""


@pytest.mark.parametrize("language", list(Language))
def test_the_last_resort_speaks_of_911_and_brings_a_person(language):
    answered = last_resort(language)
    assert "911" in answered.replies[0].text
    assert answered.decision == {"effect": Effect.HAND_OFF.value, "urgency": Urgency.URGENT.value}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(LEVELS)), min_size=1, max_size=18),
    st.sampled_from(CITIES),
    st.sampled_from(list(Channel)),
    st.sampled_from(list(Language)),
)
def test_any_conversation_gets_words_at_every_turn_and_never_too_many_questions(texts, facts, channel, language):
    request = replace(REQUEST, facts=facts, channel=channel, frame=Frame(language=language))
    for place, ((text, intent), assessment) in enumerate(texts):
        before = request.frame
        request, decided = say(request, text, intent, assessment, place)
        assert decided["replies"], (text, before)
        assert all("{" not in reply.text.replace("{reference}", "") for reply in decided["replies"])
        assert sum(request.frame.asks.values()) <= 16
        danger = request.frame.slots.get(Slot.IMMEDIATE_DANGER)
        if danger is not None and danger.known is Known.ANSWERED:
            assert danger.value == "yes" or "no" in danger.said.lower()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_any_text_at_all_gets_words(texts):
    request = REQUEST
    for place, text in enumerate(texts):
        request, decided = say(request, text, "inform", Assessment(DangerLevel.NONE), place)
        assert decided["replies"]
