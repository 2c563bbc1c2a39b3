"""The reading copy: folded, and each token knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.folding import tokens, unread_share


def test_case_accents_and_apostrophes_are_folded():
    assert [token.text for token in tokens("¿Él no DON’T está?")] == [",", "el", "no", "dont", "esta", "?"]


def test_offsets_point_into_the_message_as_received():
    message = "«¡Él tiene una navajá!» 🔪"
    for token in tokens(message):
        assert 0 <= token.start < token.end <= len(message)
    named = {token.text: message[token.start : token.end] for token in tokens(message)}
    assert named["navaja"] == "navajá"
    assert named["knifepicture"] == "🔪"


def test_letters_that_look_latin_are_read_as_latin():
    assert tokens("hе has а gun")[0].text == "he"


def test_what_cannot_be_seen_is_dropped():
    assert [token.text for token in tokens("kn\u200bi\u200dfe")] == ["knife"]


def test_od_with_its_apostrophe_is_not_odd():
    assert [token.text for token in tokens("she OD'd")] == ["she", "overdosed"]


def test_a_run_of_dots_is_a_pause_and_one_dot_an_end():
    assert [token.text for token in tokens("he has... a gun.")] == ["he", "has", ",", "a", "gun", "."]


@pytest.mark.parametrize(("text", "share"), [("hello", 0.0), ("помогите", 0.5), ("救命", 1.0), ("123 !!", 0.0)])
def test_the_share_of_letters_nobody_reads_is_known(text: str, share: float):
    assert unread_share(text) == pytest.approx(share, abs=0.5) and (unread_share(text) > 0) == (share > 0)


@given(st.text())
def test_any_text_folds_and_its_tokens_keep_their_order(text: str):
    found = tokens(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
