"""The rules that no city can take away: what always goes to 911 and what is never assumed.

PURE. They are read before a city's own, and a profile has no words to switch them off.
"""

from __future__ import annotations

from datetime import date

from bot.program.conditions import Condition, SlotIs, UrgencyIs
from bot.program.profile import Approval, Rule
from bot.vocabulary import Route, RuleKind, Slot, Urgency

_APPROVAL = Approval(version="1", approver="Fourthline", approved_on=date(2026, 11, 22))
_SOURCE = "Weapon, violence, medical emergency and imminent danger exclude in every programme that was compared"


def _always_911(rule_id: str, says: str, condition: Condition) -> Rule:
    return Rule(
        id=rule_id,
        kind=RuleKind.EXCLUSION,
        condition=condition,
        route=Route.NINE_ONE_ONE,
        says=says,
        approval=_APPROVAL,
        source=_SOURCE,
    )


FLOOR: tuple[Rule, ...] = (
    _always_911("HOUSE-1", "An emergency goes to 911", UrgencyIs((Urgency.EMERGENCY,))),
    _always_911("HOUSE-2", "Danger right now goes to 911", SlotIs(Slot.IMMEDIATE_DANGER, ("yes",))),
    _always_911("HOUSE-3", "A weapon goes to 911", SlotIs(Slot.WEAPON, ("yes",), part="present")),
    _always_911("HOUSE-4", "Physical violence now goes to 911", SlotIs(Slot.VIOLENCE, ("physical",), assumed=True)),
    _always_911("HOUSE-5", "A medical emergency goes to 911", SlotIs(Slot.INJURY_MEDICAL, ("serious",), assumed=True)),
)
"""Read first, in this order."""

NOTHING_INCLUDES = "HOUSE-6"
"""The id under which a contact that no inclusion of the city takes is turned elsewhere."""
