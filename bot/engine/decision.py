"""Reads a finished turn's tracker into a Decision.

A turn without an answer, or whose action failed, is an error and never an empty decision.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.danger_policy import EMERGENCY_RESPONSE
from bot.components.intent_reader import CONCERN
from bot.errors import TemporaryError
from bot.intake.frame import Frame
from bot.turn import Decision, Reply, TurnRequest, Understanding
from bot.vocabulary import Concern, Effect, Language, Urgency

NOT_UNDERSTOOD = "nlu_fallback"


def decide(request: TurnRequest, tracker: DialogueStateTracker, model: str) -> Decision:
    """Return what the turn decided. Raises TemporaryError where it gave no reply."""
    replies = _replies(tracker)
    if not replies:
        raise TemporaryError("the turn gave no reply")
    understood = _understood(tracker)
    if _heard_emergency(tracker):
        return Decision(
            understood=understood,
            frame=request.frame,
            replies=replies,
            effect=Effect.EMERGENCY,
            urgency=Urgency.EMERGENCY,
            language=request.frame.language,
            model=model,
        )
    return _from_document(tracker.get_slot("decision") or {}, request, understood, replies, model)


def understanding(parsed: dict[str, Any], slots: dict[str, Any] | None = None) -> Understanding:
    """Return what the pipeline made of a text; a fallback is the empty intent."""
    intent = parsed.get("intent") or {}
    name = intent.get("name") or ""
    concern = parsed.get(CONCERN)
    return Understanding(
        intent="" if name == NOT_UNDERSTOOD else name,
        confidence=float(intent.get("confidence") or 0.0),
        concern=Concern(concern) if concern else None,
        slots=slots or {},
    )


def _from_document(
    document: dict[str, Any], request: TurnRequest, understood: Understanding, replies: tuple[Reply, ...], model: str
) -> Decision:
    """Fill what action_intake left out: an answered question (a FAQ) changes nothing."""
    frame = Frame.from_document(document["frame"]) if document.get("frame") else request.frame
    said = document.get("understood")
    return Decision(
        understood=Understanding.from_document(said) if said else understood,
        frame=frame,
        replies=replies,
        effect=Effect(document.get("effect", Effect.NONE.value)),
        urgency=Urgency(document.get("urgency", Urgency.ROUTINE.value)),
        language=Language(document.get("language", frame.language.value)),
        model=model,
    )


def _since_message(tracker: DialogueStateTracker) -> list[Any]:
    events = list(tracker.events)
    starts = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    return events[starts[-1] :] if starts else []


def _replies(tracker: DialogueStateTracker) -> tuple[Reply, ...]:
    return tuple(
        Reply(event.metadata.get("utter_action") or "", event.text)
        for event in _since_message(tracker)
        if isinstance(event, BotUttered) and event.text
    )


def _understood(tracker: DialogueStateTracker) -> Understanding:
    message = next((event for event in _since_message(tracker) if isinstance(event, UserUttered)), None)
    return understanding(message.parse_data if message else {})


def _heard_emergency(tracker: DialogueStateTracker) -> bool:
    return any(
        isinstance(event, ActionExecuted) and event.action_name == EMERGENCY_RESPONSE
        for event in _since_message(tracker)
    )
