"""A message heard as an answer or as a retraction: it only raises."""

from __future__ import annotations

import pytest

from bot.taught import load_screen
from bot.vocabulary import DangerLevel, Hazard, Language, Question

SCREEN = load_screen()
NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY


@pytest.mark.parametrize("asked", [Question.SAFETY_CHECK, Question.IMMEDIATE_DANGER, Question.WEAPON])
def test_yes_to_a_danger_question_is_an_emergency(asked: Question):
    assert SCREEN.assess("yes", asked=asked).level is EMERGENCY
    assert SCREEN.assess("sí", asked=asked, language=Language.SPANISH).level is EMERGENCY


def test_unsure_raises_and_how_far_depends_on_the_question():
    assert SCREEN.assess("idk", asked=Question.SAFETY_CHECK).level is EMERGENCY
    assert SCREEN.assess("idk", asked=Question.WEAPON).level is ASK
    assert SCREEN.assess("idk").level is NONE


def test_a_plain_no_leaves_what_the_text_says():
    assert SCREEN.assess("no", asked=Question.SAFETY_CHECK).level is NONE
    assert SCREEN.assess("no he has a gun", asked=Question.WEAPON).level is EMERGENCY


def test_the_one_in_his_hand_is_a_weapon():
    assessment = SCREEN.assess("just the one in his hand", asked=Question.WEAPON)
    assert assessment.level is EMERGENCY
    assert assessment.hazards == (Hazard.WEAPON,)
    assert "answer.weapon.yes" in assessment.rules


@pytest.mark.parametrize("asked", list(Question))
def test_no_question_hides_a_danger_in_its_answer(asked: Question):
    assert SCREEN.assess("my brother has a knife and is coming at me", asked=asked).level is EMERGENCY


@pytest.mark.parametrize("text", ["1450 Pearl St apt 4b", "the corner of Gun Club Rd and Quincy", "303 555 0142"])
def test_a_place_or_a_number_is_no_danger(text: str):
    assert SCREEN.assess(text, asked=Question.LOCATION).level is NONE


def test_a_retraction_that_names_the_hazard_is_asked_about_while_danger_stands():
    assert SCREEN.assess("lol jk no gun", standing=ASK).level is ASK
    assert SCREEN.assess("lol jk no gun").level is NONE


def test_a_retraction_alone_says_nothing_of_safety():
    assessment = SCREEN.assess("never mind", standing=EMERGENCY)
    assert assessment.level is NONE
    assert assessment.rules == ()
