"""Answers what a resident says beside the intake: courtesies, questions about the line, anger, a wish to stop.

PURE. A move never loses what was told and never ends the way to help.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.intake.asking import wait_response
from bot.intake.closing import REFERENCE
from bot.intake.frame import Frame
from bot.intake.languages import asked_for
from bot.intake.meaning import Meaning
from bot.intake.saying import Say
from bot.turn import CityFacts
from bot.vocabulary import Question

# Rasa has answered these by its own rules before the intake is asked (bot/dialogue/rules/questions.yml).
ANSWERED_BY_RASA = frozenset(
    {
        "ask_is_this_911",
        "ask_are_you_a_bot",
        "ask_is_this_private",
        "ask_will_police_come",
        "ask_what_can_you_do",
        "ask_immigration",
    }
)
_WHY = {
    Question.IMMEDIATE_DANGER,
    Question.LOCATION,
    Question.CALLBACK_NUMBER,
    Question.PERSON,
    Question.SUICIDE_SCREEN,
}


def answer(frame: Frame, meaning: Meaning, facts: CityFacts) -> Say | None:
    """Return the words for a move, or None where there is nothing to say to it."""
    if not meaning.digresses:
        return None
    response = _RESPONSES.get(meaning.intent)
    return response(frame, meaning, facts) if response else None


def status(frame: Frame, meaning: Meaning, facts: CityFacts) -> Say:
    """Return where the request stands."""
    if facts.standing:
        return Say("utter_status", {"reference": facts.reference or REFERENCE, "standing": facts.standing})
    return Say("utter_status_open" if frame.slots else "utter_status_none")


def _plain(response: str) -> Callable[[Frame, Meaning, CityFacts], Say]:
    return lambda frame, meaning, facts: Say(response)


def _named(response: str) -> Callable[[Frame, Meaning, CityFacts], Say]:
    return lambda frame, meaning, facts: Say(response, {"program": facts.program_name})


def _why(frame: Frame, meaning: Meaning, facts: CityFacts) -> Say:
    return Say(f"utter_why_{frame.asked.value}" if frame.asked in _WHY and frame.asked else "utter_why")


def _how_long(frame: Frame, meaning: Meaning, facts: CityFacts) -> Say | None:
    """The open question tells the wait already where it is about waiting."""
    return None if frame.asked is Question.WILLING_TO_WAIT else wait_response("utter_faq_how_long", facts)


def _language(frame: Frame, meaning: Meaning, facts: CityFacts) -> Say:
    return Say("utter_language_switched" if asked_for(meaning.text) else "utter_language_kept")


_RESPONSES: dict[str, Callable[[Frame, Meaning, CityFacts], Say | None]] = {
    "greet": _plain("utter_greet"),
    "thank": _plain("utter_welcome"),
    "goodbye": _plain("utter_goodbye"),
    "ask_why": _why,
    "ask_how_long": _how_long,
    "ask_status": status,
    "ask_program": _named("utter_faq_program"),
    "ask_who_are_you": _named("utter_faq_who_are_you"),
    "ask_language": _language,
    "opt_out_words": _plain("utter_opt_out_hint"),
    "complain": _plain("utter_complain"),
    "insult": _plain("utter_insult"),
    "prank": _plain("utter_prank"),
    "wrong_number": _named("utter_wrong_number"),
    "out_of_scope": _plain("utter_out_of_scope"),
}
