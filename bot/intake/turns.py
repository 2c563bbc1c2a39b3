"""Takes one turn of the intake: hear the message, decide what it changes, say one next thing.

PURE. Danger comes first, then a wish for a person, then the resident's own question, then ours. It asks one question at
a time, and every way through it ends in words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.intake import after, closing, moves, suicide
from bot.intake.asking import put
from bot.intake.enough import danger_in_doubt, has_anything, urgency
from bot.intake.frame import Frame, SlotValue
from bot.intake.hear import Heard, hear, left_open
from bot.intake.languages import asked_for
from bot.intake.meaning import Meaning
from bot.intake.questions import may_ask, next_question, still_open
from bot.intake.readers.places import is_vague
from bot.intake.saying import Say, Step
from bot.turn import CityFacts
from bot.vocabulary import Concern, DangerLevel, Effect, Hazard, Known, Language, Question, Slot, Urgency

# Sure enough to send the resident to 911 on the NLU's word alone; below it the safety question is asked instead.
_SURE_OF_911 = 0.7
_NAMES_911 = re.compile(
    r"\b(?:911|9-1-1|nine one one|police|cops?|officers?|ambulance|paramedics?|ems|fire (?:truck|"
    r"department|dept)|firefighters?|"
    r"emergency|policias?|ambulancia|bomberos|patrulla|emergencia)\b"
)
# "I don't need 911" and "not the police" ask for none of it.
_NOT_911 = re.compile(
    r"\b(?:(?:do ?n'?t|do not|never) (?:need|want|call|send|think)|no (?:need|necesito|quiero|"
    r"llamen?|manden?)|not (?:a|an|for|about)|not|without|"
    r"instead of|rather than|sin)(?: (?:for|to|the|any|an|a|call|need|want|i|la|al|a la))* (?:911|"
    r"police|cops?|ambulance|policia|ambulancia)\b"
)
_SAFETY_TRIES = 2
_UNSURE_TRIES = 2
_ABOUT_DANGER = (Question.IMMEDIATE_DANGER, Question.WEAPON, Question.SAFETY_CHECK)
_LEAVING = ("prank", "wrong_number", "goodbye")
_HARD = {
    Concern.MENTAL_HEALTH_CRISIS,
    Concern.DOMESTIC_VIOLENCE,
    Concern.FAMILY_CONFLICT,
    Concern.HOMELESSNESS,
    Concern.BASIC_NEEDS,
    Concern.SUBSTANCE_USE,
    Concern.DISORIENTATION_ELDER,
}


def take_turn(frame: Frame, meaning: Meaning, facts: CityFacts) -> Step:
    """Return what the intake makes of `meaning`, the frame as it stood before it being `frame`."""
    opening = _notice(frame, facts)
    heard = hear(_prepared(frame, meaning, facts), meaning, facts)
    step = _decided(frame, heard, meaning, facts)
    noticed = replace(step.frame, noticed=True)
    return replace(step, frame=noticed, says=(*opening, *step.says), found=heard.found)


def _prepared(frame: Frame, meaning: Meaning, facts: CityFacts) -> Frame:
    """Follow the resident's language, and take the number they write from as the one to call."""
    language = asked_for(meaning.text) or meaning.spoken or frame.language
    frame = replace(frame, language=language)
    if language is not Language.ENGLISH or Slot.LANGUAGE in frame.slots:
        frame = frame.with_slot(Slot.LANGUAGE, SlotValue(Known.ANSWERED, language.value, message_id=meaning.message_id))
    if facts.sender_number and Slot.CALLBACK_NUMBER not in frame.slots:
        frame = frame.with_slot(Slot.CALLBACK_NUMBER, SlotValue(Known.ANSWERED, facts.sender_number))
    return frame


def _notice(frame: Frame, facts: CityFacts) -> tuple[Say, ...]:
    if frame.noticed:
        return ()
    return (Say("utter_notice_back" if facts.returning else "utter_notice", {"program": facts.program_name}),)


def _decided(before: Frame, heard: Heard, meaning: Meaning, facts: CityFacts) -> Step:
    """Return the step by the first of these that holds."""
    return (
        _danger(before, heard, meaning)
        or _doubt(before, heard, facts)
        or _grave(before, heard, facts)
        or _person(heard, meaning, facts)
        or after.cancelling(before, heard, meaning)
        or (after.added(before, heard, meaning, facts) if before.queued else None)
        or _aside(before, heard, meaning, facts)
        or _go_on(before, heard, meaning, facts)
    )


