from __future__ import annotations

import pytest

from bot.intake.meaning import offered


@pytest.mark.parametrize("text", ["STATUS", "status", " Status? ", "ESTADO"])
def test_the_word_that_our_texts_offer_asks_where_things_stand(text: str):
    assert offered(text) == "ask_status"


def test_the_word_for_a_person_is_known_alone_and_not_inside_a_sentence():
    assert offered("PERSON") == "ask_person"
    assert offered("there is a person on my steps") is None
