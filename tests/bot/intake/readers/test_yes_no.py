from __future__ import annotations

import pytest

from bot.intake.folding import fold
from bot.intake.readers.yes_no import is_refused, leading, not_told, read_yes_no
from bot.vocabulary import Answer, Known


@pytest.mark.parametrize(
    "text", ["yes", "Y", "yeah thats fine", "ok", "sure thing", "sí", "claro que si", "1", "that works"]
)
def test_a_plain_yes(text):
    assert read_yes_no(fold(text)) is not Answer.NO
    assert Answer.YES in (read_yes_no(fold(text)), leading(fold(text)))


@pytest.mark.parametrize(
    "text", ["no", "Nope!", "nah", "no one", "not that i know of", "no no no", "nadie", "no hay nadie"]
)
def test_a_plain_no(text):
    assert read_yes_no(fold(text)) is Answer.NO


@pytest.mark.parametrize(
    "text", ["no but he says he will", "no one is hurt but he has a bat", "nadie, pero tiene algo"]
)
def test_a_no_that_turns_round_is_not_a_no(text):
    assert read_yes_no(fold(text)) is Answer.UNCLEAR


@pytest.mark.parametrize("text", ["idk", "not sure", "maybe", "no sé", "quien sabe", "no idea"])
def test_not_knowing_is_not_no(text):
    assert read_yes_no(fold(text)) is Answer.UNSURE
    assert not_told(fold(text)) is Known.UNKNOWN


@pytest.mark.parametrize("text", ["skip", "pass", "rather not say", "none of your business", "prefiero no decir"])
def test_a_wish_not_to_say_is_heard(text):
    assert is_refused(fold(text))


@pytest.mark.parametrize("text", ["he skipped school", "she passed out", "they skip class every day", "paso algo malo"])
def test_words_that_only_look_like_skip_are_not(text):
    assert not is_refused(fold(text))
