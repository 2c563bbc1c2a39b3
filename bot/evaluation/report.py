"""Everything that an evaluation found, as one value, and how it is made from cases.

A report is no gate: it says what is due and whether it is met, and stops nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case
from bot.evaluation.causes import Error, errors
from bot.evaluation.comparing import Compared, compare
from bot.evaluation.curves import Curve, curves
from bot.evaluation.figures import Figure, figures
from bot.evaluation.keywords import load_keywords
from bot.evaluation.reading import Readers, Track, read_all, unwatched
from bot.evaluation.slip_figures import SlipFigure, slip_figures
from bot.vocabulary import DangerLevel

#: Gives DIET's level of every case, in order.
Diet = Callable[[Sequence[Case]], Sequence[DangerLevel]]


@dataclass(frozen=True)
class Chosen:
    """What is looked at beside the figures themselves."""

    slips: bool = True
    compare: bool = True
    seed: int = 1
    diet: Diet | None = None


@dataclass(frozen=True)
class Report:
    """What was found.

    Attributes:
        version: the versions of engine, lexicon and learned reader that were measured.
        learned_state: how the learned reader stands.
        sets: how many cases of each set.
        left_out, refused: rows that say nothing of what is due, and why others could not be read.
    """

    version: str
    learned_state: str
    seed: int
    sets: tuple[tuple[str, int], ...]
    left_out: int
    refused: tuple[str, ...]
    figures: tuple[Figure, ...]
    slips: tuple[SlipFigure, ...]
    compared: tuple[Compared, ...]
    curves: tuple[Curve, ...]
    errors: tuple[Error, ...]

    @property
    def unmet(self) -> int:
        """How many figures do not reach what they are due."""
        return sum(figure.met is False for figure in self.figures) + sum(not slip.met for slip in self.slips)

    @property
    def due(self) -> int:
        """How many figures are due something."""
        return sum(figure.met is not None for figure in self.figures) + len(self.slips)


def evaluate(
    cases: Sequence[Case],
    readers: Readers,
    chosen: Chosen,
    *,
    left_out: int = 0,
    refused: Sequence[str] = (),
    track: Track = unwatched,
) -> Report:
    """Read the cases and return what was found."""
    comparing = chosen.compare or chosen.diet is not None
    reads = read_all(cases, readers, alone=comparing, track=track)
    by_diet = chosen.diet(cases) if chosen.diet else None
    return Report(
        version=readers.screen.version,
        learned_state=readers.screen.learned_state,
        seed=chosen.seed,
        sets=tuple(Counter(case.set for case in cases).items()),
        left_out=left_out,
        refused=tuple(refused),
        figures=tuple(figures([read.judged for read in reads])),
        slips=tuple(slip_figures(reads, readers.screen, chosen.seed, track)) if chosen.slips else (),
        compared=tuple(compare(reads, load_keywords().level, by_diet)) if comparing else (),
        curves=tuple(curves(reads)),
        errors=tuple(errors(reads, readers.learned.limits if readers.learned else None)),
    )
