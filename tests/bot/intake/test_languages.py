from __future__ import annotations

import pytest

from bot.intake.corrections import mends, swapped
from bot.intake.folding import fold
from bot.intake.languages import asked_for, spoken_language
from bot.vocabulary import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("necesito ayuda para mi mamá", Language.SPANISH),
        ("hay un señor en la calle", Language.SPANISH),
        ("there is a man on the street", Language.ENGLISH),
        ("412 Pearl St", None),
        ("no", None),
        ("Maria Gonzalez", None),
    ],
)
def test_a_language_is_told_by_its_small_words(text, language):
    assert spoken_language(text) is language


def test_a_language_can_be_asked_for_in_either():
    assert asked_for("can we do this in Spanish") is Language.SPANISH
    assert asked_for("en inglés por favor") is Language.ENGLISH
    assert asked_for("do you speak French") is None


@pytest.mark.parametrize(
    "text", ["no wait 412", "i meant oak st", "its not my dad", "perdón, es 412", "actually its tuesday"]
)
def test_a_correction_is_heard_by_its_words(text):
    assert mends(fold(text), "inform")


@pytest.mark.parametrize("text", ["i can wait", "wait for me", "yes", "he will not come"])
def test_waiting_and_plain_words_are_no_correction(text):
    assert not mends(fold(text), "inform")


def test_one_part_is_swapped_as_it_is_said():
    place = {"said": "421 Pearl", "number": "421", "street": "pearl"}
    assert swapped("no 412 not 421", place)["said"] == "412 Pearl"
    assert swapped("not 421 but 412", place)["number"] == "412"
    assert swapped("hello", place) is None


@pytest.mark.parametrize("text", ["Señor", "“ÁÉÍ”", "İstanbul", "ß", "\ud83d\ude00 ok", "é"])
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
