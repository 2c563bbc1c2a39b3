"""The one action that asks the intake: the turn's documents in, its words and its decision out.

It reaches nothing but the turn. Whatever fails inside, the resident gets the safe reply and the conversation a person.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Answered, answer, last_resort
from bot.engine.quiet import record
from bot.vocabulary import Language


class ActionIntake(Action):
    """Hears the message, changes the record, and says the next thing."""

    def name(self) -> str:
        """Return the name that rules call this by."""
        return "action_intake"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say what the intake decided and hand the decision over in the slot `decision`."""
        answered = _answered(tracker)
        for reply in answered.replies:
            dispatcher.utter_message(text=reply.text, utter_action=reply.response)
        return [SlotSet("decision", answered.decision)]


def _answered(tracker: Tracker) -> Answered:
    try:
        return answer(tracker.get_slot("turn"), tracker.latest_message)
    except Exception as error:  # An edge: a resident waits for words, so the last resort is the safe reply.
        record("action.failed", error=type(error).__name__)
        spoken = tracker.get_slot("language")
        return last_resort(next((language for language in Language if language == spoken), Language.ENGLISH))
