"""Names an emergency as dispatch centres do: by a common incident type code, and in plain words beside it.

The codes are those of APCO ANS 2.103.1-2012, "Common Incident Types for Data Exchange", as NENA hands them out with its
EIDO schema (NENA911/EIDO-JSON, Schema/NIEMComponents/apco.yaml) and NIEM defines them (NIEM/NIEM-Releases,
xsd/codes/apco_event.xsd). NENA's own registry of incident types (NENA-STA-021.1, section 3.2) could not be read here;
whether it holds this list alone is not verified. The plain words never depend on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.vocabulary import Concern, Hazard

UNKNOWN_TROUBLE = "TROUBLE"
#: The code whose definition says what was heard and no more. Where a code would say too little (a sick person, for a
#: medical emergency) or accuse somebody (abuse, for a child in danger), the next broader one stands in its place.
CODES: Mapping[Hazard, str] = {
    Hazard.WEAPON: "WEAPON",
    Hazard.VIOLENCE: "ASSAULT",
    Hazard.SUICIDE: "SUICTHRT",
    Hazard.OVERDOSE: "OD",
    Hazard.MEDICAL: "ALS",
    Hazard.FIRE: "FUNK",
    Hazard.CHILD: UNKNOWN_TROUBLE,
    Hazard.VULNERABLE_ADULT: UNKNOWN_TROUBLE,
    Hazard.TRAPPED: "ENTRAP",
    Hazard.EXPOSURE: "EXPOSURE",
    Hazard.INTRUSION: "BURGLARY",
    Hazard.TRAFFIC: "THAZ",
}


def common_code(hazards: Collection[Hazard]) -> str:
    """Return the one code that an EIDO has room for: of several hazards that of the first in the house's list.

    A weapon comes first in it: whoever is sent must know. A danger that nobody named is trouble of unknown kind.
    """
    return next((CODES[hazard] for hazard in Hazard if hazard in hazards), UNKNOWN_TROUBLE)


def in_words(hazards: Collection[Hazard], concern: Concern | None) -> str:
    """Return every hazard and the concern in plain words."""
    dangers = ", ".join(hazard.label for hazard in hazards) or "Danger of a kind that was not named"
    return f"{dangers}. About: {concern.label}" if concern else dangers
