from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.cases import Due
from bot.evaluation.counting import Share
from bot.evaluation.edits import neighbours
from bot.evaluation.reading import read_all
from bot.evaluation.slip_figures import SlipFigure, slip_figures
from bot.evaluation.slips import Slip, miswritten, word_of_danger
from bot.evaluation.testing import NONE, a_case, readers, rules_alone
from bot.safety.assessment import Assessment, Span
from bot.vocabulary import DangerLevel, Hazard

TEXT = "everybody says he has a knife"
UNHEARD = Assessment(NONE)


def heard(text):
    return rules_alone().assess(text)


def distance(one, other):
    """Return how many letters must be put in, taken out, changed or swapped (Damerau and Levenshtein)."""
    rows = {(-1, -1): 0} | {(i, -1): i + 1 for i in range(len(one))} | {(-1, j): j + 1 for j in range(len(other))}
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            rows[i, j] = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + (left != right))
            if i and j and left == other[j - 1] and one[i - 1] == right:
                rows[i, j] = min(rows[i, j], rows[i - 2, j - 2] + 1)
    return rows[len(one) - 1, len(other) - 1]


def word(text, assessment):
    place = word_of_danger(text, assessment)
    return text[place.start : place.end]


def test_the_word_of_danger_is_the_longest_that_a_rule_read():
    assert word(TEXT, heard(TEXT)) == "knife"


def test_where_nothing_was_named_it_is_the_longest_of_what_was_felt_and_else_of_the_text():
    felt = Assessment(DangerLevel.ASK, spans=(Span(15, 29, TEXT[15:29], Hazard.WEAPON, "learned.weapon", ""),))
    assert word(TEXT, felt) == "knife"
    assert word(TEXT, UNHEARD) == "everybody"
    assert word_of_danger("🔪 911 !!!", UNHEARD) is None


@given(st.integers())
def test_one_slip_changes_one_letter_of_that_word_and_nothing_else(seed):
    slipped = miswritten(TEXT, heard(TEXT), Slip.ONE_EDIT, str(seed))
    before, after = TEXT.rsplit(" ", 1), slipped.rsplit(" ", 1)
    assert before[0] == after[0]
    assert distance(before[1], after[1]) == 1


def test_every_kind_of_slip_happens():
    slipped = {miswritten("knife", UNHEARD, Slip.ONE_EDIT, str(seed)) for seed in range(400)}
    assert slipped >= {"nkife", "nife", "kknife", "mnife"}
    assert {len(text) for text in slipped} == {4, 5, 6}


def test_a_long_word_gets_two_slips_and_a_short_one_no_more_than_one():
    for seed in range(50):
        long, short = (miswritten(text, UNHEARD, Slip.TWO_EDITS, str(seed)) for text in ("overdose", "knife"))
        assert distance("overdose", long) <= 2
        assert distance("knife", short) == 1
    assert any(
        distance("overdose", miswritten("overdose", UNHEARD, Slip.TWO_EDITS, str(seed))) == 2 for seed in range(9)
    )


@pytest.mark.parametrize(
    ("slip", "text", "wanted"),
    [
        (Slip.CAPITALS, "Él tiene un cuchillo", "ÉL TIENE UN CUCHILLO"),
        (Slip.JOINED, "he has a knife now", "he has aknifenow"),
        (Slip.NO_ACCENTS, "Él dañó a mi mamá", "El dano a mi mama"),
        (Slip.NO_MARKS, "¿Qué? He's there-now. Help!", "Qué Hes there now Help"),
    ],
)
def test_a_text_is_miswritten_as_phones_do(slip, text, wanted):
    assert miswritten(text, heard(text), slip, "1") == wanted


def test_a_letter_is_drawn_out():
    assert miswritten("he has a gun", heard("he has a gun"), Slip.DRAWN_OUT, "1") in (
        "he haaaas a gun",
        "he has a guuuun",
    )


def test_capitals_at_random_leave_the_letters():
    mixed = miswritten(TEXT, UNHEARD, Slip.MIXED_CASE, "1")
    assert mixed.lower() == TEXT
    assert mixed not in (TEXT, TEXT.upper())


@given(st.text(max_size=40), st.sampled_from(Slip), st.integers())
def test_any_text_can_be_miswritten_and_the_same_seed_does_it_the_same_way(text, slip, seed):
    assert miswritten(text, UNHEARD, slip, str(seed)) == miswritten(text, UNHEARD, slip, str(seed))


def test_keys_that_touch_are_neighbours_in_any_accent_or_case():
    assert set(neighbours("g")) == set("fhtyvb")
    assert set(neighbours("Á")) == set(neighbours("a")) == set("sqwz")
    assert neighbours("7") == neighbours("字") == ""


def test_all_touching_keys_touch_back():
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert all(letter in neighbours(near) for letter in letters for near in neighbours(letter))


def test_recall_lost_is_counted_on_the_held_out_emergencies_that_a_slip_changes():
    cases = [
        a_case("he has a knife"),
        a_case("he HAS A KNIFE".upper()),
        a_case("nobody hears this"),
        a_case("he has a gun", Due.NONE),
        a_case("he has a gun", set="calls", id="other"),
    ]
    screen = readers()
    found = {one.slip: one for one in slip_figures(read_all(cases, screen, alone=False), screen.screen, seed=1)}
    assert list(found) == list(Slip)
    assert (found[Slip.CAPITALS].before, found[Slip.CAPITALS].after) == (Share(1, 2), Share(1, 2))
    assert found[Slip.NO_MARKS].before == Share(0, 0)
    assert found[Slip.NO_MARKS].met
    assert found[Slip.JOINED].before.of == 3


def test_a_slip_that_costs_more_than_is_due_is_not_met():
    assert SlipFigure(Slip.ONE_EDIT, Share(98, 100), Share(96, 100)).met
    costly = SlipFigure(Slip.ONE_EDIT, Share(98, 100), Share(95, 100))
    assert costly.lost == pytest.approx(0.03)
    assert not costly.met


def test_without_held_out_emergencies_nothing_is_said_of_slips():
    assert slip_figures([], readers().screen, seed=1) == []


def test_chance_is_not_shared_with_the_rest_of_the_program():
    random.seed(5)
    before = random.random()
    random.seed(5)
    miswritten(TEXT, UNHEARD, Slip.ONE_EDIT, "1")
    assert random.random() == before
