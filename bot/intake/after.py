"""What comes after the record is in: adding to it, asking where it stands, closing it, starting another.

PURE. A request is closed only after the resident confirmed it, and nothing told later is ever dropped.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.intake import moves
from bot.intake.asking import put
from bot.intake.enough import urgency
from bot.intake.frame import Frame
from bot.intake.hear import Heard, hear
from bot.intake.meaning import Meaning
from bot.intake.questions import next_question
from bot.intake.readers.yes_no import leading, read_yes_no
from bot.intake.saying import Say, Step
from bot.turn import CityFacts
from bot.vocabulary import Answer, Effect, Question, Slot

_NEW = re.compile(
    r"\b(?:new (?:request|one|problem|issue|thing|matter|report)|another (?:request|problem|issue|"
    r"thing|matter|report)|(?:something|someone|somebody) (?:else|different)|"
    r"different (?:thing|problem|person|issue|matter)|separate (?:thing|issue|problem)|it'?s new|its new|"
    r"otra (?:cosa|solicitud|persona)|otro (?:asunto|problema|caso)|es nuev[oa]|algo (?:distinto|diferente|mas))\b"
)
_LEFT = re.compile(
    r"\b(?:(?:he|she|they|the (?:guy|man|woman|lady|person|kids?)|everyone|everybody)(?: has|"
    r" have|'s|s|'ve| just| already)* (?:left|gone|took off|walked (?:off|away)|went (?:away|"
    r"home)|drove off|moved on)|"
    r"(?:he|she|they)(?: is| are|'s|s|'re) (?:gone|not here (?:anymore|any more))|ya se (?:fue|fueron))\b"
)
_BARE = 4  # Words: a bare yes, no or skip adds nothing to the record.
# What belongs to the resident and not to the request: it goes over into a new one.
_KEPT = (Slot.CALLBACK_NUMBER, Slot.LANGUAGE, Slot.SAFE_TO_CONTACT)


def cancelling(before: Frame, heard: Heard, meaning: Meaning) -> Step | None:
    """Ask once before a request is closed; only a plain yes closes it."""
    if before.asked is Question.CANCEL_REQUEST:
        return _answered_cancel(heard, meaning)
    if not meaning.is_intent("cancel_request"):
        return None
    if not before.queued and not heard.frame.slots.keys() - {Slot.CALLBACK_NUMBER, Slot.LANGUAGE}:
        return Step(replace(heard.frame, asked=None), (Say("utter_cancelled"),), Effect.CANCEL, urgency(heard.frame))
    frame = replace(heard.frame, asked=Question.CANCEL_REQUEST)
    return Step(frame, (Say("utter_cancel_check"),), Effect.NONE, urgency(frame))


def _answered_cancel(heard: Heard, meaning: Meaning) -> Step | None:
    plain = read_yes_no(meaning.folded)
    frame = replace(heard.frame, asked=None)
    if (plain if plain is not Answer.UNCLEAR else leading(meaning.folded)) is Answer.YES:
        return Step(frame, (Say("utter_cancelled"),), Effect.CANCEL, urgency(frame))
    if plain is Answer.NO and frame.queued:
        return Step(frame, (Say("utter_cancel_kept"),), Effect.NONE, urgency(frame))
    return None


def added(before: Frame, heard: Heard, meaning: Meaning, facts: CityFacts) -> Step:
    """Take what is told after the record is in: into the record, or into a new one where it is another matter."""
    if _NEW.search(meaning.folded):
        return _anew(heard.frame, meaning, facts)
    return Step(
        replace(heard.frame, asked=None), _said(before, heard, meaning, facts), Effect.NONE, urgency(heard.frame)
    )


def _said(before: Frame, heard: Heard, meaning: Meaning, facts: CityFacts) -> tuple[Say, ...]:
    if meaning.intent in moves.ANSWERED_BY_RASA and meaning.digresses:
        return ()
    if meaning.is_intent("person_left") or _LEFT.search(meaning.folded):
        return (Say("utter_added_left"),)
    aside = moves.answer(before, meaning, facts)
    if aside:
        return (aside,)
    if meaning.is_intent("ask_repeat"):
        return (moves.status(before, meaning, facts),)
    if heard.corrected:
        return (Say("utter_corrected"),)
    if meaning.intent in ("affirm", "deny", "skip", "unsure") and meaning.words <= _BARE:
        return (Say("utter_heard"),)
    other = meaning.reports and meaning.concern and meaning.concern.value != before.answered(Slot.CONCERN)
    return (Say("utter_added_concern" if other else "utter_added"),)


def _anew(frame: Frame, meaning: Meaning, facts: CityFacts) -> Step:
    kept = {slot: value for slot, value in frame.slots.items() if slot in _KEPT}
    fresh = hear(Frame(slots=kept, language=frame.language, noticed=True), meaning, facts).frame
    question = next_question(fresh, facts) or Question.NARRATIVE
    fresh, say = put(fresh, question, facts, again=False)
    return Step(fresh, (Say("utter_new_request"), say), Effect.NONE, urgency(fresh))
