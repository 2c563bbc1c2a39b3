"""Danger words in disguise are read; common words are left alone."""

from __future__ import annotations

import pytest

from bot.safety.folding import tokens
from bot.safety.repair import Repair, deletions
from bot.safety.screen import Screen
from bot.taught import SAFETY_FILES, load_lexicons
from bot.vocabulary import Language

REPAIR = Repair(
    known=frozenset(["he", "has", "a", "gun", "knife", "kill", "myself", "suicide", "dont", "im"]),
    danger=frozenset(["gun", "knife", "kill", "myself", "suicide"]),
    tails=frozenset("tm"),
    spellings={"kms": "kill myself", "2nite": "tonight"},
    real_words=frozenset(["knives"]),
    foreign=frozenset(["suicidio"]),
)


def read(text: str) -> list[str]:
    return [token.text for token in REPAIR.read(tokens(text))]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("g u n", ["gun"]),
        ("k.n.i.f.e", ["knife"]),
        ("he has a g u n", ["he", "has", "a", "gun"]),
        ("kn1fe", ["knife"]),
        ("knifeeee", ["knife"]),
        ("kinfe", ["knife"]),
        ("suiicde", ["suicide"]),
        ("s*icide", ["suicide"]),
        ("kms", ["kill", "myself"]),
        ("hehasagun", ["he", "has", "a", "gun"]),
        ("killmyself", ["kill", "myself"]),
        ("don t", ["dont"]),
        ("i m", ["im"]),
        ("40", ["anynumber"]),
        ("2019", ["anyyear"]),
    ],
)
def test_a_danger_word_in_disguise_is_read(written: str, meant: list[str]):
    assert read(written) == meant


@pytest.mark.parametrize("word", ["gum", "gut", "fun", "knit", "knives", "kiln", "suicidio", "odd", "begun"])
def test_a_common_word_is_left_as_it_is(word: str):
    assert read(word) == [word]


def test_what_was_joined_keeps_its_place_in_the_message():
    message = "yes a k n i f e!"
    knife = next(token for token in REPAIR.read(tokens(message)) if token.text == "knife")
    assert message[knife.start : knife.end] == "k n i f e"


def test_slips_are_what_is_left_after_taking_letters_away():
    assert deletions("gun", 1) == {"gun", "un", "gn", "gu"}


def test_of_several_danger_words_the_nearest_is_meant_and_always_the_same():
    """Which one was meant once followed the order of a set, so that it fell otherwise in every process."""
    danger = frozenset(["breathin", "breathing", "breathers"])
    repair = Repair(danger, danger, frozenset(), {}, frozenset(), frozenset())
    slipped = ["breathng", "braething", "breatihng", "bretahing", "brreathing", "bteathing", "breathung"]
    assert {token.text for word in slipped for token in repair.read(tokens(word))} == {"breathing"}


@pytest.mark.parametrize("word", ["speakers", "heron", "attach", "concern", "president"])
def test_a_common_word_near_a_danger_word_is_that_word(word: str):
    assert Screen(load_lexicons(SAFETY_FILES)).look(f"the {word} again", Language.ENGLISH)[0].text.split()[1] == word
