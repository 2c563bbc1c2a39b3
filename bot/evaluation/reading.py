"""Reads cases with the screen, and with each of its readers alone, so that an error can be laid to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.evaluation.cases import Case, Judged
from bot.safety.assessment import Assessment
from bot.safety.felt import Felt, LearnedReader, View
from bot.safety.screen import Screen
from bot.vocabulary import DangerLevel

#: Passes cases on one by one, and may tell how far it is: it gets them with what is done to them.
Track = Callable[[Sequence[Case], str], Iterable[Case]]


@dataclass(frozen=True)
class Readers:
    """The screen that is measured, its rules without a learned reader, and its learned reader where it has one."""

    screen: Screen
    rules: Screen
    learned: LearnedReader | None = None


@dataclass(frozen=True)
class Read:
    """A case as it was read.

    Attributes:
        by_rules: the level by the rules alone.
        whole: what the learned reader feels of the whole message; None where it did not read.
        alone: the level by the learned reader without the rules; None where it was not asked.
    """

    case: Case
    assessment: Assessment
    by_rules: DangerLevel
    whole: Felt | None = None
    alone: DangerLevel | None = None

    @property
    def level(self) -> DangerLevel:
        """The level that the screen gave."""
        return self.assessment.level

    @property
    def judged(self) -> Judged:
        """The case with the screen's level."""
        return Judged(self.case, self.level)


def unwatched(cases: Sequence[Case], _doing: str) -> Iterable[Case]:
    """Pass cases on without telling anybody."""
    return cases


def read_all(cases: Sequence[Case], readers: Readers, *, alone: bool, track: Track = unwatched) -> list[Read]:
    """Read every case; `alone` has the learned reader read once more without the rules."""
    return [read_case(case, readers, alone=alone) for case in track(cases, "Screening")]


def read_case(case: Case, readers: Readers, *, alone: bool) -> Read:
    """Read one case."""
    assessment = readers.screen.assess(case.text, language=case.language)
    read = Read(case, assessment, readers.rules.assess(case.text, language=case.language).level)
    if readers.learned is None or assessment.felt is None:
        return replace(read, alone=DangerLevel.NONE) if alone and readers.learned else read
    first, *parts = readers.rules.look(case.text, case.language)
    whole = _feel(readers.learned, first) if parts else assessment.felt
    return replace(read, whole=whole, alone=_alone(readers.learned, first) if alone else None)


def _alone(learned: LearnedReader, view: View) -> DangerLevel:
    felt = _feel(learned, replace(view, rules=()))
    if felt.emergency >= learned.limits.emergency:
        return DangerLevel.EMERGENCY
    return DangerLevel.ASK if felt.danger >= learned.limits.ask else DangerLevel.NONE


def _feel(learned: LearnedReader, view: View) -> Felt:
    [impression] = learned.feel([view])
    if impression is None:  # a reader must read the whole; only parts may be left out
        raise ValueError("the learned reader did not read a whole message")
    return impression.felt
