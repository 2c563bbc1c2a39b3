"""Carrier words."""

from __future__ import annotations

import pytest

from channels.twin.keywords import OptOut, heard


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop\n", "STOPALL", "unsubscribe", "End", "quit", "CANCEL", "Revoke"]
)
def test_a_stop_word_alone_is_an_opt_out(word: str):
    assert heard(word, blocked=False) is OptOut.STOP


@pytest.mark.parametrize("text", ["I want to end it", "make him stop", "stop it", "STOP!", "", "quit-", "no"])
def test_a_stop_word_among_others_is_not(text: str):
    assert heard(text, blocked=False) is None


def test_yes_means_yes_unless_the_number_is_blocked():
    assert heard("yes", blocked=False) is None
    assert heard("yes", blocked=True) is OptOut.START


@pytest.mark.parametrize("word", ["help", "INFO"])
def test_help_alone_asks_for_help(word: str):
    assert heard(word, blocked=False) is OptOut.HELP
