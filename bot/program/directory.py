"""Teams and services elsewhere, for those whom the city's own team cannot serve: out of area, out of hours.

PURE. A listing is only ever an offer beside the rule that a weapon or immediate harm means 911.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.program.profile import Phrase
from bot.vocabulary import Concern


@dataclass(frozen=True)
class Listing:
    """A team or service of the directory.

    Attributes:
        id: stable name.
        name: how people know it.
        places: place names that it serves; none means everywhere in the country.
        says: what it does and how to reach it, as told to a resident.
        number: what to dial or text.
        concerns: what it is for; none means anything.
        source: where this was read.
    """

    id: str
    name: str
    places: tuple[str, ...]
    says: Phrase
    number: str
    concerns: tuple[Concern, ...] = ()
    source: str = ""

    def serves(self, place: str | None, concern: Concern | None) -> bool:
        """Return whether it serves `place` (as named, in any case) and `concern`; None leaves that side open."""
        here = not self.places or (place is not None and place.casefold() in {name.casefold() for name in self.places})
        return here and (not self.concerns or concern is None or concern in self.concerns)


@dataclass(frozen=True)
class Directory:
    """All listings, with the rule that is told with them.

    Attributes:
        illustrative: what says that the listings are examples to be checked.
        rule: a weapon or immediate harm means 911.
        listings: in the order of the file.
    """

    illustrative: Phrase
    rule: Phrase
    listings: tuple[Listing, ...]

    def nearest(self, place: str | None, concern: Concern | None = None, most: int = 3) -> tuple[Listing, ...]:
        """Return at most `most` listings for a place and concern, local ones first, then those made for the concern."""
        fitting = [listing for listing in self.listings if listing.serves(place, concern)]
        fitting.sort(key=lambda listing: (not listing.places, concern not in listing.concerns))
        return tuple(fitting[:most])
