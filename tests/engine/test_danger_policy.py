from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUtteranceReverted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.danger_policy import DangerPolicy
from bot.vocabulary import Question

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["inform"],
        "slots": {
            "frame": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "assessment": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "language": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        },
        "actions": ["action_intake"],
        "responses": {"utter_emergency": [{"text": "Call 911 now."}]},
        "forms": {"a_form": {"required_slots": ["frame"]}},
    }
)
DANGER = "he has a gun and he is pointing it at my mom"


@pytest.fixture(scope="module")
def policy(tmp_path_factory) -> DangerPolicy:
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    return DangerPolicy.load(
        DangerPolicy.get_default_config(), storage, Resource("danger"), ExecutionContext(GraphSchema({}))
    )


def predicted(policy: DangerPolicy, *events):
    tracker = DialogueStateTracker.from_events("turn", list(events), DOMAIN.slots, domain=DOMAIN)
    prediction = policy.predict_action_probabilities(tracker, DOMAIN)
    sure = prediction.max_confidence > 0
    return (DOMAIN.action_names_or_texts[prediction.max_confidence_index] if sure else None), prediction


def heard(text: str) -> UserUttered:
    return UserUttered(text, intent={"name": "inform", "confidence": 1.0})


def test_danger_is_answered_and_then_it_listens(policy):
    assert predicted(policy, ActionExecuted("action_listen"), heard(DANGER))[0] == "utter_emergency"
    answered = (ActionExecuted("action_listen"), heard(DANGER), ActionExecuted("utter_emergency"))
    assert predicted(policy, *answered)[0] == "action_listen"


@pytest.mark.parametrize("rule", ["learned.doubted", "learned.dismissed"])
def test_what_the_learned_reader_has_weighed_is_not_weighed_again(policy, rule):
    weighed = SlotSet("assessment", {"level": "ask", "rules": ["en.weapon.pointed", rule]})
    assert predicted(policy, weighed, ActionExecuted("action_listen"), heard(DANGER))[0] is None


def test_it_overrules_every_loop_and_leaves_it(policy):
    action, prediction = predicted(policy, ActiveLoop("a_form"), ActionExecuted("action_listen"), heard(DANGER))
    assert action == "utter_emergency"
    assert prediction.is_no_user_prediction
    assert prediction.policy_priority == 100
    assert prediction.optional_events == [ActiveLoop(None), SlotSet("requested_slot", None)]


def test_it_says_nothing_where_there_is_no_danger(policy):
    assert predicted(policy, ActionExecuted("action_listen"), heard("my neighbor is loud"))[0] is None
    assert predicted(policy, ActionExecuted("action_listen"))[0] is None


def test_it_leaves_a_turn_alone_that_another_has_answered(policy):
    assert predicted(policy, heard(DANGER), ActionExecuted("action_intake"))[0] is None


def test_an_earlier_danger_is_not_answered_again(policy):
    events = (heard(DANGER), ActionExecuted("utter_emergency"), ActionExecuted("action_listen"), heard("ok i called"))
    assert predicted(policy, *events)[0] is None


def test_a_message_that_was_taken_back_is_still_read(policy):
    events = (ActionExecuted("action_listen"), heard("hello"), ActionExecuted("action_listen"), heard(DANGER))
    assert predicted(policy, *events, UserUtteranceReverted())[0] == "utter_emergency"


def test_a_plain_yes_to_the_safety_question_is_danger(policy):
    frame = {"asked": Question.SAFETY_CHECK.value}
    assert predicted(policy, SlotSet("frame", frame), ActionExecuted("action_listen"), heard("yes"))[0] is not None
    assert predicted(policy, SlotSet("frame", {"asked": None}), heard("yes"))[0] is None


def test_a_policy_that_was_not_loaded_does_not_pass_for_a_quiet_one(tmp_path):
    storage = LocalModelStorage(tmp_path)
    bare = DangerPolicy(
        DangerPolicy.get_default_config(), storage, Resource("danger"), ExecutionContext(GraphSchema({}))
    )
    with pytest.raises(RuntimeError):
        predicted(bare, heard(DANGER))
