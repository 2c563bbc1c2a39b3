"""Takes one turn through the intake: the request and what Rasa parsed in, worded replies and the decision out.

Knows nothing of Rasa's own types, so that it runs and is tested without Rasa. It keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import wording
from bot.intake.details import READ
from bot.intake.languages import spoken_language
from bot.intake.meaning import Meaning, offered
from bot.intake.saying import Say, Step
from bot.intake.turns import take_turn
from bot.turn import CityFacts, Reply, TurnRequest, Understanding
from bot.vocabulary import Channel, Concern, Effect, Language, Urgency

NOT_UNDERSTOOD = "nlu_fallback"


@dataclass(frozen=True)
class Answered:
    """What a turn says, and the document of its decision without the words, which Rasa carries."""

    replies: tuple[Reply, ...]
    decision: dict[str, Any]


def answer(document: Mapping[str, Any], message: Mapping[str, Any]) -> Answered:
    """Return the answer to a turn.

    Args:
        document: the TurnRequest's document.
        message: what Rasa parsed: `intent` with its confidence, and `concern`.

    Raises:
        PermanentError: a text cannot be worded.
        KeyError, TypeError, ValueError: `document` is no TurnRequest.
    """
    request = TurnRequest.from_document(dict(document))
    meaning = _meaning(request, message)
    step = take_turn(request.frame, meaning, request.facts)
    replies = tuple(
        Reply(say.response, worded(say, step.frame.language, request.channel, request.facts)) for say in step.says
    )
    return Answered(replies, _decision(step, meaning))


def last_resort(language: Language) -> Answered:
    """Return the answer where a turn failed: the safe reply, and a person now."""
    reply = Reply("utter_safe_reply", wording.text("utter_safe_reply", language, Channel.SMS))
    return Answered((reply,), {"effect": Effect.HAND_OFF.value, "urgency": Urgency.URGENT.value})


def worded(say: Say, language: Language, channel: Channel, facts: CityFacts) -> str:
    """Return the words for `say`, those inside it worded first. Raises PermanentError where a parameter is missing."""
    params = {name: _inner(value, language, channel, facts) for name, value in say.params.items()}
    return wording.text(say.response, language, channel, facts.wording, **params)


def _inner(value: str | tuple[Say, ...], language: Language, channel: Channel, facts: CityFacts) -> str:
    if isinstance(value, str):
        return value
    return " ".join(worded(part, language, channel, facts) for part in value)


def _meaning(request: TurnRequest, message: Mapping[str, Any]) -> Meaning:
    intent = message.get("intent") or {}
    concern = message.get("concern")
    plain = offered(request.text[:READ])
    return Meaning(
        text=request.text[:READ],
        message_id=request.message_id,
        intent=plain or intent.get("name") or "",
        confidence=1.0 if plain else float(intent.get("confidence") or 0.0),
        concern=Concern(concern) if concern else None,
        assessment=request.assessment,
        spoken=spoken_language(request.text[:READ]),
    )


def _decision(step: Step, meaning: Meaning) -> dict[str, Any]:
    understood = Understanding(
        intent="" if meaning.intent == NOT_UNDERSTOOD else meaning.intent,
        confidence=meaning.confidence,
        concern=meaning.concern,
        slots=dict(step.found),
    )
    return {
        "understood": understood.to_document(),
        "frame": step.frame.to_document(),
        "effect": step.effect.value,
        "urgency": step.urgency.value,
        "language": step.frame.language.value,
    }
