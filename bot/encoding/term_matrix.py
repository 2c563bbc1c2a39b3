"""Lays the weighed terms of many examples out as one sparse matrix; only training needs it, and with it scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy
from scipy.sparse import csr_matrix

from bot.encoding.term_table import TermTable


def matrix(counts: Sequence[Counter[str]], table: TermTable) -> csr_matrix:
    """Return one row an example."""
    rows = [table.weigh(counted) for counted in counts]
    starts = numpy.cumsum([0, *(len(places) for places, _ in rows)])
    places = numpy.concatenate([places for places, _ in rows])
    weights = numpy.concatenate([weights for _, weights in rows])
    return csr_matrix((weights, places, starts), shape=(len(rows), len(table.places)))
