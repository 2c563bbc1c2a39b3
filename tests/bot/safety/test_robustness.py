"""Whatever comes in, the screen answers, and its spans are slices of the message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety.answers import read_answer
from bot.taught import load_screen
from bot.vocabulary import Answer, DangerLevel, Language, Question

SCREEN = load_screen()
WORDS = st.sampled_from(
    [
        "he",
        "has",
        "a",
        "gun",
        "knife",
        "not",
        "if",
        "lol",
        "kill",
        "myself",
        "going",
        "to",
        "the",
        "movie",
        "40",
        "pills",
    ]
    + [".", "?", ",", "🔪", "k", "n", "i", "f", "e", "tiene", "pistola", "no", "se", "don", "t"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(st.characters()), st.lists(WORDS, max_size=30).map(" ".join)),
    st.sampled_from([None, *Language]),
    st.sampled_from([None, *Question]),
    st.sampled_from(list(DangerLevel)),
)
def test_any_text_is_assessed_and_its_spans_are_slices(
    text: str, language: Language | None, asked: Question | None, standing: DangerLevel
):
    assessment = SCREEN.assess(text, language=language, asked=asked, standing=standing)
    assert "screen.failed" not in assessment.rules
    assert all(text[span.start : span.end] == span.text for span in assessment.spans)
    assert assessment.version == SCREEN.version
    if assessment.level is not DangerLevel.NONE:
        assert assessment.rules


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a\ud83d gun \x00 he has a gun", "\n\n", "🙂" * 50, "ﷺ", "{he} ~2 $"]
)
def test_strange_strings_do_not_break_it(text: str):
    assert "screen.failed" not in SCREEN.assess(text).rules


@given(st.text(), st.sampled_from(list(Question)))
def test_any_text_can_be_an_answer(text: str, question: Question):
    assert read_answer(text, question) in set(Answer)
