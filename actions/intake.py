"""The one action that asks the intake: the turn's documents in, its words and its decision out.

It keeps nothing and reaches nothing but the turn. Whatever fails inside, the resident still gets the safe reply and the
conversation goes to a person.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import wording
from bot.intake.languages import spoken_language
from bot.intake.meaning import Meaning
from bot.intake.saying import Say, Step
from bot.intake.turns import take_turn
from bot.turn import CityFacts, TurnRequest, Understanding
from bot.vocabulary import Channel, Concern, Effect, Language, Urgency

_LOG = logging.getLogger(__name__)


class ActionIntake(Action):
    """Hears the message, changes the record, and says the next thing."""

    def name(self) -> str:
        """Return the name that rules call this by."""
        return "action_intake"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say what the intake decided and hand the decision over in the slot `decision`."""
        try:
            request = TurnRequest.from_document(tracker.get_slot("turn"))
            meaning = read_meaning(request, tracker.latest_message)
            step = take_turn(request.frame, meaning, request.facts)
            replies = [(say, worded(say, step.frame.language, request.channel, request.facts)) for say in step.says]
        except Exception as error:  # An edge: a resident waits, so the last resort is the safe reply and a person.
            _LOG.error("intake failed: %s", type(error).__name__)
            return _failed(dispatcher, tracker)
        for say, words in replies:
            dispatcher.utter_message(text=words, utter_action=say.response)
        return [SlotSet("decision", decided(step, meaning))]


def read_meaning(request: TurnRequest, message: dict[str, Any]) -> Meaning:
    """Return what Rasa parsed of the message, as the intake reads it."""
    intent = message.get("intent") or {}
    concern = message.get("concern")
    return Meaning(
        text=request.text,
        message_id=request.message_id,
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0.0),
        concern=Concern(concern) if concern else None,
        assessment=request.assessment,
        spoken=spoken_language(request.text),
    )


def worded(say: Say, language: Language, channel: Channel, facts: CityFacts) -> str:
    """Return the words for `say`, those inside it worded first. Raises PermanentError where a parameter is missing."""
    params = {
        name: value if isinstance(value, str) else " ".join(worded(part, language, channel, facts) for part in value)
        for name, value in say.params.items()
    }
    return wording.text(say.response, language, channel, facts.wording, **params)


def decided(step: Step, meaning: Meaning) -> dict[str, Any]:
    """Return the decision's document, without the words, which Rasa carries."""
    understood = Understanding(
        intent="" if meaning.intent == "nlu_fallback" else meaning.intent,
        confidence=meaning.confidence,
        concern=meaning.concern,
        slots=dict(step.found),
    )
    return {
        "understood": understood.to_document(),
        "frame": step.frame.to_document(),
        "effect": step.effect.value,
        "urgency": step.urgency.value,
        "language": step.frame.language.value,
    }


def _failed(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    spoken = next((language for language in Language if language == tracker.get_slot("language")), Language.ENGLISH)
    words = wording.text("utter_safe_reply", spoken, Channel.SMS)
    dispatcher.utter_message(text=words, utter_action="utter_safe_reply")
    return [SlotSet("decision", {"effect": Effect.HAND_OFF.value, "urgency": Urgency.URGENT.value})]
