"""Hears one message: every detail in it goes into the frame, and the question that was open gets its answer.

PURE. A missing, refused or doubtful answer is kept as what it is and never becomes a no; a weapon, an injury or a
danger that was told is never taken back by the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.intake import details
from bot.intake.answers import Settled, settle, told
from bot.intake.corrections import mends, swapped
from bot.intake.folding import squeeze
from bot.intake.frame import Frame, SlotValue
from bot.intake.meaning import DIGRESSIONS, Meaning
from bot.intake.readers.harm import says_no_danger, says_nobody_hurt
from bot.intake.readers.places import is_vague
from bot.turn import CityFacts
from bot.vocabulary import Concern, Known, Question, Slot

# What a fact may be replaced by: only what is graver. Lowering a danger is a person's act.
_GRAVITY: dict[Slot, tuple[str, ...]] = {
    Slot.VIOLENCE: ("none", "past_only", "threats", "physical"),
    Slot.INJURY_MEDICAL: ("none", "minor", "serious"),
}
_MOVED = re.compile(
    r"\b(?:(?:is|are|he'?s|she'?s|they'?re|im|i'?m) now (?:at|in|on|by|near)|now (?:he|she|they|"
    r"it)(?: is|'s|s|'re|re| are) (?:at|in|on|by|near)|"
    r"moved to|went to|walked to|headed (?:to|for)|ahora esta (?:en|cerca)|se fue (?:a|al|para))\b"
)
# A message of so many words that gives a place or a number gives nothing more.
_BRIEF = 8
_FINDABLE = (Slot.LOCATION, Slot.CALLBACK_NUMBER)
_TELLING = frozenset({"inform", "nlu_fallback", "correct", ""})
_LONG = 10  # Words. So long a message tells more than the answer in it.
_STORY = 4  # Words. A shorter message that is no report tells no story of its own.

read_details = details.read_details


@dataclass(frozen=True)
class Heard:
    """What one message did to the frame.

    Attributes:
        frame: the frame with everything heard in it; `asked` is as it was.
        changed: the slots that are new or different now.
        settled: whether the open question was answered, refused or not known, be it by a detail told in passing.
        answered: whether the message itself answered it.
        corrected: whether something told before was mended.
        found: the details in the message, by slot name, as `understand` shows them.
    """

    frame: Frame
    changed: frozenset[Slot]
    settled: bool
    answered: bool
    corrected: bool
    found: dict[str, Any]


def hear(frame: Frame, meaning: Meaning, facts: CityFacts) -> Heard:
    """Return the frame after `meaning`, with what it changed."""
    found = details.read_details(meaning.text, meaning.spoken, area=facts.area_words, outside=facts.outside_words)
    mending = mends(meaning.folded, meaning.intent)
    settled = settle(frame, meaning, facts)
    after = _with_all(frame, settled)
    after = _with_details(after, found, meaning, mending, frozenset(settled))
    after = _with_place_mended(after, meaning, mending)
    brief = meaning.words <= _BRIEF and any(after.slots.get(slot) != frame.slots.get(slot) for slot in _FINDABLE)
    after = _with_story(after, meaning, bool(settled) or brief or mending)
    if _denies_danger(after, meaning) and Slot.IMMEDIATE_DANGER not in after.slots:
        after = after.with_slot(Slot.IMMEDIATE_DANGER, told("no", meaning))
    changed = frozenset(slot for slot, value in after.slots.items() if frame.slots.get(slot) != value)
    told_before = {slot for slot, value in frame.slots.items() if value.message_id and slot is not Slot.NARRATIVE}
    corrected = mending and bool(changed & told_before)
    return Heard(after, changed, bool(settled) or _settled_by(frame, after), bool(settled), corrected, found)


def _denies_danger(frame: Frame, meaning: Meaning) -> bool:
    """Return whether danger is denied in so many words: as such, or hurt and weapons both."""
    unarmed = (frame.answered(Slot.WEAPON) or {}).get("present") == "no"
    unhurt = says_nobody_hurt(meaning.folded) and (unarmed or frame.asked is Question.IMMEDIATE_DANGER)
    return not meaning.worrying and (unhurt or says_no_danger(meaning.folded))


def _settled_by(before: Frame, after: Frame) -> bool:
    """Return whether a detail, rather than an answer, filled the slot of the open question."""
    if before.asked is None or before.asked.value not in {slot.value for slot in Slot}:
        return False
    slot = Slot(before.asked.value)
    return after.slots.get(slot) is not None and after.slots.get(slot) != before.slots.get(slot)


def _with_all(frame: Frame, settled: Settled) -> Frame:
    for slot, value in settled.items():
        frame = frame.with_slot(slot, value)
    return frame


def _with_details(
    frame: Frame, found: dict[str, Any], meaning: Meaning, mending: bool, settled: frozenset[Slot]
) -> Frame:
    for name, value in found.items():
        slot = Slot(name)
        if slot in settled or slot in (Slot.LANGUAGE, Slot.SAFE_TO_CONTACT):
            continue
        if meaning.digresses and slot not in _FINDABLE:
            continue
        if slot is Slot.WEAPON and value["present"] == "no" and meaning.worrying:
            continue
        merged = _merged(slot, frame.answered(slot), value, mending, bool(_MOVED.search(meaning.folded)))
        if merged is not None and merged != frame.answered(slot):
            frame = frame.with_slot(slot, told(merged, meaning))
    return frame


def _merged(slot: Slot, old: Any, new: Any, mending: bool, moved: bool) -> Any:
    """Return what stands in `slot` once `new` is told after `old`, None where nothing changes."""
    if old is None:
        return new
    if slot is Slot.WEAPON:
        return new if new["present"] == "yes" else None
    if slot in _GRAVITY:
        return max(old, new, key=_GRAVITY[slot].index)
    if slot is Slot.CALLBACK_NUMBER:
        return new
    if slot is Slot.LOCATION:
        return new if mending or moved or finds_better(old, new) else None
    if slot in (Slot.PERSON, Slot.VULNERABLE_PRESENT):
        return _joined(old, new, mending)
    return new if mending else None


def _joined(old: dict[str, Any], new: dict[str, Any], mending: bool) -> dict[str, Any]:
    """Fill the gaps of `old` with `new`; where the message mends, what is new wins."""
    told_now = {part: value for part, value in new.items() if value is not None}
    if mending:
        return {**new, **old, **told_now}
    known = {part: value for part, value in old.items() if value is not None}
    # Ages and numbers told in passing are somebody else's more often than not ("my two kids").
    gaps = {part: value for part, value in told_now.items() if part not in ("age_band", "count") or not known}
    return {**dict.fromkeys((*new, *old)), **gaps, **known}


def finds_better(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Return whether `new` finds the place better: it has an address or a corner and `old` had none."""
    if is_vague(old):
        return not is_vague(new)
    exact_new, exact_old = (bool(place["number"] or place["cross_street"]) for place in (new, old))
    return exact_new and not exact_old


