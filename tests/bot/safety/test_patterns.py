"""The notation of patterns, one sign at a time."""

from __future__ import annotations

import pytest

from bot.safety.folding import tokens
from bot.safety.patterns import MOST_HITS, compile_pattern, hits
from bot.safety.reading import WordFinder, fold_phrase

WORDS = {"light": ("um", "really"), "negator": ("not", "no"), "weapon": ("gun", "kitchen knife"), "he": ("he", "she")}


def found(pattern: str, text: str) -> list[str]:
    compiled = compile_pattern(pattern, fold_phrase)
    finder = WordFinder(WORDS, [compiled])
    written = tokens(text)
    return [
        " ".join(token.text for token in written[hit.start : hit.end])
        for hit in hits(compiled, finder.lay_out(written))
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("{he} has {weapon}", "yes he has gun", ["he has gun"]),
        ("has {weapon}", "he has kitchen knife", ["has kitchen knife"]),
        ("has {weapon}", "he has um really gun", ["has um really gun"]),
        ("has {weapon}", "he has a gun", []),
        ("has ~2 {weapon}", "he has a big gun", ["has a big gun"]),
        ("has ~2 {weapon}", "he has a very big old gun", []),
        ("has ~2 {weapon}", "he has not gun", []),
        ("has ~~2 {weapon}", "he has not gun", ["has not gun"]),
        ("has ~2 {weapon}", "he has it. gun", []),
        ("going_to jump", "im going to jump", ["going to jump"]),
        ("a/the {weapon}", "the gun", ["the gun"]),
        ("has a? {weapon}", "has gun", ["has gun"]),
        ("has ~1 a? {weapon}", "has big gun", ["has big gun"]),
        ("^ help $", "help", ["help"]),
        ("^ help $", "please help me", []),
        ("help !with", "help with rent", []),
        ("help !with", "help us", ["help"]),
        ("help ~1 !with", "help us with rent", []),
        ("leave/go now/$", "let me go", ["go"]),
    ],
)
def test_each_sign_means_what_the_notation_says(pattern: str, text: str, expected: list[str]):
    assert found(pattern, text) == expected


@pytest.mark.parametrize("pattern", ["", "~2", "has ~2", "{Bad}", "a?", "^ $", "has {weapon"])
def test_a_bad_pattern_is_refused(pattern: str):
    with pytest.raises(ValueError, match="pattern|word or a class"):
        compile_pattern(pattern)


def test_a_pattern_said_without_end_is_cut_off():
    assert len(found("has {weapon}", "has gun " * (3 * MOST_HITS))) == MOST_HITS + 1
