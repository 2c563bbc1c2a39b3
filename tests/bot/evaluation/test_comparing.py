from __future__ import annotations

import pytest

from bot.evaluation.cases import Due
from bot.evaluation.comparing import COLUMNS, System, compare
from bot.evaluation.counting import Share
from bot.evaluation.keywords import Keywords, load_keywords
from bot.evaluation.reading import read_all
from bot.evaluation.targets import Group, Measure
from bot.evaluation.testing import ASK, EMERGENCY, NONE, a_case, readers
from bot.vocabulary import Voice

CAUGHT, SENT_HARD = COLUMNS.index((Measure.CAUGHT, Group.ALL)), COLUMNS.index((Measure.SENT, Group.HARD))
CASES = [
    a_case("he has a knife"),
    a_case("it is behind the door"),
    a_case("a gun show", Due.NONE, voice=Voice.MEDIA),
]


def rows(told=None, by_diet=None, words=("gun",)):
    reads = read_all(CASES, readers(told), alone=True)
    return {one.system: one.shares for one in compare(reads, Keywords(frozenset(words)).level, by_diet)}


def test_each_system_is_measured_on_the_same_messages():
    found = rows({"it is behind the door": (0.9, 0.9), "he has a knife": (0.3, 0.5)}, by_diet=[ASK, NONE, EMERGENCY])
    assert {system: shares[CAUGHT] for system, shares in found.items()} == {
        System.KEYWORDS: Share(0, 2),
        System.DIET: Share(1, 2),
        System.RULES: Share(1, 2),
        System.LEARNED: Share(1, 2),
        System.OURS: Share(2, 2),
    }
    assert found[System.KEYWORDS][SENT_HARD] == found[System.DIET][SENT_HARD] == Share(1, 1)
    assert found[System.OURS][SENT_HARD] == Share(0, 1)


def test_what_did_not_read_is_not_in_the_table():
    assert set(rows()) == {System.KEYWORDS, System.RULES, System.OURS}


def test_a_level_too_few_is_no_comparison():
    with pytest.raises(ValueError, match="shorter"):
        rows(by_diet=[ASK])


@pytest.mark.parametrize("text", ["GUN!", "a gün", "he won't breathe, not   breathing", "no respira"])
def test_a_word_of_the_list_is_found_in_any_spelling_of_its_letters(text):
    assert Keywords(frozenset({"gun", "not breathing", "no respira"})).level(text) is EMERGENCY


@pytest.mark.parametrize("text", ["", "begun", "not even breathing hard", "gunther"])
def test_a_part_of_a_word_or_of_a_phrase_is_none(text):
    assert Keywords(frozenset({"gun", "not breathing"})).level(text) is NONE


def test_the_list_that_ships_has_a_reasonable_number_of_words_in_each_language():
    shipped = load_keywords()
    assert shipped.level("he has a machete") is shipped.level("me apuñaló") is EMERGENCY
    assert shipped.level("when do you open") is shipped.level("a qué hora abren") is NONE