def _danger(before: Frame, heard: Heard, meaning: Meaning) -> Step | None:
    """911 where danger is heard or asked for; the one direct question where it is not sure."""
    wants_911 = meaning.is_intent("ask_911") and not _NOT_911.search(meaning.folded)
    sure_of_911 = wants_911 and meaning.confidence >= _SURE_OF_911 and bool(_NAMES_911.search(meaning.folded))
    if meaning.assessment.level is DangerLevel.EMERGENCY or sure_of_911:
        response = "utter_ask_911" if sure_of_911 else "utter_emergency"
        return Step(heard.frame, (Say(response),), Effect.EMERGENCY, Urgency.EMERGENCY)
    if not _calls_for_question(before, heard, meaning):
        return None
    tries = heard.frame.asks.get(Question.SAFETY_CHECK, 0)
    if tries >= _SAFETY_TRIES:
        unanswered = left_open(heard.frame, Question.SAFETY_CHECK)
        return _with_where(_to_person(unanswered, (Say("utter_unsure_danger"),)), _NO_FACTS)
    frame, say = put(heard.frame, Question.SAFETY_CHECK, _NO_FACTS, again=tries > 0)
    if not tries and Hazard.SUICIDE in meaning.assessment.hazards[:1]:
        third = heard.frame.answered(Slot.REPORTER_ROLE) not in (None, "self")
        say = Say("utter_safety_check_suicide_third" if third else "utter_safety_check_suicide")
    return Step(frame, (say,), Effect.NONE, max(urgency(frame), Urgency.PRIORITY, key=lambda one: -one.rank))


def _calls_for_question(before: Frame, heard: Heard, meaning: Meaning) -> bool:
    """Return whether the direct safety question comes next.

    Not where danger was plainly denied before: then the pipeline, which knows the hazards that were denied, decides
    whether it is asked anew. Not after an item about suicide, which is that question itself; and the opening question
    has its own, more concrete second wording.
    """
    if meaning.is_intent("ask_911") and not _NOT_911.search(meaning.folded):
        return True
    denied = before.answered(Slot.IMMEDIATE_DANGER) == "no" and before.asked is not Question.SAFETY_CHECK
    item = before.asked is Question.SUICIDE_SCREEN and heard.answered
    unsure_of_opening = before.asked is Question.IMMEDIATE_DANGER and not meaning.assessment.hazards
    return meaning.worrying and not (denied or item or unsure_of_opening)


def _doubt(before: Frame, heard: Heard, facts: CityFacts) -> Step | None:
    """Unsure about danger: one more concrete question, and if that stays unsure, a person and the words about 911."""
    frame = heard.frame
    asked = before.asked
    if asked not in _ABOUT_DANGER or not heard.answered or not danger_in_doubt(frame):
        return None
    if asked is not Question.SAFETY_CHECK and frame.asks.get(asked, 0) < _UNSURE_TRIES:
        frame, say = put(frame, asked, facts, again=True)
        return Step(frame, (say,), Effect.NONE, urgency(frame))
    return _with_where(_to_person(frame, (Say("utter_unsure_danger"),)), facts)


def _grave(before: Frame, heard: Heard, facts: CityFacts) -> Step | None:
    """A plan, an intent or a recent act of suicide: 988 and 911 are named, and a person reads it now."""
    if Slot.SUICIDE_SCREEN not in heard.changed or not suicide.is_grave(heard.frame) or suicide.is_grave(before):
        return None
    return _with_where(_to_person(heard.frame, (Say("utter_suicide_urgent"),)), facts)


def _person(heard: Heard, meaning: Meaning, facts: CityFacts) -> Step | None:
    if not (meaning.is_intent("ask_person") or _WANTS_PERSON.search(meaning.folded)):
        return None
    closed = not facts.open_now and facts.next_open
    say = Say("utter_human_closed", {"next_open": facts.next_open}) if closed else Say("utter_human")
    return _with_where(_to_person(heard.frame, (say,)), facts)


# The word alone must work at any turn, whatever the NLU makes of one word.
_WANTS_PERSON = re.compile(
    r"^\W*(?:0|(?:a |una )?(?:real |live )?(?:person|human|agent|operator|persona|humano|"
    r"operadora?))\W*$"
)


def _to_person(frame: Frame, says: tuple[Say, ...]) -> Step:
    return Step(replace(frame, asked=None), says, Effect.HAND_OFF, urgency(frame))


def _with_where(step: Step, facts: CityFacts) -> Step:
    """Ask where while a person is on the way, if nobody said: it is what the person will need first."""
    place = step.frame.answered(Slot.LOCATION)
    if step.frame.queued or (place and not is_vague(place)):
        return step
    frame, say = put(step.frame, Question.LOCATION, facts, again=bool(place))
    return replace(step, frame=frame, says=(*step.says, say))


