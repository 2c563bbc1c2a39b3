"""What has been taught is read whole or refused with the place and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import PermanentError
from bot.taught import load_lexicons, load_screen

WORDS = "words:\n  light: um\n"
RULE = """rules:
  - id: weapon.held
    hazard: weapon
    level: emergency
    category: weapon
    why: Someone has a weapon.
    source: Test.
    patterns: ["has gun"]
    examples: ["he has gun"]
"""


def taught(folder: Path, english: str) -> Path:
    (folder / "lexicon.en.yml").write_text(english, encoding="utf-8")
    (folder / "lexicon.es.yml").write_text(WORDS + RULE, encoding="utf-8")
    return folder


def test_the_screen_is_built_once():
    assert load_screen() is load_screen()


def test_files_of_one_language_are_one_lexicon(tmp_path: Path):
    taught(tmp_path, WORDS)
    (tmp_path / "dangers.en.yml").write_text(RULE, encoding="utf-8")
    lexicons = load_lexicons(tmp_path)
    assert [rule.id for rule in next(iter(lexicons.values())).rules] == ["weapon.held"]


def test_files_that_only_measure_teach_nothing(tmp_path: Path):
    taught(tmp_path, WORDS + RULE)
    (tmp_path / "held_out.en.yml").write_text("sets: []\n", encoding="utf-8")
    (tmp_path / "mistakes.en.yml").write_text("messages: []\n", encoding="utf-8")
    assert len(load_lexicons(tmp_path)) == 2


def test_a_class_takes_in_one_that_stands_before_it(tmp_path: Path):
    lexicons = load_lexicons(taught(tmp_path, "words:\n  gun: pistol, rifle\n  arm: '{gun}, knife'\n" + RULE))
    assert next(iter(lexicons.values())).words["arm"] == ("pistol", "rifle", "knife")


@pytest.mark.parametrize(
    ("english", "reason"),
    [
        (WORDS + RULE.replace("hazard: weapon", "hazard: dragon"), "weapon.held.*dragon"),
        (WORDS + RULE.replace("    why: Someone has a weapon.\n", ""), "weapon.held.*why is missing"),
        (WORDS + RULE.replace('has gun"]\n    ex', 'has ~2"]\n    ex'), "weapon.held.*must not end in a gap"),
        (WORDS + RULE.replace('has gun"]\n    ex', 'has {gnu}"]\n    ex'), "weapon.held.*gnu"),
        (WORDS + RULE + RULE.removeprefix("rules:\n"), "weapon.held.*twice"),
        (WORDS + "rulez: []\n", "rulez.*unknown section"),
        ("words:\n  arm: '{gun}'\n" + RULE, "arm.*does not stand before"),
        ("words: [a\n", "cannot be read"),
        ("- a\n", "must be a mapping"),
        ("words:\n  light: []\n", "light.*empty"),
        ("words:\n  light: [true]\n", "light.*phrases"),
        ("words: [a]\n", "words.*mapping"),
        (WORDS + "effects:\n  melted: {ask: none}\n", "melted"),
        (WORDS + "rules: [weapon]\n", "weapon"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, english: str, reason: str):
    with pytest.raises(PermanentError, match=reason):
        load_lexicons(taught(tmp_path, english))


def test_a_language_without_a_lexicon_is_refused(tmp_path: Path):
    with pytest.raises(PermanentError, match="no lexicon for language en"):
        load_lexicons(tmp_path)
