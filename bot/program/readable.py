"""Which facts of a record a city's rule may read, and the values each can have, as docs/reference/record.md gives them.

PURE. A rule over a misspelled fact would never hold and nobody would notice, so the loader refuses what is not here.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.vocabulary import Concern, Language, Slot

_YES_NO = frozenset({"yes", "no"})

READABLE: Mapping[tuple[Slot, str | None], frozenset[str]] = {
    (Slot.IMMEDIATE_DANGER, None): _YES_NO,
    (Slot.WEAPON, "present"): _YES_NO,
    (Slot.VIOLENCE, None): frozenset({"none", "threats", "physical", "past_only"}),
    (Slot.INJURY_MEDICAL, None): frozenset({"none", "minor", "serious"}),
    (Slot.CONCERN, None): frozenset(concern.value for concern in Concern),
    (Slot.LOCATION, "place_type"): frozenset(
        {"outside", "public_inside", "private_home", "vehicle", "camp", "school", "transit"}
    ),
    (Slot.LOCATION, "in_area"): _YES_NO,
    (Slot.REPORTER_ROLE, None): frozenset({"self", "family", "friend", "neighbor", "business", "staff", "passer_by"}),
    (Slot.PERSON, "age_band"): frozenset({"child", "teen", "young_adult", "adult", "older_adult"}),
    (Slot.SUICIDE_SCREEN, "thoughts"): _YES_NO,
    (Slot.SUICIDE_SCREEN, "intent"): _YES_NO,
    (Slot.SUICIDE_SCREEN, "past"): _YES_NO,
    (Slot.VULNERABLE_PRESENT, "children"): _YES_NO,
    (Slot.VULNERABLE_PRESENT, "older_adult"): _YES_NO,
    (Slot.VULNERABLE_PRESENT, "animals"): _YES_NO,
    (Slot.HAZARDS_ACCESS, "kinds"): frozenset({"gate", "floor", "dog", "traffic", "water", "dark"}),
    (Slot.SAFE_TO_CONTACT, "text"): _YES_NO,
    (Slot.SAFE_TO_CONTACT, "voice"): _YES_NO,
    (Slot.WILLING_TO_MEET, None): _YES_NO,
    (Slot.WILLING_TO_WAIT, None): _YES_NO,
    (Slot.LANGUAGE, None): frozenset(language.value for language in Language),
    (Slot.NEEDS, None): frozenset(
        {"food", "shelter", "clothing", "transport", "medication", "water", "hygiene", "someone_to_talk_to"}
    ),
    (Slot.OUTCOME_WANTED, None): frozenset({"visit", "call", "information"}),
}
"""The values by slot and part; None is the whole of a fact that has no parts."""
