"""How soon a record must be worked, and whether it is enough to pass on.

PURE. Doubt counts as danger: what is unknown, refused or was never answered raises the urgency and never lowers it.
"""

from __future__ import annotations

from bot.intake import suicide
from bot.intake.frame import Frame
from bot.vocabulary import Concern, Known, Slot, Urgency

# In these a person may come to harm while nobody looks: a callback is not put behind a noise complaint. Ours, after the
# exclusion and priority rules that Eugene, Denver and Portland publish.
_PRESSING = frozenset(
    {
        Concern.SUICIDAL_THOUGHTS,
        Concern.DOMESTIC_VIOLENCE,
        Concern.DISORIENTATION_ELDER,
        Concern.MENTAL_HEALTH_CRISIS,
        Concern.MEDICAL,
    }
)


def urgency(frame: Frame) -> Urgency:
    """Return how soon the record must be worked, by what is known now."""
    if frame.answered(Slot.IMMEDIATE_DANGER) == "yes" or _armed(frame):
        return Urgency.EMERGENCY
    if danger_in_doubt(frame) or suicide.is_grave(frame) or frame.answered(Slot.INJURY_MEDICAL) == "serious":
        return Urgency.URGENT
    if _pressing(frame):
        return Urgency.PRIORITY
    place = frame.answered(Slot.LOCATION)
    return Urgency.REDIRECT if place and place.get("in_area") is False else Urgency.ROUTINE


def danger_in_doubt(frame: Frame) -> bool:
    """Return whether danger or a weapon was asked about and not plainly denied."""
    return any(_in_doubt(frame, slot) for slot in (Slot.IMMEDIATE_DANGER, Slot.WEAPON))


def has_anything(frame: Frame) -> bool:
    """Return whether the resident told anything to pass on: a place, words or a kind of concern."""
    return any(frame.answered(slot) for slot in (Slot.LOCATION, Slot.NARRATIVE, Slot.CONCERN))


def _in_doubt(frame: Frame, slot: Slot) -> bool:
    return slot in frame.slots and frame.slots[slot].known is not Known.ANSWERED


def _armed(frame: Frame) -> bool:
    weapon = frame.answered(Slot.WEAPON)
    return bool(weapon and weapon["present"] == "yes")


def _pressing(frame: Frame) -> bool:
    concern = frame.answered(Slot.CONCERN)
    return (
        (concern is not None and Concern(concern) in _PRESSING)
        or suicide.has_thoughts(frame)
        or frame.answered(Slot.VIOLENCE) in ("physical", "threats")
        or frame.answered(Slot.INJURY_MEDICAL) == "minor"
        or any(_in_doubt(frame, slot) for slot in (Slot.VIOLENCE, Slot.INJURY_MEDICAL))
        or (frame.answered(Slot.VULNERABLE_PRESENT) or {}).get("children") == "yes"
        or frame.answered(Slot.WILLING_TO_WAIT) == "no"
    )
