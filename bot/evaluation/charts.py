"""Lays the curves out as lines in a unit square, for a template to draw. PURE.

A line is told by its strokes and marks as much as by its colour, and by a table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.curves import Curve, Feeling, Point

#: A drawn line needs no more points than the eye can tell apart.
MOST_POINTS = 120
_DASHES = {Feeling.DANGER: "", Feeling.EMERGENCY: "7 4"}


@dataclass(frozen=True)
class Line:
    """One line: points from (0, 0) below left to (1, 1) above right; `dashes` as SVG writes them, "" for none."""

    label: str
    dashes: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Chart:
    """A picture of some lines; `even` draws the diagonal on which both sides are the same."""

    id: str
    title: str
    told: str
    across: str
    up: str
    lines: tuple[Line, ...]
    marked: bool = False
    even: bool = False


def charts(curves: Sequence[Curve]) -> list[Chart]:
    """Return the pictures of the curves; nothing where there are none."""
    return [_reliability(curves), _precision_recall(curves)] if curves else []


def _reliability(curves: Sequence[Curve]) -> Chart:
    lines = [
        Line(curve.feeling.label, _DASHES[curve.feeling], tuple((one.told, one.observed) for one in curve.bins))
        for curve in curves
    ]
    return Chart(
        "reliability",
        "Reliability",
        "How often it was so, of messages for which the learned reader told about the same probability. On the thin "
        "diagonal it would be right about itself; below it, it is too sure.",
        "Probability told",
        "Share of which it was so",
        tuple(lines),
        marked=True,
        even=True,
    )


def _precision_recall(curves: Sequence[Curve]) -> Chart:
    lines = [Line(curve.feeling.label, _DASHES[curve.feeling], _thinned(curve.points)) for curve in curves]
    return Chart(
        "precision-recall",
        "Precision and recall",
        "Each point is a limit from which on one could act: how much of the danger would be caught, and how much of "
        "what is acted on would be danger. These messages hold far more danger than a line gets: on a real one the "
        "precision is lower.",
        "Recall: caught of all",
        "Precision: rightly of those acted on",
        tuple(lines),
    )


def _thinned(points: Sequence[Point]) -> tuple[tuple[float, float], ...]:
    step = max(1, -(-len(points) // MOST_POINTS))
    kept = [*points[::step], *points[-1:]]
    return tuple((one.recall, one.precision) for one in kept)
