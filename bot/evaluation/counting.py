"""Counts and how sure they are: a share of few messages must never be told as if it were one of many."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: The standard normal quantile of a two-sided interval of 95 %.
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """So many of so many; of none at all nothing is known."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of none."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies in 95 of 100 samples."""
        return wilson(self.count, self.of)


def wilson(count: int, of: int, quantile: float = NORMAL_95) -> tuple[float, float]:
    """Return the score interval of a share; (0, 1) of none.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    Raises ValueError where it is no share.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return 0.0, 1.0
    share, squared = count / of, quantile * quantile
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = quantile / (1 + squared / of) * math.sqrt(share * (1 - share) / of + squared / (4 * of * of))
    # Rounding must not push the share itself out of its interval.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
