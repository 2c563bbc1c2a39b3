from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.intake import ActionIntake
from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.turn import CityFacts, TurnRequest
from bot.vocabulary import Channel, DangerLevel

FACTS = CityFacts(program="test-city", program_name="Test City Help")
REQUEST = TurnRequest("t", "1", "hello", Channel.SMS, Assessment(DangerLevel.NONE), Frame(), FACTS)


def run(turn: Any, language: str = "en") -> tuple[list[dict[str, Any]], dict[str, Any]]:
    message = {"text": "hello", "intent": {"name": "greet", "confidence": 0.9}, "concern": None}
    tracker = Tracker("t", {"turn": turn, "language": language}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(ActionIntake().run(dispatcher, tracker, {}))
    return dispatcher.messages, events[0]


def test_the_action_says_the_words_and_hands_the_decision_over():
    messages, event = run(REQUEST.to_document())
    assert [message["utter_action"] for message in messages] == ["utter_notice", "utter_ask_immediate_danger"]
    assert event["name"] == "decision"
    assert event["value"]["frame"]["asked"] == "immediate_danger"


@pytest.mark.parametrize("turn", [None, {}, {"text": "he is at 412 pearl"}, "nothing"])
def test_whatever_fails_inside_the_resident_gets_the_safe_reply_and_a_person(turn):
    messages, event = run(turn)
    assert [message["utter_action"] for message in messages] == ["utter_safe_reply"]
    assert event["value"]["effect"] == "hand_off"


def test_the_safe_reply_is_in_the_residents_language():
    messages, _ = run(None, language="es")
    assert "persona" in messages[0]["text"]


def test_a_failure_logs_no_word_of_the_resident(caplog):
    run({"text": "he is at 412 pearl"})
    assert "pearl" not in caplog.text
