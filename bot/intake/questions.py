"""What to ask next: what matters most and is missing, and never what was told.

PURE. The order is where the line may drop first (danger, then where), then what, then who, then how to reach them;
at most 12 questions to a routine record and 4 to an urgent one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.intake import suicide
from bot.intake.enough import urgency
from bot.intake.frame import Frame
from bot.intake.readers.places import is_vague
from bot.turn import CityFacts
from bot.vocabulary import Concern, Known, Question, Slot, Urgency

# The figures of the design's section 6: 12 questions to a routine record, 4 to an urgent one.
ROUTINE_LIMIT = 12
URGENT_LIMIT = 4
# One re-ask is enough where a third wording would only wear people out. Danger is worth two; a read-back may be mended
# twice; and the three items about suicide are questions of their own.
_TRIES = {Question.IMMEDIATE_DANGER: 3, Question.SUMMARY_CONFIRMED: 3, Question.SUICIDE_SCREEN: 4}
_TWO = 2
# A story of fewer words, the place not counted, does not say what is going on.
_STORY = 8

_CONFLICT = {
    Concern.DOMESTIC_VIOLENCE,
    Concern.FAMILY_CONFLICT,
    Concern.NEIGHBOR_DISPUTE,
    Concern.TRESPASS_UNWANTED_PERSON,
    Concern.MENTAL_HEALTH_CRISIS,
}
_BODY = {
    Concern.INTOXICATION,
    Concern.SUBSTANCE_USE,
    Concern.MEDICAL,
    Concern.WELFARE_CHECK,
    Concern.DISORIENTATION_ELDER,
    Concern.HOMELESSNESS,
}
_HOUSEHOLD = {Concern.DOMESTIC_VIOLENCE, Concern.FAMILY_CONFLICT}
_WANTS_THINGS = {Concern.HOMELESSNESS, Concern.BASIC_NEEDS}
_NOBODY_THERE = {Concern.NEEDLE_CLEANUP, Concern.NOISE, Concern.CRIME_REPORT}


@dataclass(frozen=True)
class _Asking:
    """A question, when it is due, and whether even an urgent record needs it."""

    question: Question
    due: Callable[[Frame, CityFacts], bool]
    urgent: bool = False


def next_question(frame: Frame, facts: CityFacts) -> Question | None:
    """Return the question to put now, None where the record is enough."""
    urgent = urgency(frame).rank <= Urgency.URGENT.rank
    put = sum(frame.asks.values())
    if put >= (URGENT_LIMIT if urgent else ROUTINE_LIMIT):
        return None
    nearly = put >= ROUTINE_LIMIT - 1
    for asking in _ORDER:
        if urgent and not asking.urgent:
            continue
        if nearly and asking.question is not Question.SUMMARY_CONFIRMED:
            continue
        if may_ask(frame, asking.question) and asking.due(frame, facts):
            return asking.question
    return None


def may_ask(frame: Frame, question: Question) -> bool:
    """Return whether `question` was not put too often yet; each item about suicide is a question of its own."""
    return frame.asks.get(question, 0) < _TRIES.get(question, _TWO)


def still_open(frame: Frame, question: Question) -> bool:
    """Return whether the answer to `question` is still missing, whatever else was told meanwhile."""
    if question is Question.PERSON:
        return not _is_described(frame)
    if question is Question.INJURY_MEDICAL:
        return _only_opening(frame)
    return question.value not in {slot.value for slot in frame.slots}


def _missing(slot: Slot) -> Callable[[Frame, CityFacts], bool]:
    return lambda frame, facts: slot not in frame.slots


def _about(slot: Slot, concerns: set[Concern]) -> Callable[[Frame, CityFacts], bool]:
    """Due for these concerns, or where the city requires the slot."""

    def due(frame: Frame, facts: CityFacts) -> bool:
        return slot not in frame.slots and (_concern(frame) in concerns or slot.value in facts.required)

    return due


def _concern(frame: Frame) -> Concern | None:
    value = frame.answered(Slot.CONCERN)
    return Concern(value) if value else None


def _location(frame: Frame, facts: CityFacts) -> bool:
    place = frame.slots.get(Slot.LOCATION)
    if place is None:
        return True
    lost = place.known is Known.UNKNOWN or (place.known is Known.ANSWERED and is_vague(place.value))
    return lost and frame.asks.get(Question.LOCATION, 0) < _TWO


def _narrative(frame: Frame, facts: CityFacts) -> bool:
    """Asked where neither the kind of concern nor a story was told; a place alone is no story."""
    if _concern(frame) is not None or frame.asks.get(Question.NARRATIVE, 0) >= _TWO:
        return False
    told = frame.slots.get(Slot.NARRATIVE)
    if told is None:
        return True
    place = str((frame.answered(Slot.LOCATION) or {}).get("said", ""))
    words = len(str(told.value or "").split()) - len(place.split())
    return told.known is Known.ANSWERED and words < _STORY and not frame.asks.get(Question.NARRATIVE)


def _injury(frame: Frame, facts: CityFacts) -> bool:
    """A no to the opening question said that nobody is hurt; sickness is asked where the concern is the body."""
    return _concern(frame) in _BODY and _only_opening(frame)


def _only_opening(frame: Frame) -> bool:
    told, opening = frame.slots.get(Slot.INJURY_MEDICAL), frame.slots.get(Slot.IMMEDIATE_DANGER)
    return told is None or (opening is not None and told.value == "none" and told.said == opening.said)


def _suicide(frame: Frame, facts: CityFacts) -> bool:
    if not facts.suicide_screen or not suicide.has_cue(frame) or suicide.next_item(frame) is None:
        return False
    return frame.answered(Slot.REPORTER_ROLE) in (None, "self")


def _person(frame: Frame, facts: CityFacts) -> bool:
    """Asked once it is known to be about somebody: a name for the resident, a likeness for anyone else."""
    asked_before = bool(frame.asks.get(Question.PERSON)) and Slot.PERSON in frame.slots
    return _concern(frame) not in _NOBODY_THERE and not asked_before and not _is_described(frame)


def _is_described(frame: Frame) -> bool:
    told = frame.answered(Slot.PERSON) or {}
    parts = ("name",) if frame.answered(Slot.REPORTER_ROLE) == "self" else ("name", "description")
    return any(told.get(part) for part in parts)


def _role(frame: Frame, facts: CityFacts) -> bool:
    return Slot.REPORTER_ROLE not in frame.slots and _concern(frame) not in _NOBODY_THERE


def _access(frame: Frame, facts: CityFacts) -> bool:
    if Slot.HAZARDS_ACCESS in frame.slots:
        return False
    place = frame.answered(Slot.LOCATION) or {}
    indoors = place.get("place_type") == "private_home" and bool(place.get("unit"))
    return indoors or Slot.HAZARDS_ACCESS.value in facts.required


def _number(frame: Frame, facts: CityFacts) -> bool:
    return Slot.CALLBACK_NUMBER not in frame.slots


def _wait(frame: Frame, facts: CityFacts) -> bool:
    return Slot.WILLING_TO_WAIT not in frame.slots and not _text_is_unsafe(frame)


def _summary(frame: Frame, facts: CityFacts) -> bool:
    return Slot.SUMMARY_CONFIRMED not in frame.slots and not _text_is_unsafe(frame)


def _text_is_unsafe(frame: Frame) -> bool:
    """Someone else may read along: nothing of the record is written to that phone again."""
    return (frame.answered(Slot.SAFE_TO_CONTACT) or {}).get("text") == "no"


def _danger(frame: Frame, facts: CityFacts) -> bool:
    return Slot.IMMEDIATE_DANGER not in frame.slots


def _weapon(frame: Frame, facts: CityFacts) -> bool:
    """Danger was denied in words that did not speak of weapons."""
    return Slot.WEAPON not in frame.slots


_ORDER = (
    _Asking(Question.IMMEDIATE_DANGER, _danger, urgent=True),
    _Asking(Question.WEAPON, _weapon, urgent=True),
    _Asking(Question.LOCATION, _location, urgent=True),
    _Asking(Question.NARRATIVE, _narrative),
    _Asking(Question.SUICIDE_SCREEN, _suicide),
    _Asking(Question.REPORTER_ROLE, _role),
    _Asking(Question.INJURY_MEDICAL, _injury),
    _Asking(Question.VIOLENCE, _about(Slot.VIOLENCE, _CONFLICT)),
    _Asking(Question.PERSON, _person),
    _Asking(Question.VULNERABLE_PRESENT, _about(Slot.VULNERABLE_PRESENT, _HOUSEHOLD)),
    _Asking(Question.NEEDS, _about(Slot.NEEDS, _WANTS_THINGS)),
    _Asking(Question.HAZARDS_ACCESS, _access),
    _Asking(Question.CALLBACK_NUMBER, _number, urgent=True),
    _Asking(Question.SAFE_TO_CONTACT, _about(Slot.SAFE_TO_CONTACT, _HOUSEHOLD)),
    _Asking(Question.WILLING_TO_MEET, _about(Slot.WILLING_TO_MEET, set())),
    _Asking(Question.OUTCOME_WANTED, _about(Slot.OUTCOME_WANTED, set())),
    _Asking(Question.WILLING_TO_WAIT, _wait),
    _Asking(Question.SUMMARY_CONFIRMED, _summary),
)
