"""Holds the understanding to what it reached on words that it has never seen; each floor lies a little under that."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import yaml
from sklearn.metrics import f1_score

from bot.components.concern import intent_concern
from bot.vocabulary import Language

HERE = Path(__file__).parent
TAUGHT = HERE.parents[1] / "nlu_data" / "intents"


def examples(path: Path) -> list[tuple[str, str]]:
    """Return (text, intent) of a file of examples."""
    blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return [(line[2:].strip(), block["intent"]) for block in blocks for line in block["examples"].splitlines()]


@pytest.fixture(scope="module")
def understood(dialogue):
    """Everything held out, as (text, intent, understanding), by language."""

    async def read(language: Language):
        held_out = examples(HERE / f"held_out.{language.value}.yml")
        return [(text, intent, await dialogue.understand(text, language)) for text, intent in held_out]

    return {language: asyncio.run(read(language)) for language in Language}


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.85), (Language.SPANISH, 0.78)])
def test_intents_of_unseen_words_are_understood(understood, language, floor):
    wanted = [intent for _, intent, _ in understood[language]]
    found = [understanding.intent for _, _, understanding in understood[language]]
    assert f1_score(wanted, found, labels=sorted(set(wanted)), average="macro") >= floor


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.83), (Language.SPANISH, 0.83)])
def test_a_report_gets_its_concern(understood, language, floor):
    reports = [(intent_concern(intent), found.concern) for _, intent, found in understood[language]]
    right = [wanted is found for wanted, found in reports if wanted]
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize("language", list(Language))
def test_what_is_no_report_rarely_gets_a_concern(understood, language):
    others = [found.concern for _, intent, found in understood[language] if not intent.startswith("report_")]
    assert sum(concern is not None for concern in others) / len(others) <= 0.08


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.75), (Language.SPANISH, 0.5)])
def test_what_is_out_of_scope_is_turned_away(understood, language, floor):
    strange = [found.intent for _, intent, found in understood[language] if intent == "out_of_scope"]
    assert sum(intent in ("", "out_of_scope") for intent in strange) / len(strange) >= floor


@pytest.mark.parametrize(("language", "least"), [(Language.ENGLISH, 6), (Language.SPANISH, 3)])
def test_every_taught_intent_is_held_out_and_never_with_a_taught_text(language, least):
    folder = TAUGHT / language.value
    taught = {path.stem: {text.lower() for text, _ in examples(path)} for path in folder.glob("*.yml")}
    held_out = examples(HERE / f"held_out.{language.value}.yml")
    counts = {name: sum(intent == name for _, intent in held_out) for name in taught}
    assert min(counts.values()) >= least
    assert [text for text, _ in held_out if any(text.lower() in texts for texts in taught.values())] == []


@pytest.mark.parametrize("language", list(Language))
def test_a_file_teaches_the_intent_of_its_name_and_no_text_is_taught_twice(language):
    texts: list[str] = []
    for path in sorted((TAUGHT / language.value).glob("*.yml")):
        taught = examples(path)
        assert {intent for _, intent in taught} == {path.stem}
        texts += [text.lower() for text, _ in taught]
    assert len(texts) == len(set(texts))


def test_the_languages_teach_the_same_intents():
    names = [{path.name for path in (TAUGHT / language.value).glob("*.yml")} for language in Language]
    assert names[0] == names[1]
