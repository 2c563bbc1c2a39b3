"""Shows a report as one HTML page that needs nothing beside itself: no script, no file, no network.

The words of a case stand on it only where they may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.evaluation.causes import Cause, Error, Fault
from bot.evaluation.charts import charts
from bot.evaluation.comparing import COLUMNS
from bot.evaluation.figures import Figure
from bot.evaluation.report import Report
from bot.evaluation.targets import SLIPS, Group, Measure
from bot.vocabulary import Hazard, Language, Voice, Word

TEMPLATES = Path(__file__).parent / "templates"
_NAMED_BY: dict[Group, type[Word]] = {Group.HAZARD: Hazard, Group.VOICE: Voice, Group.LANGUAGE: Language}


@dataclass(frozen=True)
class Grid:
    """The figures of a group with names: a row a name, a column a measure, None where there is no such case."""

    group: Group
    measures: tuple[Measure, ...]
    rows: tuple[tuple[str, tuple[Figure | None, ...]], ...]


def page(report: Report, made_at: datetime) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    return environment.get_template("safety.html").render(
        report=report,
        made_at=made_at,
        overall=[figure for figure in report.figures if not figure.name],
        grids=list(_grids(report)),
        errors=list(_by_cause(report)),
        charts=charts(report.curves),
        columns=COLUMNS,
        slips_due=SLIPS,
        name_of=name_of,
    )


def percent(share: float) -> str:
    """Return a share as people read it."""
    return f"{share:.1%}"


def name_of(figure: Figure) -> str:
    """Return which of its group a figure is about: a hazard's label, a set's name, or the group itself."""
    if not figure.name:
        return figure.group.label
    words = _NAMED_BY.get(figure.group)
    return words(figure.name).label if words else figure.name


def by_group(report: Report) -> Iterator[tuple[Group, list[Figure]]]:
    """Yield the figures of each group."""
    for group, figures in groupby(report.figures, key=lambda figure: figure.group):
        yield group, list(figures)


def _grids(report: Report) -> Iterator[Grid]:
    for group, figures in by_group(report):
        found = {(name_of(figure), figure.measure): figure for figure in figures if figure.name}
        if found:
            measures = tuple(measure for measure in Measure if any(column is measure for _, column in found))
            names = dict.fromkeys(name for name, _ in found)
            rows = ((name, tuple(found.get((name, measure)) for measure in measures)) for name in names)
            yield Grid(group, measures, tuple(rows))


def _by_cause(report: Report) -> Iterator[tuple[Fault, Cause, list[Error]]]:
    for (fault, cause), found in groupby(report.errors, key=lambda error: (error.fault, error.cause)):
        yield fault, cause, list(found)
