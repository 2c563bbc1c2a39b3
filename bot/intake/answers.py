"""Hears a message as the answer to the question that was open.

PURE. A question is settled by an answer, by "I don't know" or by "I'd rather not say"; anything else leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.intake.corrections import mends
from bot.intake.folding import squeeze
from bot.intake.frame import Frame, SlotValue
from bot.intake.meaning import Meaning
from bot.intake.readers import circumstances, harm, people, people_words
from bot.intake.readers.numbers import phone
from bot.intake.readers.places import whole_place
from bot.intake.readers.yes_no import is_refused, leading, not_told, read_yes_no
from bot.intake.suicide import heard_item
from bot.safety.answers import read_answer
from bot.turn import CityFacts
from bot.vocabulary import Answer, Known, Question, Slot

# What one answer puts into the frame: facts by slot; empty where the question stays open.
Settled = dict[Slot, SlotValue]
_DANGER = (Slot.IMMEDIATE_DANGER, Slot.WEAPON)
# "I don't know them" says nothing of danger.
_UNACQUAINTED = re.compile(
    r"\b(?:do ?n'?t|do not|never) (?:even )?(?:know|met) (?:him|her|them|who)\b|\bno (?:lo|la|los|las) conozco\b"
)
_SAFE_AND_WELL = re.compile(
    r"\b(?:safe|fine|ok|okay|good|alright|all right|unhurt|not (?:hurt|in danger|injured)|"
    r"bien|a salvo|nada|nadie|ningun[oa]?|none|nothing)\b"
)
_TOLD_WHO = ("name", "age", "description", "count")
_NO_WEAPON = {"present": "no", "kind": None, "where": None}


def settle(frame: Frame, meaning: Meaning, facts: CityFacts) -> Settled:
    """Return the facts that `meaning` gives as the answer to `frame.asked`; {} where it does not answer it."""
    if frame.asked is None:
        return {}
    if meaning.is_intent("cancel_request"):
        return {}
    if frame.asked in (Question.IMMEDIATE_DANGER, Question.SAFETY_CHECK, Question.WEAPON):
        return _danger(frame.asked, meaning)
    if meaning.digresses and frame.asked not in _PLAIN:
        return {}
    slot = Slot(frame.asked.value) if frame.asked.value in {slot.value for slot in Slot} else None
    reader = _READERS.get(frame.asked)
    if slot is None or reader is None:
        return {}
    value = reader(frame, meaning, facts)
    if value is not None:
        about_self = frame.asked is Question.SUICIDE_SCREEN and Slot.REPORTER_ROLE not in frame.slots
        return {slot: told(value, meaning)} | ({Slot.REPORTER_ROLE: told("self", meaning)} if about_self else {})
    known = _untold(frame.asked, meaning)
    return {slot: SlotValue(known, said=meaning.text, message_id=meaning.message_id)} if known else {}


def told(value: Any, meaning: Meaning) -> SlotValue:
    """Return `value` as an answered fact credited to the message."""
    return SlotValue(Known.ANSWERED, value, said=meaning.text, message_id=meaning.message_id)


def _untold(asked: Question, meaning: Meaning) -> Known | None:
    """Return unknown or refused; the NLU's word counts for short texts only, since a long one tells something."""
    known = not_told(meaning.folded)
    if known is None and asked is Question.PERSON and _yes_no(meaning) is Answer.NO:
        known = Known.UNKNOWN
    if known is None and meaning.words <= 6 and meaning.is_intent("skip"):
        known = Known.REFUSED
    if known is None and meaning.words <= 6 and meaning.is_intent("unsure"):
        known = Known.UNKNOWN
    return known


def _danger(asked: Question, meaning: Meaning) -> Settled:
    """Hear the answer about danger; a no is taken only where the screen heard nothing in it either."""
    answer = Answer.UNCLEAR if _UNACQUAINTED.search(meaning.folded) else read_answer(meaning.text, asked)
    slots = (Slot.WEAPON,) if asked is Question.WEAPON else _DANGER
    if answer is Answer.NO and not meaning.worrying and _says_no(meaning):
        values = {Slot.IMMEDIATE_DANGER: told("no", meaning), Slot.WEAPON: told(_NO_WEAPON, meaning)}
        opening = {} if asked is Question.WEAPON else {Slot.INJURY_MEDICAL: told("none", meaning)}
        return {slot: values[slot] for slot in slots} | opening
    if answer is Answer.YES:
        weapon = harm.find_weapon(meaning.folded) or {"present": "yes", "kind": None, "where": None}
        return {Slot.WEAPON: told(weapon, meaning)} if asked is Question.WEAPON else {_DANGER[0]: told("yes", meaning)}
    if answer is Answer.UNSURE or is_refused(meaning.folded):
        known = Known.REFUSED if is_refused(meaning.folded) else Known.UNKNOWN
        return dict.fromkeys(slots, SlotValue(known, said=meaning.text, message_id=meaning.message_id))
    return {}


def _says_no(meaning: Meaning) -> bool:
    """Return whether the no stands in the words themselves: a second reader must agree before a danger is denied."""
    said = (read_yes_no(meaning.folded), leading(meaning.folded))
    return Answer.NO in said or bool(_SAFE_AND_WELL.search(meaning.folded)) or harm.says_no_danger(meaning.folded)


