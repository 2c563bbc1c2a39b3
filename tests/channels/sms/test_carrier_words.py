from __future__ import annotations

import pytest

from bot.vocabulary import CarrierWord
from channels.sms.carrier_words import carrier_word


@pytest.mark.parametrize("text", ["STOP", "stop all", "Opt-Out", "  QUIT\n", "revoke."])
def test_a_word_alone_asks_to_opt_out(text: str) -> None:
    assert carrier_word(text) is CarrierWord.OPT_OUT


@pytest.mark.parametrize(
    "text", ["", "stop it", "please stop", "the end", "help me", "yes please", "stopp", "STOP STOP"]
)
def test_a_word_in_other_words_asks_for_nothing(text: str) -> None:
    assert carrier_word(text) is None
