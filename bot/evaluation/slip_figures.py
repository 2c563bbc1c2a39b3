"""Counts how many emergencies are lost because they were miswritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evaluation.cases import HELD_OUT_SET, Case, Due
from bot.evaluation.counting import Share
from bot.evaluation.reading import Read, Track, unwatched
from bot.evaluation.slips import Slip, miswritten
from bot.evaluation.targets import SLIPS
from bot.safety.screen import Screen
from bot.vocabulary import DangerLevel


@dataclass(frozen=True)
class SlipFigure:
    """What one kind of slip costs, on the messages that it changes.

    Attributes:
        before, after: emergencies caught as they were written, and miswritten.
    """

    slip: Slip
    before: Share
    after: Share

    @property
    def lost(self) -> float:
        """The share of recall lost; negative where slips happened to help."""
        return (self.before.count - self.after.count) / max(1, self.before.of)

    @property
    def met(self) -> bool:
        """Whether no more is lost than may be."""
        return SLIPS.met(self.lost)


def slip_figures(reads: Sequence[Read], screen: Screen, seed: int, track: Track = unwatched) -> list[SlipFigure]:
    """Return the cost of every kind of slip on the held-out emergencies; nothing where there are none."""
    graves = {read.case.id: read for read in reads if read.case.due is Due.EMERGENCY and read.case.set == HELD_OUT_SET}
    if not graves:
        return []
    return [_figure(slip, graves, screen, seed, track) for slip in Slip]


def _figure(slip: Slip, graves: dict[str, Read], screen: Screen, seed: int, track: Track) -> SlipFigure:
    slipped = [_slipped(read, slip, seed) for read in graves.values()]
    changed = [case for case in slipped if case.text != graves[case.id].case.text]
    levels = [screen.assess(case.text, language=case.language).level for case in track(changed, slip.label)]
    before = sum(graves[case.id].level is not DangerLevel.NONE for case in changed)
    after = sum(level is not DangerLevel.NONE for level in levels)
    return SlipFigure(slip, Share(before, len(changed)), Share(after, len(changed)))


def _slipped(read: Read, slip: Slip, seed: int) -> Case:
    text = miswritten(read.case.text, read.assessment, slip, f"{seed}:{read.case.id}")
    return replace(read.case, text=text)
