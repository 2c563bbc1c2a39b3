"""Hears a message as what it may be: the answer to a question, or the taking back of what was said.

It only raises. A claim that all is well is reported as the words it is; whether it is so, a person decides.
"""

from __future__ import annotations

from dataclasses import replace

from bot.safety.answers import is_retraction, read_answer
from bot.safety.assessment import Assessment
from bot.vocabulary import Answer, DangerLevel, Hazard, Language, Question

#: What an answer raises the message to. Issue: yes or unsure to the direct safety question sends help; a doubt about
#: danger or a weapon is asked about, since an unknown is never read as no (design, promise 3).
_RAISES: dict[tuple[Question, Answer], tuple[DangerLevel, Hazard | None]] = {
    (Question.SAFETY_CHECK, Answer.YES): (DangerLevel.EMERGENCY, None),
    (Question.SAFETY_CHECK, Answer.UNSURE): (DangerLevel.EMERGENCY, None),
    (Question.SAFETY_CHECK, Answer.UNCLEAR): (DangerLevel.ASK, None),
    (Question.IMMEDIATE_DANGER, Answer.YES): (DangerLevel.EMERGENCY, None),
    (Question.IMMEDIATE_DANGER, Answer.UNSURE): (DangerLevel.ASK, None),
    (Question.WEAPON, Answer.YES): (DangerLevel.EMERGENCY, Hazard.WEAPON),
    (Question.WEAPON, Answer.UNSURE): (DangerLevel.ASK, Hazard.WEAPON),
    (Question.VIOLENCE, Answer.YES): (DangerLevel.ASK, Hazard.VIOLENCE),
    (Question.VIOLENCE, Answer.UNSURE): (DangerLevel.ASK, Hazard.VIOLENCE),
    (Question.INJURY_MEDICAL, Answer.YES): (DangerLevel.ASK, Hazard.MEDICAL),
    (Question.INJURY_MEDICAL, Answer.UNSURE): (DangerLevel.ASK, Hazard.MEDICAL),
    (Question.SUICIDE_SCREEN, Answer.YES): (DangerLevel.ASK, Hazard.SUICIDE),
}


def in_context(
    assessment: Assessment,
    text: str,
    language: Language | None,
    asked: Question | None,
    standing: DangerLevel,
    *,
    names_danger: bool,
) -> Assessment:
    """Raise what a message says by what it answers and what it takes back.

    Args:
        assessment: what the text alone says.
        names_danger: whether a word of danger occurs in it at all.
    """
    if asked is not None:
        answer = read_answer(text, asked, language)
        level, hazard = _RAISES.get((asked, answer), (DangerLevel.NONE, None))
        if level.rank > assessment.level.rank:
            assessment = _with_hazard(assessment.at_least(level, f"answer.{asked.value}.{answer.value}"), hazard)
    if standing is not DangerLevel.NONE and names_danger and is_retraction(text):
        assessment = assessment.at_least(DangerLevel.ASK, "context.retraction_names_danger")
    return assessment


def _with_hazard(assessment: Assessment, hazard: Hazard | None) -> Assessment:
    if hazard is None or hazard in assessment.hazards:
        return assessment
    return replace(assessment, hazards=(*assessment.hazards, hazard))
