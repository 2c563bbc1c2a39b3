"""Ends an intake: the record goes into the queue, or to a person, whatever was left unanswered.

PURE. A partial record is always passed on; the reference is written in by whoever stores the record.
"""

from __future__ import annotations

from dataclasses import replace

from bot.intake.asking import wait_response
from bot.intake.enough import urgency
from bot.intake.frame import Frame, SlotValue
from bot.intake.saying import Say
from bot.intake.summary import spoken_number
from bot.turn import CityFacts
from bot.vocabulary import Concern, Known, Slot, Urgency

REFERENCE = "{reference}"
_RESOURCES = 2
_WANT_RESOURCES = {
    Concern.HOMELESSNESS.value,
    Concern.BASIC_NEEDS.value,
    Concern.SUBSTANCE_USE.value,
    Concern.GRIEF_SUPPORT.value,
}


def queue(frame: Frame, facts: CityFacts) -> tuple[Frame, tuple[Say, ...]]:
    """Return the frame as queued, and the words that say so, with the reference left open for the store."""
    confirmed = frame.answered(Slot.SUMMARY_CONFIRMED) == "yes"
    slots = {slot: _confirmed(value) if confirmed else value for slot, value in frame.slots.items()}
    queued = replace(frame, slots=slots, asked=None, queued=True)
    return queued, (_queued(frame, facts), *_resources(frame, facts))


def _queued(frame: Frame, facts: CityFacts) -> Say:
    if urgency(frame).rank <= Urgency.URGENT.rank:
        return Say("utter_queued_urgent", {"reference": REFERENCE})
    unsafe = next((way for way in ("text", "voice") if _is_unsafe(frame, way)), None)
    if unsafe:
        return Say(f"utter_queued_no_{unsafe}", {"reference": REFERENCE})
    number = frame.answered(Slot.CALLBACK_NUMBER)
    if not number:
        return Say("utter_queued_no_number", {"reference": REFERENCE})
    return wait_response("utter_queued", facts, reference=REFERENCE, number=spoken_number(number))


def _is_unsafe(frame: Frame, way: str) -> bool:
    return (frame.answered(Slot.SAFE_TO_CONTACT) or {}).get(way) == "no"


def _resources(frame: Frame, facts: CityFacts) -> tuple[Say, ...]:
    if not facts.resources or _is_unsafe(frame, "text") or frame.answered(Slot.CONCERN) not in _WANT_RESOURCES:
        return ()
    named = "; ".join(f"{name} {number}" for name, number in facts.resources[:_RESOURCES])
    return (Say("utter_resources", {"resources": named}),)


def _confirmed(value: SlotValue) -> SlotValue:
    return replace(value, confirmed=value.known is Known.ANSWERED)
