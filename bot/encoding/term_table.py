"""Weighs the counted words and characters of a text by how rare they are among taught examples.

It knows numbers and terms only, and keeps no example.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float32]
Places = NDArray[numpy.int64]
#: A term of one example only says which example it is.
LEAST_EXAMPLES = 2


@dataclass(frozen=True)
class TermTable:
    """The known terms.

    Attributes:
        places: the place of each.
        rarity: the inverse document frequency of each.
    """

    places: dict[str, int]
    rarity: Floats

    @classmethod
    def of(cls, counts: Sequence[Counter[str]]) -> TermTable:
        """Return the table of counted examples."""
        spread = Counter(term for counted in counts for term in counted)
        kept = sorted(term for term, examples in spread.items() if examples >= LEAST_EXAMPLES)
        seen = numpy.array([spread[term] for term in kept], dtype=numpy.float32)
        rarity = (numpy.log((1 + len(counts)) / (1 + seen)) + 1).astype(numpy.float32)
        return cls({term: place for place, term in enumerate(kept)}, rarity)

    def weigh(self, counts: Mapping[str, int]) -> tuple[Places, Floats]:
        """Return the places of the known terms and their weights: dampened counts times rarity, of unit length."""
        known = [(self.places[term], times) for term, times in counts.items() if term in self.places]
        places = numpy.array([place for place, _ in known], dtype=numpy.int64)
        times = numpy.array([times for _, times in known], dtype=numpy.float32)
        weights = (1 + numpy.log(times)) * self.rarity[places] if known else times
        length = float(numpy.linalg.norm(weights))
        return places, (weights / length if length else weights).astype(numpy.float32)