def _aside(before: Frame, heard: Heard, meaning: Meaning, facts: CityFacts) -> Step | None:
    """Answer the resident's own question or courtesy, then take ours up again in the same words."""
    if not meaning.digresses or heard.settled:
        return None
    said = moves.answer(before, meaning, facts)
    says = (said,) if said and (before.noticed or meaning.intent != "greet") else ()
    told = has_anything(heard.frame)
    if meaning.intent in _LEAVING and not told:
        return Step(replace(heard.frame, asked=None), says, Effect.NONE, urgency(heard.frame))
    if meaning.intent == "goodbye":
        return _leaving(heard, facts)
    open_question = before.asked if before.asked is not Question.CANCEL_REQUEST else None
    question = open_question or next_question(heard.frame, facts)
    if heard.changed or question is None:
        return _go_on(before, heard, meaning, facts, says)
    frame, say = put(heard.frame, question, facts, again=False, counted=open_question is None)
    return Step(frame, (*says, say), Effect.NONE, urgency(frame))


def _leaving(heard: Heard, facts: CityFacts) -> Step:
    """Pass on what was told by someone who says goodbye in the middle; danger that was not denied stays in doubt."""
    unasked = Slot.IMMEDIATE_DANGER not in heard.frame.slots
    frame = left_open(heard.frame, Question.IMMEDIATE_DANGER) if unasked else heard.frame
    frame, closing_says = closing.queue(frame, facts)
    return Step(frame, closing_says, Effect.QUEUE, urgency(frame))


def _go_on(before: Frame, heard: Heard, meaning: Meaning, facts: CityFacts, says: tuple[Say, ...] = ()) -> Step:
    """Say what was heard, then ask what is missing, or pass the record on."""
    says = says if meaning.digresses else _heard(before, heard, facts)
    frame = _given_up(before, heard)
    question = _interrupted(before, heard) or next_question(frame, facts)
    if question is None:
        frame, closing_says = closing.queue(frame, facts)
        return Step(frame, (*says, *closing_says), Effect.QUEUE, urgency(frame))
    again = question is before.asked and not heard.corrected and not meaning.digresses
    if question is Question.SUMMARY_CONFIRMED:
        again = again and not heard.changed
    if question is Question.SUICIDE_SCREEN:
        again = again and not heard.answered
    aside = meaning.digresses and question is before.asked
    counted = not aside and question is not _interrupted(before, heard)
    frame, say = put(frame, question, facts, again=again, counted=counted)
    return Step(frame, (*says, say), Effect.NONE, urgency(frame))


def _interrupted(before: Frame, heard: Heard) -> Question | None:
    """Return the question that a correction came in between of, if it is still open: it is put again as it was."""
    asked = before.asked
    mended = heard.corrected and not heard.answered and asked is not Question.SUMMARY_CONFIRMED
    return asked if asked and mended and still_open(heard.frame, asked) else None


def _given_up(before: Frame, heard: Heard) -> Frame:
    """Return the frame with the open question given up if it was put often enough."""
    frame = heard.frame
    if before.asked and not heard.settled and not may_ask(frame, before.asked):
        frame = left_open(frame, before.asked)
    return frame


def _heard(before: Frame, heard: Heard, facts: CityFacts) -> tuple[Say, ...]:
    """Return the few words that show it was heard: at most one acknowledgement, and the place read back."""
    place = heard.frame.answered(Slot.LOCATION) if Slot.LOCATION in heard.changed else None
    says: list[Say] = []
    if heard.corrected:
        says.append(Say("utter_corrected"))
    elif Slot.CONCERN in heard.changed:
        says.extend(_felt(before, heard.frame))
    elif before.asked in (Question.IMMEDIATE_DANGER, Question.SAFETY_CHECK) and heard.settled:
        says.append(Say("utter_heard_safe"))
    elif _declined(before, heard):
        says.append(Say("utter_heard_move_on"))
    elif before.asked is Question.WILLING_TO_WAIT and heard.frame.answered(Slot.WILLING_TO_WAIT) == "no":
        says.append(Say("utter_no_wait"))
    if place and not is_vague(place):
        says.append(Say("utter_heard_location", {"place": place["said"]}))
    if place and place["in_area"] is False and facts.service_area:
        says.append(Say("utter_out_of_area", {"area": facts.service_area}))
    return tuple(says)


def _felt(before: Frame, frame: Frame) -> tuple[Say, ...]:
    concern = Concern(frame.answered(Slot.CONCERN))
    if concern is Concern.SUICIDAL_THOUGHTS:
        third = frame.answered(Slot.REPORTER_ROLE) not in (None, "self")
        return (Say("utter_hear_suicide_third" if third else "utter_hear_suicide"),)
    if not before.noticed:
        return ()
    if concern is Concern.GRIEF_SUPPORT:
        return (Say("utter_hear_grief"),)
    return (Say("utter_hear_hard" if concern in _HARD else "utter_hear_plain"),)


def _declined(before: Frame, heard: Heard) -> bool:
    """Return whether the resident just said that they don't know or would rather not say."""
    slots = (heard.frame.slots[slot] for slot in heard.changed)
    return heard.settled and any(value.known in (Known.REFUSED, Known.UNKNOWN) for value in slots)


_NO_FACTS = CityFacts(program="", program_name="")
