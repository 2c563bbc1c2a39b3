"""One thought may come in several texts: the one that completes a danger is heard as that danger."""

from __future__ import annotations

import pytest

from bot.safety.felt import Felt
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel, Hazard, Language, Question

NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY
SCREEN = plain_screen()


def test_the_last_piece_of_an_emergency_is_one():
    found = SCREEN.assess("knife", before=["he has", "a"])
    assert found.level is EMERGENCY
    assert found.hazards == (Hazard.WEAPON,)
    assert found.rules == ("en.weapon.has", "context.in_pieces")


@pytest.mark.parametrize(("text", "before"), [("he has", []), ("a", ["he has"])])
def test_a_piece_that_completes_nothing_is_none(text: str, before: list[str]):
    assert SCREEN.assess(text, before=before).level is NONE


def test_pieces_are_heard_in_spanish_as_well():
    found = SCREEN.assess("cuchillo", language=Language.SPANISH, before=["tiene", "un"])
    assert found.level is EMERGENCY
    assert "context.in_pieces" in found.rules


def test_the_last_piece_of_a_question_is_asked_about():
    assert SCREEN.assess("knife", before=["i saw", "a"]).level is ASK


def test_pieces_are_read_in_the_order_in_which_they_came():
    assert SCREEN.assess("knife", before=["a", "he has"]).level is NONE


@pytest.mark.parametrize("before", [["he has a knife"], ["he has", "a", "knife"], ["i saw a knife"]])
def test_what_the_texts_before_said_by_themselves_is_not_said_again(before: list[str]):
    assert SCREEN.assess("by the bus stop", before=before) == SCREEN.assess("by the bus stop")


def test_an_emergency_that_is_completed_counts_over_a_question_before():
    found = SCREEN.assess("gun", before=["i saw a knife", "he has a"])
    assert found.level is EMERGENCY
    assert "context.in_pieces" in found.rules


def test_harmless_pieces_stay_harmless():
    assert SCREEN.assess("library", before=["where is", "the"]) == SCREEN.assess("library")


def test_a_text_that_is_an_emergency_itself_is_unchanged():
    text = "he has a knife"
    assert SCREEN.assess(text, before=["i want to", "kill myself"]) == SCREEN.assess(text)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_completes_nothing(text: str):
    assert SCREEN.assess(text, before=["he has a", "knife"]).level is NONE


def test_what_is_only_felt_is_heard_in_pieces_too():
    screen = plain_screen()
    screen.adopt(ScriptedReader({"he will not wake up": Felt(0.95, 0.97, Hazard.MEDICAL)}))
    found = screen.assess("wake up", before=["he will", "not"])
    assert found.level is EMERGENCY
    assert found.hazards == (Hazard.MEDICAL,)
    assert found.rules == ("learned.medical", "context.in_pieces")


def test_a_hazard_that_the_text_itself_answers_to_stays_when_it_completes_another():
    found = SCREEN.assess("myself, not sure", asked=Question.WEAPON, before=["i want to kill"])
    assert "answer.weapon.unsure" in found.rules
    assert found.level is EMERGENCY
    assert set(found.hazards) == {Hazard.WEAPON, Hazard.SUICIDE}


@pytest.mark.parametrize("piece", ["", "\x00", "\ud800", "🔪" * 500, "word " * 2000])
def test_strange_pieces_do_not_break_it(piece: str):
    assert "screen.failed" not in SCREEN.assess("knife", before=[piece, "he has a", piece]).rules
