"""The second layer of the screen, inside the dialogue: danger in the last message is answered before anything else.

The first layer stands outside and before Rasa. This one must hold in the middle of any loop or question, and its
answer is a plain response, so that it needs nothing else to work (research/rasa-feasibility, section 4.2, V6).
"""

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.safety.screen import Screen
from bot.safety.verdict import DISMISSED, DOUBTED
from bot.taught import load_screen
from bot.vocabulary import DangerLevel, Language, Question

EMERGENCY_RESPONSE = "utter_emergency"
PRIORITY = 100


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class DangerPolicy(Policy):
    """Says the emergency response when the screen hears an emergency in the last raw message, then listens."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: a priority above every other policy."""
        return {"priority": PRIORITY}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
        screen: Screen | None = None,
    ) -> None:
        """Keep `screen`; without one it can only be trained, and a training needs no lexicon."""
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self._screen = screen

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing is learned: the lexicons decide."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the emergency response, then listening; nothing where no emergency is heard."""
        heard, done = _since_last_message(tracker)
        if done == [EMERGENCY_RESPONSE]:
            return self._certain(ACTION_LISTEN_NAME, tracker, domain)
        if heard is not None and not done and self._is_emergency(heard, tracker):
            return self._certain(EMERGENCY_RESPONSE, tracker, domain)
        return self._prediction(self._default_predictions(domain))

    def _is_emergency(self, heard: UserUttered, tracker: DialogueStateTracker) -> bool:
        if self._screen is None:
            raise RuntimeError("a danger policy that was not loaded cannot read")
        if _weighed(tracker):
            return False
        assessment = self._screen.assess(heard.text or "", language=_language(tracker), asked=_asked(tracker))
        return assessment.level is DangerLevel.EMERGENCY

    def _certain(self, action: str, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        """An active loop's prediction counts as one without a user, and only another such can overrule it."""
        left: list[Event] = [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)] if tracker.active_loop else []
        scores = confidence_scores_for(action, 1.0, domain)
        return self._prediction(scores, optional_events=left, is_no_user_prediction=True)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DangerPolicy:
        """Make the policy with the screen; raises PermanentError where its lexicons are not valid."""
        return cls(config, model_storage, resource, execution_context, screen=load_screen())


def _since_last_message(tracker: DialogueStateTracker) -> tuple[UserUttered | None, list[str]]:
    """Return the last raw message and the actions run since; `latest_message` is rewritten inside loops."""
    done: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return event, done
        if isinstance(event, ActionExecuted):
            done.insert(0, event.action_name)
    return None, done


def _weighed(tracker: DialogueStateTracker) -> bool:
    """Return whether the first layer's learned reader has read these words and asks instead of sending help.

    This layer reads by the rules alone, so it would undo what was weighed there.
    """
    assessment = tracker.get_slot("assessment")
    rules = assessment.get("rules", ()) if isinstance(assessment, dict) else ()
    return DOUBTED in rules or DISMISSED in rules


def _language(tracker: DialogueStateTracker) -> Language | None:
    spoken = tracker.get_slot("language")
    return next((language for language in Language if language.value == spoken), None)


def _asked(tracker: DialogueStateTracker) -> Question | None:
    frame = tracker.get_slot("frame")
    asked = frame.get("asked") if isinstance(frame, dict) else None
    return next((question for question in Question if question.value == asked), None)
