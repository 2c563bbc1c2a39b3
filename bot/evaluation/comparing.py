"""Sets the screen beside what could stand in its place, on the same messages. PURE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Judged
from bot.evaluation.counting import Share
from bot.evaluation.figures import measured, triples_right
from bot.evaluation.reading import Read
from bot.evaluation.targets import Group, Measure
from bot.vocabulary import DangerLevel, Word

#: The columns of the comparison, in their order.
COLUMNS: tuple[tuple[Measure, Group], ...] = (
    (Measure.CAUGHT, Group.ALL),
    (Measure.AT_ONCE, Group.ALL),
    (Measure.ASK_HEARD, Group.ALL),
    (Measure.SENT, Group.EVERYDAY),
    (Measure.ASKED, Group.EVERYDAY),
    (Measure.SENT, Group.HARD),
    (Measure.TRIPLE, Group.ALL),
)


class System(Word):
    """What is compared."""

    KEYWORDS = "keywords", "A plain list of danger words"
    DIET = "diet", "Rasa's DIET, three intents"
    RULES = "rules", "Our rules alone"
    LEARNED = "learned", "Our learned reader alone"
    OURS = "ours", "Rules and learned reader"


@dataclass(frozen=True)
class Compared:
    """One system with its shares, in the order of COLUMNS."""

    system: System
    shares: tuple[Share, ...]


def compare(
    reads: Sequence[Read], by_keywords: Callable[[str], DangerLevel], by_diet: Sequence[DangerLevel] | None = None
) -> list[Compared]:
    """Return every system that read; the learned reader only where there was one.

    Args:
        by_diet: the levels by DIET in the order of `reads`, None where it was not asked.
    """
    found = [_compared(System.KEYWORDS, reads, [by_keywords(read.case.text) for read in reads])]
    if by_diet is not None:
        found.append(_compared(System.DIET, reads, by_diet))
    found.append(_compared(System.RULES, reads, [read.by_rules for read in reads]))
    alone = [read.alone for read in reads if read.alone is not None]
    if reads and len(alone) == len(reads):
        found.append(_compared(System.LEARNED, reads, alone))
    return [*found, _compared(System.OURS, reads, [read.level for read in reads])]


def _compared(system: System, reads: Sequence[Read], levels: Sequence[DangerLevel]) -> Compared:
    judged = [Judged(read.case, level) for read, level in zip(reads, levels, strict=True)]
    shares = (
        triples_right(judged) if measure is Measure.TRIPLE else measured(judged, measure, group)
        for measure, group in COLUMNS
    )
    return Compared(system, tuple(shares))
