"""How far the learned reader's probabilities can be believed: reliability, precision and recall. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Due
from bot.evaluation.reading import Read
from bot.vocabulary import Word

BINS = 10


class Feeling(Word):
    """Which of the two probabilities."""

    DANGER = "danger", "Danger: at least worth a question"
    EMERGENCY = "emergency", "Emergency: 911"


@dataclass(frozen=True)
class Guess:
    """What was told of one message, 0 to 1, and whether it was so."""

    probability: float
    is_so: bool


@dataclass(frozen=True)
class Bin:
    """Messages of like probability: the middle of what was told, and the share of which it was so."""

    count: int
    told: float
    observed: float


@dataclass(frozen=True)
class Point:
    """What acting from `limit` on would catch of all (recall), and how much of it rightly (precision)."""

    limit: float
    recall: float
    precision: float


@dataclass(frozen=True)
class Curve:
    """One probability, held against what was so.

    Attributes:
        error: expected calibration error: by how much the bins are off on average, each by its size.
    """

    feeling: Feeling
    count: int
    bins: tuple[Bin, ...]
    error: float
    points: tuple[Point, ...]


def curves(reads: Sequence[Read]) -> list[Curve]:
    """Return the curves of both probabilities; nothing where no learned reader read."""
    found = [(feeling, guesses(reads, feeling)) for feeling in Feeling]
    return [
        Curve(feeling, len(of), tuple(reliability(of)), calibration_error(of), tuple(precision_recall(of)))
        for feeling, of in found
        if of
    ]


def guesses(reads: Sequence[Read], feeling: Feeling) -> list[Guess]:
    """Return what was told of whole messages; those are left out of which it is not known whether it is so."""
    danger = feeling is Feeling.DANGER
    unknown = {Due.SERIOUS, Due.NOT_911} if danger else {Due.SERIOUS}
    so = {Due.EMERGENCY, Due.ASK} if danger else {Due.EMERGENCY}
    return [
        Guess(read.whole.danger if danger else read.whole.emergency, read.case.due in so)
        for read in reads
        if read.whole is not None and read.case.due not in unknown
    ]


def reliability(told: Sequence[Guess], bins: int = BINS) -> list[Bin]:
    """Return the bins of equal width that hold anything, the lowest first."""
    by_bin: defaultdict[int, list[Guess]] = defaultdict(list)
    for guess in told:
        by_bin[min(int(guess.probability * bins), bins - 1)].append(guess)
    return [
        Bin(
            len(of),
            sum(guess.probability for guess in of) / len(of),
            sum(guess.is_so for guess in of) / len(of),
        )
        for _, of in sorted(by_bin.items())
    ]


def calibration_error(told: Sequence[Guess], bins: int = BINS) -> float:
    """Return the expected calibration error (Naeini, Cooper and Hauskrecht 2015); 0 of nothing."""
    return sum(one.count * abs(one.told - one.observed) for one in reliability(told, bins)) / max(1, len(told))


def precision_recall(told: Sequence[Guess]) -> list[Point]:
    """Return a point for every probability that was told, the highest first; nothing where it never was so."""
    of_all = sum(guess.is_so for guess in told)
    points: dict[float, Point] = {}
    caught = 0
    for place, guess in enumerate(sorted(told, key=lambda one: -one.probability), start=1):
        caught += guess.is_so
        if of_all:
            points[guess.probability] = Point(guess.probability, caught / of_all, caught / place)
    return list(points.values())
