"""Labelled examples are read whole or refused with file and place; what teaches and what measures share nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

from bot.errors import PermanentError
from bot.learned.examples import HELD_OUT, TAUGHT, Example, read_examples
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

SET = """sets:
  - hazard: weapon
    voice: sms
    emergency: |
      - he has a knife: "now"
      - # he is coming at me
    ask: |
      - i saw a knife
    none: |
      - where can i buy a knife
"""
TRIPLE = """triples:
  - hazard: fire
    texts: |
      - the house is on fire
      - i smell smoke
      - the barbecue is on fire, come and eat
"""
#: Emergencies of each hazard in each language, at the least: fewer teach or tell nothing.
ENOUGH_TAUGHT = {Language.ENGLISH: 100, Language.SPANISH: 40}
ENOUGH_HELD_OUT = {Language.ENGLISH: 60, Language.SPANISH: 20}


def written(folder: Path, content: str, name: str = "weapon.en.yml") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder


@lru_cache
def shipped(folder: Path) -> tuple[Example, ...]:
    return tuple(read_examples(folder))


def normalised(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def emergencies(folder: Path) -> Counter[tuple[Language, Hazard | None]]:
    return Counter((one.language, one.hazard) for one in shipped(folder) if one.level is DangerLevel.EMERGENCY)


def test_a_set_gives_its_lines_with_level_hazard_voice_and_language(tmp_path):
    first, *_, last = read_examples(written(tmp_path, SET, "weapon.es.yml"))
    assert first == Example(
        'he has a knife: "now"', DangerLevel.EMERGENCY, Hazard.WEAPON, Voice.SMS, Language.SPANISH, "weapon.es.yml"
    )
    assert (last.text, last.level, last.hazard) == ("where can i buy a knife", DangerLevel.NONE, Hazard.WEAPON)


def test_nothing_in_a_line_needs_quoting(tmp_path):
    texts = [one.text for one in read_examples(written(tmp_path, SET))]
    assert texts[:2] == ['he has a knife: "now"', "# he is coming at me"]


def test_a_triple_gives_an_emergency_a_question_and_nothing_in_this_order(tmp_path):
    found = read_examples(written(tmp_path, TRIPLE))
    assert [one.level for one in found] == [DangerLevel.EMERGENCY, DangerLevel.ASK, DangerLevel.NONE]
    assert {(one.hazard, one.voice, one.triple) for one in found} == {(Hazard.FIRE, Voice.TRIPLE, 1)}


def test_everyday_texts_are_about_no_hazard(tmp_path):
    found = read_examples(
        written(tmp_path, "sets:\n  - hazard: none\n    voice: everyday\n    none: |\n      - hello\n")
    )
    assert [one.hazard for one in found] == [None]


def test_files_of_every_language_are_read(tmp_path):
    written(written(tmp_path, SET), TRIPLE, "fire.es.yml")
    assert {one.language for one in read_examples(tmp_path)} == {Language.ENGLISH, Language.SPANISH}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("- he has a knife\n", "weapon.en.yml: must be a mapping of sets and triples"),
        ("", "weapon.en.yml: must be a mapping of sets and triples"),
        (SET + "pairs: []\n", "weapon.en.yml: must be a mapping of sets and triples"),
        ("sets: [\n", "weapon.en.yml: cannot be read"),
        ("sets: knife\n", "weapon.en.yml: sets: must be a list"),
        (SET.replace("ask:", "asks:"), "weapon.en.yml: sets: 1: must be a mapping of ask, emergency"),
        (SET.replace("weapon", "dragon"), "weapon.en.yml: sets: 1: hazard is 'dragon'; it must be one of none, weapon"),
        (SET.replace("hazard: weapon\n    ", ""), "weapon.en.yml: sets: 1: hazard is 'None'"),
        (SET.replace("sms", "robot"), "weapon.en.yml: sets: 1: voice is 'robot'; it must be one of plain"),
        (SET + SET[6:].replace("sms", "robot"), "weapon.en.yml: sets: 2: voice is 'robot'"),
        (SET.replace("ask: |", "ask:"), "weapon.en.yml: sets: 1: examples must be a block of lines"),
        (SET.replace("- i saw", "i saw"), "weapon.en.yml: sets: 1: every line must begin with a dash.*i saw a knife"),
        (SET.replace("- i saw", "-i saw"), "weapon.en.yml: sets: 1: every line must begin with a dash"),
        (SET.replace("- i saw a knife", "- "), "weapon.en.yml: sets: 1: every line must begin with a dash"),
        (TRIPLE.replace("      - i smell smoke\n", ""), "weapon.en.yml: triples: 1: must be three lines"),
        (TRIPLE + "      - one more\n", "weapon.en.yml: triples: 1: must be three lines"),
        (TRIPLE + "  - hazard: fire\n", "weapon.en.yml: triples: 2: must be three lines"),
        (TRIPLE + "    voice: sms\n", "weapon.en.yml: triples: 1: must be a mapping of hazard, texts"),
        (TRIPLE.replace("fire\n    t", "ice\n    t"), "weapon.en.yml: triples: 1: hazard is 'ice'"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_name_and_the_place(tmp_path, content: str, reason: str):
    with pytest.raises(PermanentError, match=reason):
        read_examples(written(tmp_path, content))


@pytest.mark.parametrize("content", ["sets: 5\n", "triples: true\n"])
def test_sets_that_are_no_list_are_refused_by_the_name_of_their_file(tmp_path, content: str):
    with pytest.raises(PermanentError, match=r"weapon\.en\.yml"):
        read_examples(written(tmp_path, content))


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path):
    (tmp_path / "weapon.en.yml").write_bytes(b"sets: \xff\xfe")
    with pytest.raises(PermanentError, match=r"weapon\.en\.yml: cannot be read"):
        read_examples(tmp_path)


def test_a_folder_without_examples_is_refused_by_name(tmp_path):
    with pytest.raises(PermanentError, match=f"{tmp_path.name}: no examples"):
        read_examples(written(tmp_path, SET, "weapon.yml"))


@pytest.mark.parametrize("folder", [TAUGHT, HELD_OUT])
def test_every_shipped_file_is_read(folder: Path):
    assert {one.file for one in shipped(folder)} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("folder", [TAUGHT, HELD_OUT])
def test_every_danger_says_what_it_is(folder: Path):
    assert [one.text for one in shipped(folder) if one.level is not DangerLevel.NONE and one.hazard is None] == []


def test_what_is_taught_and_what_is_held_out_share_no_text():
    taught = {normalised(one.text) for one in shipped(TAUGHT)}
    assert [one.text for one in shipped(HELD_OUT) if normalised(one.text) in taught] == []


@pytest.mark.parametrize("folder", [TAUGHT, HELD_OUT])
def test_no_text_has_two_levels(folder: Path):
    levels: defaultdict[str, set[DangerLevel]] = defaultdict(set)
    for one in shipped(folder):
        levels[normalised(one.text)].add(one.level)
    assert [text for text, of_text in levels.items() if len(of_text) > 1] == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("hazard", list(Hazard))
def test_every_hazard_is_taught_and_measured_often_enough(hazard: Hazard, language: Language):
    assert emergencies(TAUGHT)[language, hazard] >= ENOUGH_TAUGHT[language]
    assert emergencies(HELD_OUT)[language, hazard] >= ENOUGH_HELD_OUT[language]