def _location(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    plain = read_yes_no(meaning.folded) is not Answer.UNCLEAR and meaning.words <= 4
    if plain or not_told(meaning.folded):
        return None
    place = whole_place(meaning.text, facts.area_words, facts.outside_words)
    found_name = place and any(place[part] for part in ("street", "cross_street", "landmark", "city"))
    if place and not found_name and (meaning.reports or meaning.words > 12):
        return None
    return place


def _violence(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    """A bare yes to "threats or hitting" is kept as the graver of the two: a person will ask."""
    return harm.find_violence(meaning.folded) or {Answer.YES: "physical", Answer.NO: "none"}.get(_yes_no(meaning))


def _injury(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    return harm.find_injury(meaning.folded) or {Answer.YES: "minor", Answer.NO: "none"}.get(_yes_no(meaning))


def _narrative(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    if meaning.words <= 3 and (_yes_no(meaning) is not Answer.UNCLEAR or not_told(meaning.folded)):
        return None
    return squeeze(meaning.text) if len(meaning.folded.strip()) > 2 else None


def _role(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    return people.answered_role(meaning.folded)


def _person(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    if is_refused(meaning.folded) or _yes_no(meaning) in (Answer.YES, Answer.NO):
        return None
    if mends(meaning.folded, meaning.intent):
        return None
    found = people.find_person(meaning.text) or people.bare_age(meaning.folded) or {}
    if frame.answered(Slot.REPORTER_ROLE) == "self":
        found = {**found, "name": people.answered_name(meaning.text)}
    elif meaning.words <= 2 and people.relation_word(meaning.folded):
        found = {"relation": people.relation_word(meaning.folded)}
    elif _describes(meaning, found):
        found = {**found, "description": squeeze(meaning.text)}
    elif not found and meaning.words == 1:
        found = {"name": people.answered_name(meaning.text)}
    if not any(value is not None for value in found.values()):
        return None
    earlier = frame.answered(Slot.PERSON) or dict.fromkeys(people_words.PARTS)
    return {**earlier, **{key: value for key, value in found.items() if value is not None}}


def _describes(meaning: Meaning, found: dict[str, Any]) -> bool:
    """Return whether a reply to "who is it?" is a description as it stands, and not more of the story."""
    story = meaning.reports and meaning.words > 5
    return meaning.words > 2 and not story and not not_told(meaning.folded) and not any(map(found.get, _TOLD_WHO))


def _suicide(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    return heard_item(frame, read_answer(meaning.text, Question.SUICIDE_SCREEN), is_refused(meaning.folded))


def _vulnerable(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    answer = _yes_no(meaning)
    if answer is Answer.NO:
        return circumstances.nobody_vulnerable()
    found = circumstances.find_vulnerable(meaning.folded, asked=True)
    return found or (circumstances.somebody_vulnerable() if answer is Answer.YES else None)


def _access(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    """Take any words for it, unless they say "I don't know" or answer something else."""
    elsewhere = not_told(meaning.folded) or circumstances.find_wait(meaning.folded) or phone(meaning.folded)
    return None if elsewhere else circumstances.access(meaning.text)


def _number(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    given = phone(meaning.folded)
    same = facts.sender_number and (
        _yes_no(meaning) is Answer.YES or any(words in meaning.folded for words in ("this", "same", "este", "mismo"))
    )
    return given or (facts.sender_number if same else None)


def _contact(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    found = circumstances.find_contact(meaning.text)
    if found:
        return found
    answer = _yes_no(meaning)
    if answer is Answer.YES:
        return circumstances.contact(text="yes", voice="yes")
    return circumstances.contact(text="no", voice="no") if answer is Answer.NO else None


def _willing(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    answer = _yes_no(meaning)
    return answer.value if answer in (Answer.YES, Answer.NO) else None


def _needs(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    if _yes_no(meaning) is Answer.NO:
        return []
    return circumstances.find_needs(meaning.folded, asked=True)


def _outcome(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    return circumstances.find_outcome(meaning.folded)


def _summary(frame: Frame, meaning: Meaning, facts: CityFacts) -> Any:
    return "yes" if _yes_no(meaning) is Answer.YES else None


def _yes_no(meaning: Meaning) -> Answer:
    """Hear yes or no, but never in a correction ("no wait, 412").

    The plain words come first, then what the NLU is sure of in a short text, then the word it opens with.
    """
    if meaning.words > 1 and mends(meaning.folded, meaning.intent):
        return Answer.UNCLEAR
    answer = read_yes_no(meaning.folded)
    if answer is not Answer.UNCLEAR:
        return answer
    if meaning.words <= 6 and meaning.is_intent("affirm"):
        return Answer.YES
    if meaning.words <= 6 and meaning.is_intent("deny"):
        return Answer.NO
    return leading(meaning.folded)


_READERS: dict[Question, Callable[[Frame, Meaning, CityFacts], Any]] = {
    Question.LOCATION: _location,
    Question.VIOLENCE: _violence,
    Question.INJURY_MEDICAL: _injury,
    Question.NARRATIVE: _narrative,
    Question.REPORTER_ROLE: _role,
    Question.PERSON: _person,
    Question.SUICIDE_SCREEN: _suicide,
    Question.VULNERABLE_PRESENT: _vulnerable,
    Question.HAZARDS_ACCESS: _access,
    Question.CALLBACK_NUMBER: _number,
    Question.SAFE_TO_CONTACT: _contact,
    Question.WILLING_TO_MEET: _willing,
    Question.WILLING_TO_WAIT: _willing,
    Question.NEEDS: _needs,
    Question.OUTCOME_WANTED: _outcome,
    Question.SUMMARY_CONFIRMED: _summary,
}
# A yes or a number is an answer even in a message that the NLU takes for a question of the resident's.
_PLAIN = frozenset(
    {
        Question.CALLBACK_NUMBER,
        Question.SUICIDE_SCREEN,
        Question.WILLING_TO_WAIT,
        Question.SUMMARY_CONFIRMED,
        Question.VIOLENCE,
        Question.INJURY_MEDICAL,
    }
)
