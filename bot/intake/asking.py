"""Puts a question: which wording, by who it is about and how often it was put, and counts it.

PURE. A question is never put twice in the same words, unless the resident asked something in between.
"""

from __future__ import annotations

from dataclasses import replace

from bot.intake import suicide
from bot.intake.frame import Frame
from bot.intake.readers.places import is_vague
from bot.intake.saying import Say
from bot.intake.summary import summary
from bot.turn import CityFacts
from bot.vocabulary import Concern, Question, Slot

# Questions that are worded for the resident and for somebody else; all others serve both.
_SELF = {Question.LOCATION, Question.PERSON}
_THIRD = {Question.WILLING_TO_MEET}
# Here the one it is about is likely somewhere else than the one who writes; elsewhere the scene is asked for.
_MAY_BE_ELSEWHERE = {Concern.WELFARE_CHECK.value, Concern.SUICIDAL_THOUGHTS.value}
_THIRD_TIME = 2
_ONE_WORDING = {Question.NEEDS, Question.OUTCOME_WANTED, Question.WILLING_TO_MEET}


def put(frame: Frame, question: Question, facts: CityFacts, *, again: bool, counted: bool = True) -> tuple[Frame, Say]:
    """Return the frame with `question` open, and the words for it.

    Args:
        frame: the frame so far.
        question: what to ask.
        facts: what the city says now, for the wait.
        again: whether it was put before and not answered.
        counted: False where the resident asked something in between: that costs no try.
    """
    say = _worded(frame, question, facts, again)
    asks = {**frame.asks, question: frame.asks.get(question, 0) + (1 if counted else 0)}
    return replace(frame, asked=question, asks=asks), say


def _worded(frame: Frame, question: Question, facts: CityFacts, again: bool) -> Say:
    name = f"utter_ask_{question.value}"
    if question is Question.SAFETY_CHECK:
        return Say("utter_safety_check_again" if again else "utter_safety_check")
    if question is Question.SUICIDE_SCREEN:
        item = Say(f"{name}_{suicide.next_item(frame)}")
        return Say(f"{name}_again", {"question": (item,)}) if again else item
    if question is Question.LOCATION and again:
        return _location_again(frame)
    if again and question is Question.IMMEDIATE_DANGER and frame.asks.get(question, 0) >= _THIRD_TIME:
        return Say("utter_safety_check")
    if again and question not in _ONE_WORDING:
        return Say(f"{name}_again")
    if question is Question.WILLING_TO_WAIT:
        return wait_response(name, facts)
    if question is Question.SUMMARY_CONFIRMED:
        return Say(name, {"summary": summary(frame)})
    return Say(name + _about_whom(frame, question))


def _location_again(frame: Frame) -> Say:
    place = frame.answered(Slot.LOCATION)
    if place and is_vague(place):
        return Say("utter_ask_location_closer", {"place": place["said"]})
    return Say("utter_ask_location_again")


def _about_whom(frame: Frame, question: Question) -> str:
    role = frame.answered(Slot.REPORTER_ROLE)
    if role == "self" and question in _SELF:
        return "_self"
    if question is Question.LOCATION:
        elsewhere = frame.answered(Slot.CONCERN) in _MAY_BE_ELSEWHERE
        return "_third" if role in ("family", "friend") and elsewhere else ""
    return "_third" if role not in (None, "self") and question in _THIRD else ""


def wait_response(name: str, facts: CityFacts, **params: str) -> Say:
    """Return `name` in the wording that is true now: closed until, waiting so long, or not known."""
    if not facts.open_now and facts.next_open:
        return Say(f"{name}_closed", {"next_open": facts.next_open, **params})
    if facts.wait_minutes is None:
        return Say(f"{name}_unknown", params)
    return Say(name, {"wait": (wait(facts.wait_minutes),), **params})


def wait(minutes: tuple[int, int]) -> Say:
    """Return an honest wait in words, in hours from two hours on."""
    low, high = minutes
    if low < 120:
        return Say("utter_part_wait", {"low": str(low), "high": str(high)})
    return Say("utter_part_wait_hours", {"low": str(low // 60), "high": str(-(-high // 60))})
