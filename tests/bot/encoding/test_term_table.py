from __future__ import annotations

from collections import Counter

import numpy
import pytest

from bot.encoding.term_table import TermTable

COUNTS = [Counter(gun=1, the=1), Counter(gun=2, the=1), Counter(the=3, knife=1)]


@pytest.fixture
def table() -> TermTable:
    return TermTable.of(COUNTS)


def test_a_term_of_one_example_is_not_known(table):
    assert list(table.places) == ["gun", "the"]


def test_a_rarer_term_weighs_more(table):
    places, weights = table.weigh(Counter(gun=1, the=1))
    found = dict(zip(places.tolist(), weights.tolist(), strict=True))
    assert found[table.places["gun"]] > found[table.places["the"]]


def test_a_weighed_text_is_of_unit_length(table):
    _, weights = table.weigh(Counter(gun=5, the=2))
    assert numpy.linalg.norm(weights) == pytest.approx(1)


def test_a_text_of_no_known_term_weighs_nothing(table):
    places, weights = table.weigh({"unheard": 1})
    assert len(places) == len(weights) == 0
