from __future__ import annotations

import pytest

from bot.encoding.terms import count, plain


def test_accents_capitals_and_apostrophes_make_no_difference():
    assert plain("¿Dónde ESTÁ mamá? He\u2019s here") == plain("¿donde esta mama? hes here")


def test_every_digit_reads_alike():
    assert count("412 Elm") == count("907 Elm")


def test_words_pairs_and_runs_are_counted():
    counts = count("no no gun")
    assert counts["w:no"] == 2
    assert counts["w:no no"] == 1
    assert counts["w:no gun"] == 1
    assert counts["c:gun"] == 1
    assert counts["c: gu"] == 1


def test_runs_do_not_cross_words():
    assert not any(term.startswith("c:") and " " in term[3:-1] for term in count("loud music"))


@pytest.mark.parametrize("text", ["", " ", "\x00\ud800", "!!!", "🔪"])
def test_strange_texts_are_counted_without_a_fault(text):
    assert all(times > 0 for times in count(text).values())


def test_a_very_long_text_costs_no_more_than_its_beginning():
    assert sum(count("ab " * 100_000).values()) < 10_000
