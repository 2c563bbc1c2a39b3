from __future__ import annotations

import pytest

from bot.learned.spelling import COMMON, Spelling, count_words

TAUGHT = {"knife": 40, "knives": 9, "has": 90, "he": 99, "a": 99, "unconscious": 12, "floor": 20, "pistol": COMMON - 1}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(TAUGHT)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("he has a knfie", "he has a knife"),
        ("he has a kniffe", "he has a knife"),
        ("uncnoscius", "unconscious"),
        ("flor", "floor"),
    ],
)
def test_a_slip_of_the_thumb_is_read_as_the_word_that_was_meant(spelling: Spelling, written: str, meant: str):
    assert spelling.mend(written) == meant


def test_words_that_were_run_together_are_parted(spelling: Spelling):
    assert spelling.mend("hehasaknife!") == "he has a knife!"


def test_a_word_that_was_taught_once_is_left_as_it_is():
    assert Spelling({**TAUGHT, "knice": 1}).mend("knice") == "knice"


def test_nothing_is_mended_toward_a_rare_word(spelling: Spelling):
    assert spelling.mend("pistoll") == "pistoll"


def test_a_name_that_is_like_nothing_taught_is_left_as_it_is(spelling: Spelling):
    assert spelling.mend("Xiomara at 412 Quetzal") == "Xiomara at 412 Quetzal"


def test_a_message_of_strange_words_without_end_is_left_alone_after_the_first(spelling: Spelling):
    mended = spelling.mend(" ".join(["knfie"] * 200))
    assert mended.count("knife") == 60


def test_a_word_counts_once_for_each_text():
    assert count_words(["no no no", "no"]) == {"no": 2}
