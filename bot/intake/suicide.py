"""The few plain questions about suicide: which item is next, and what the answers mean together.

PURE. They are asked of the resident about themselves, only on a cue, in our own words; triage is by item as in the
published screeners (a plan, an intent or a recent act is grave by itself) and never a sum.
"""

from __future__ import annotations

from typing import Any

from bot.intake.folding import fold
from bot.intake.frame import Frame
from bot.intake.readers.harm import speaks_of_suicide
from bot.vocabulary import Answer, Concern, Known, Slot

THOUGHTS, INTENT, PAST = "thoughts", "intent", "past"
_ITEMS = (THOUGHTS, INTENT, PAST)
_NOT_KNOWN = "unknown"
_REFUSED = "refused"


def has_cue(frame: Frame) -> bool:
    """Return whether the resident gave cause to ask: by what it is about or by their own words."""
    if frame.answered(Slot.CONCERN) == Concern.SUICIDAL_THOUGHTS.value:
        return True
    return speaks_of_suicide(fold(str(frame.answered(Slot.NARRATIVE) or "")))


def next_item(frame: Frame) -> str | None:
    """Return the item to ask next, None where enough is known: no thoughts, or a plan, or the past told."""
    told: dict[str, str | None] = frame.answered(Slot.SUICIDE_SCREEN) or {}
    known = frame.slots.get(Slot.SUICIDE_SCREEN)
    if known is not None and known.known is not Known.ANSWERED:
        return None
    if told.get(THOUGHTS) in ("no", _REFUSED) or told.get(INTENT) == "yes":
        return None
    return next((item for item in _ITEMS if told.get(item) is None), None)


def heard_item(frame: Frame, answer: Answer, refused: bool) -> dict[str, Any] | None:
    """Return the screen's value with the open item answered, or None where the message does not answer it."""
    item = next_item(frame)
    value = _REFUSED if refused else {Answer.YES: "yes", Answer.NO: "no", Answer.UNSURE: _NOT_KNOWN}.get(answer)
    if item is None or value is None:
        return None
    return {**dict.fromkeys(_ITEMS), **(frame.answered(Slot.SUICIDE_SCREEN) or {}), item: value}


def is_grave(frame: Frame) -> bool:
    """Return whether a person must read this now: an intent, a recent act, or doubt about either after thoughts."""
    told = frame.answered(Slot.SUICIDE_SCREEN) or {}
    doubted = told.get(THOUGHTS) in ("yes", _NOT_KNOWN) and told.get(INTENT) in (_NOT_KNOWN, _REFUSED)
    return told.get(INTENT) == "yes" or told.get(PAST) == "yes" or doubted


def has_thoughts(frame: Frame) -> bool:
    """Return whether thoughts of suicide were told, or not denied when asked."""
    told = frame.answered(Slot.SUICIDE_SCREEN) or {}
    asked_in_vain = Slot.SUICIDE_SCREEN in frame.slots and not told
    return asked_in_vain or told.get(THOUGHTS) in ("yes", _NOT_KNOWN, _REFUSED)
