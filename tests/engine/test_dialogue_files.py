from __future__ import annotations

from pathlib import Path

import pytest

from bot import wording
from bot.components.dialogue_files import DialogueFiles, response_variations
from bot.vocabulary import Language

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def files() -> DialogueFiles:
    """The files as the stock command line finds them."""
    data = [str(ROOT / "nlu_data"), str(ROOT / "bot" / "dialogue")]
    return DialogueFiles(str(ROOT / "config.yml"), str(ROOT / "bot" / "dialogue" / "domain"), data)


def test_the_domain_has_every_response_in_every_language(files):
    domain = files.get_domain()
    assert set(domain.responses) == set(wording.responses(Language.ENGLISH))
    for variations in domain.responses.values():
        spoken = {variation["condition"][0]["value"] for variation in variations if variation.get("condition")}
        assert spoken == {"es"}
        assert any("condition" not in variation for variation in variations)


def test_no_channel_has_english_words_without_spanish_ones():
    for name, variations in response_variations().items():
        by_language = {}
        for variation in variations:
            by_language.setdefault(bool(variation.get("condition")), set()).add(variation.get("channel"))
        assert by_language[True] == by_language[False], name


def test_every_intent_has_exactly_one_rule(files):
    domain = files.get_domain()
    graph = files.get_stories()
    ruled = [
        event.intent_name
        for step in graph.story_steps
        if step.block_name and not step.source_name.endswith("journeys.yml")
        for event in step.events
        if type(event).__name__ == "UserUttered"
    ]
    ours = {intent for intent in domain.intents if intent not in ("back", "out_of_scope", "restart", "session_start")}
    assert ours <= set(ruled)
    assert len(ruled) == len(set(ruled))


def test_neither_responses_nor_lexicons_are_taken_for_training_data(files):
    assert not files.get_nlu_data().responses
    assert all("safety" not in step.source_name for step in files.get_stories().story_steps)
