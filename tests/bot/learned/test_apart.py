"""What is set apart is the same everywhere, enough to choose limits on, and never a part of a triple."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.learned.apart import ONE_IN, ONE_IN_EVERYDAY, is_apart
from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

PLAIN = Example("", DangerLevel.NONE, Hazard.FIRE, Voice.PLAIN, Language.ENGLISH, "made_up.en.yml")
MANY = 4000


def share(voice: Voice) -> float:
    examples = [replace(PLAIN, text=f"smoke over number {number}", voice=voice) for number in range(MANY)]
    return sum(map(is_apart, examples)) / MANY


@pytest.mark.parametrize(
    ("voice", "one_in"),
    [
        (Voice.PLAIN, ONE_IN),
        (Voice.OBLIQUE, ONE_IN),
        (Voice.EVERYDAY, ONE_IN_EVERYDAY),
        (Voice.ANSWER, ONE_IN_EVERYDAY),
    ],
)
def test_a_share_of_each_voice_is_set_apart(voice: Voice, one_in: int):
    assert share(voice) == pytest.approx(1 / one_in, rel=0.15)


def test_the_three_of_a_triple_stay_together():
    for triple in range(1, 200):
        three = [replace(PLAIN, text=f"{triple} {line}", voice=Voice.TRIPLE, triple=triple) for line in "abc"]
        assert len({is_apart(one) for one in three}) == 1


def test_where_an_example_stands_does_not_move_it():
    for number in range(200):
        one = replace(PLAIN, text=f"number {number}")
        assert is_apart(one) == is_apart(replace(one, file="other.en.yml", level=DangerLevel.ASK))


def test_a_text_with_a_broken_letter_is_set_apart_as_the_one_that_can_be_written():
    assert is_apart(replace(PLAIN, text="gas \ud800")) == is_apart(replace(PLAIN, text="gas ?"))
