"""The intents' examples are given to the screen as harmless, save those in which there may be danger."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.learned.examples import HELD_OUT, TAUGHT, Example, read_examples
from bot.learned.negatives import GRAVE, INTENTS, read_negatives
from bot.vocabulary import DangerLevel, Language, Voice

GREET = """version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello there

      - hey: you
  - intent: greet/again
    examples: |
      - me again
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language in ("en", "es"):
        (tmp_path / language).mkdir()
    (tmp_path / "en" / "greet.yml").write_text(GREET, encoding="utf-8")
    (tmp_path / "en" / "report_medical.yml").write_text(GREET.replace("hello", "help"), encoding="utf-8")
    (tmp_path / "es" / "greet.yml").write_text(GREET.replace("hello there", "hola"), encoding="utf-8")
    return tmp_path


def normalised(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_every_line_of_an_intent_is_a_harmless_answer_in_its_language(folder):
    first = read_negatives(folder)[0]
    assert first == Example("hello there", DangerLevel.NONE, None, Voice.ANSWER, Language.ENGLISH, "greet.yml")
    spanish = [one.text for one in read_negatives(folder) if one.language is Language.SPANISH]
    assert spanish == ["hola", "hey: you", "me again"]


def test_an_intent_that_may_be_grave_is_left_out(folder):
    assert not any("help" in one.text for one in read_negatives(folder))


def test_the_shipped_intents_give_harmless_texts_of_both_languages():
    found = read_negatives()
    assert {one.language for one in found} == set(Language)
    assert {one.level for one in found} == {DangerLevel.NONE}
    assert all(one.text for one in found)


def test_every_grave_intent_is_an_intent():
    assert {path.stem for path in (INTENTS / "en").glob("*.yml")} >= GRAVE


def test_no_negative_is_taught_as_danger_as_well():
    dangers = {normalised(one.text) for one in read_examples(TAUGHT) if one.level is not DangerLevel.NONE}
    assert [one.text for one in read_negatives() if normalised(one.text) in dangers] == []


def test_no_negative_is_held_out():
    held = {normalised(one.text) for one in read_examples(HELD_OUT)}
    assert [one.text for one in read_negatives() if normalised(one.text) in held] == []