def _with_place_mended(frame: Frame, meaning: Meaning, mending: bool) -> Frame:
    if not mending:
        return frame
    place = swapped(meaning.folded, frame.answered(Slot.LOCATION))
    return frame.with_slot(Slot.LOCATION, told(place, meaning)) if place else frame


def _with_story(frame: Frame, meaning: Meaning, settled: bool) -> Frame:
    """Keep the resident's own words and what they are about."""
    frame = _with_concern(frame, meaning)
    words, earlier = squeeze(meaning.text), frame.answered(Slot.NARRATIVE)
    if meaning.intent in DIGRESSIONS or not _tells(frame, meaning, settled) or (earlier and words in earlier):
        return frame
    return frame.with_slot(Slot.NARRATIVE, told(f"{earlier}\n{words}" if earlier else words, meaning))


def _tells(frame: Frame, meaning: Meaning, settled: bool) -> bool:
    """Return whether the message is part of the story: a report, words beside the question, or news after the end."""
    if meaning.reports or frame.queued:
        return meaning.words > 1
    if meaning.words >= _LONG:
        return True
    tells_something = meaning.words >= _STORY or (frame.asked is not None and meaning.intent in _TELLING)
    return not settled and tells_something


def _with_concern(frame: Frame, meaning: Meaning) -> Frame:
    """Set what it is about: from the report, or from the words that answered "what is going on?"."""
    story = meaning.intent in ("", "nlu_fallback") and meaning.words >= _LONG
    if meaning.concern is None or not (meaning.reports or story or frame.asked is Question.NARRATIVE):
        return frame
    known = frame.slots.get(Slot.CONCERN)
    open_yet = known is None or known.known is not Known.ANSWERED or known.value == Concern.OTHER.value
    if open_yet or mends(meaning.folded, meaning.intent) or _graver(frame, meaning.concern):
        return frame.with_slot(Slot.CONCERN, told(meaning.concern.value, meaning))
    return frame


def _graver(frame: Frame, concern: Concern) -> bool:
    """Thoughts of suicide, once told, are what it is about, whatever was told first."""
    return concern is Concern.SUICIDAL_THOUGHTS and frame.answered(Slot.CONCERN) != concern.value


def left_open(frame: Frame, question: Question) -> Frame:
    """Return the frame with `question` given up: asked, not answered, and never read as a no.

    A safety question that got no answer puts an earlier "no" in doubt too.
    """
    slots = [Slot(question.value)] if question.value in {slot.value for slot in Slot} else []
    if question in (Question.IMMEDIATE_DANGER, Question.SAFETY_CHECK):
        slots = [Slot.IMMEDIATE_DANGER, Slot.WEAPON]
    for slot in slots:
        if slot not in frame.slots or question is Question.SAFETY_CHECK:
            frame = frame.with_slot(slot, SlotValue(Known.NOT_ANSWERED))
    return frame
