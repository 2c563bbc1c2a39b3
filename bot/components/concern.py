"""Reads what a request is about from the whole ranking of intents.

A text can say what it is about while mainly doing something else ("412 Elm, it's my neighbor's music"), so the ranking
is read and not only its first place. It never guesses: below the floor nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.vocabulary import Concern

PREFIX = "report_"
_CONCERN_OF_INTENT = {"report_crime": Concern.CRIME_REPORT} | {
    f"{PREFIX}{concern.value}": concern for concern in Concern if concern not in (Concern.CRIME_REPORT, Concern.OTHER)
}


def intent_concern(intent: str) -> Concern | None:
    """Return the concern that a report intent stands for, None for any other intent."""
    return _CONCERN_OF_INTENT.get(intent)


def rank_concerns(ranking: Mapping[str, float]) -> list[tuple[Concern, float]]:
    """Return the concerns with the share of the ranking that their intents hold, greatest first."""
    shares = [(concern, share) for name, share in ranking.items() if (concern := intent_concern(name)) is not None]
    return sorted(shares, key=lambda pair: -pair[1])


def read_concern(ranking: Mapping[str, float], floor: float) -> Concern | None:
    """Return the first concern if its share of the ranking is at least `floor` (0 to 1), else None."""
    ranked = rank_concerns(ranking)
    return ranked[0][0] if ranked and ranked[0][1] >= floor else None
