"""What a learned reader tells the screen, as values, and what the screen asks of one.

PURE: how such a reader works is told elsewhere (bot/learned); the screen must read without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.vocabulary import DangerLevel, Hazard


@dataclass(frozen=True)
class View:
    """A message, or a part of it, as it is read.

    Attributes:
        first, end: the tokens of the reading copy that it holds, end exclusive.
        text: its words: folded, mended, without fillers.
        rules: what the rules read in it, as names such as "en.weapon.in_hand" and "rules=emergency".
    """

    first: int
    end: int
    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Felt:
    """How likely a view is what it may be.

    Attributes:
        emergency: probability, 0 to 1, that a careful reader would send help now.
        danger: probability that it is at least worth a question; never under `emergency`.
        hazard: the harm that it is most like, None where it is like none.
    """

    emergency: float
    danger: float
    hazard: Hazard | None = None


@dataclass(frozen=True)
class Impression:
    """What a view feels like; `meaning` is the learned reader's own, to be handed back to it."""

    felt: Felt
    meaning: object = None


@dataclass(frozen=True)
class Likeness:
    """A taught example that a message is like; `nearness` is the cosine of their meanings, at most 1."""

    text: str
    level: DangerLevel
    nearness: float


@dataclass(frozen=True)
class Limits:
    """From which probability on the screen acts. They are chosen on data (bot/learned/limits.py).

    Attributes:
        emergency, ask: for a whole message.
        part_emergency, part_ask: for a part of one, which is read without its context.
        doubt: below this probability of emergency what the rules call one is only asked about.
        dismiss: below this probability of danger even what the rules call an emergency is only a figure of speech.
        dismiss_ask: the same for what the rules would ask about.
    """

    emergency: float
    ask: float
    part_emergency: float
    part_ask: float
    doubt: float
    dismiss: float
    dismiss_ask: float


class LearnedReader(Protocol):
    """A reader that weighs what cannot be named. It may raise: the screen then reads by its rules alone."""

    version: str
    limits: Limits

    def feel(self, views: Sequence[View]) -> Sequence[Impression | None]:
        """Return what each view feels like, the first being the whole message; None for parts not worth the time."""

    def nearest(self, impression: Impression) -> tuple[Likeness, ...]:
        """Return the taught examples that a view is most like, the nearest first."""
