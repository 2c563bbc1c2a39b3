"""Replies to safety questions: only a plain no is a no."""

from __future__ import annotations

import pytest

from bot.safety.answers import is_retraction, read_answer
from bot.vocabulary import Answer, Question


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "yeah",
        "YES!!",
        "Y",
        "1",
        "sí",
        "si",
        "claro que sí",
        "i think so",
        "yup hurry",
        "he does",
        "were not safe",
    ],
)
def test_a_yes_is_a_yes(text: str):
    assert read_answer(text, Question.SAFETY_CHECK) is Answer.YES


@pytest.mark.parametrize(
    "text", ["just the one in his hand", "a knife", "just a bat", "he has one", "una navaja", "en la mano"]
)
def test_naming_a_weapon_answers_the_weapon_question_with_yes(text: str):
    assert read_answer(text, Question.WEAPON) is Answer.YES


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "nope hes just yelling",
        "nah",
        "N",
        "2",
        "no one is hurt no",
        "nobody",
        "no, nadie",
        "no but she is cold",
        "nel",
    ],
)
def test_a_plain_no_is_a_no(text: str):
    assert read_answer(text, Question.SAFETY_CHECK) is Answer.NO


@pytest.mark.parametrize("text", ["idk", "not sure", "maybe", "no se", "no sé", "cant tell", "no but i dont think so"])
def test_doubt_is_not_no(text: str):
    assert read_answer(text, Question.SAFETY_CHECK) is Answer.UNSURE


@pytest.mark.parametrize("text", ["no i dont think so", "i don't think so", "nah dont think anyone is", "creo que no"])
def test_who_leans_to_no_is_asked_again(text: str):
    assert read_answer(text, Question.SAFETY_CHECK) is Answer.UNCLEAR


def test_taking_it_back_does_not_deny_danger():
    assert read_answer("never mind", Question.SAFETY_CHECK) is Answer.UNCLEAR


@pytest.mark.parametrize(
    "text", ["no but he says he'll get one", "not anymore", "ya no", "no, only the gun in his car"]
)
def test_a_no_with_a_danger_behind_it_is_a_doubt(text: str):
    assert read_answer(text, Question.WEAPON) is Answer.UNSURE


@pytest.mark.parametrize("text", ["", "what do you mean", "5th and main", "yes we are safe", "his name is Omar"])
def test_what_answers_nothing_is_unclear(text: str):
    assert read_answer(text, Question.SAFETY_CHECK) is Answer.UNCLEAR


@pytest.mark.parametrize(
    "text", ["lol jk", "never mind", "he put it down", "he put the knife away", "era broma", "ya se calmó"]
)
def test_taking_it_back_is_recognised(text: str):
    assert is_retraction(text)


@pytest.mark.parametrize("text", ["he has a gun", "please come", "calle ocho"])
def test_other_messages_take_nothing_back(text: str):
    assert not is_retraction(text)
