"""Shows a report on a terminal. No words of any case: what scrolls by stays in logs and screenshots."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.evaluation.comparing import COLUMNS
from bot.evaluation.counting import Share
from bot.evaluation.figures import Figure
from bot.evaluation.page import by_group, name_of, percent
from bot.evaluation.report import Report
from bot.evaluation.targets import SLIPS, Group, Measure, Target

#: Groups that are shown whole; of others, what is caught and what is due.
_WHOLE = frozenset({Group.ALL, Group.EVERYDAY, Group.HARD, Group.SET})
_NUMBERS = frozenset({"count", "share", "95 %", "before", "lost", "due", "messages"})
_MET = {True: "[green]met[/]", False: "[bold red]NOT MET[/]", None: ""}


def show(report: Report, console: Console) -> None:
    """Print the whole report."""
    console.print(f"{sum(count for _, count in report.sets):,} messages, {report.version}", highlight=False)
    console.print(f"learned reader: {report.learned_state}", highlight=False)
    console.print(_figures(report))
    for table in (_slips(report), _compared(report), _curves(report), _errors(report)):
        if table.row_count:
            console.print(table)
    console.print("Caught, or heard: sent to 911 or asked about.", highlight=False)
    console.print("Every figure by hazard, voice and language stands in --html and --json.", highlight=False)
    if report.left_out:
        console.print(f"{report.left_out:,} rows say nothing of what is due and were left out.", highlight=False)
    console.print(f"{report.due - report.unmet} of {report.due} figures reach what they are due.", highlight=False)


def _figures(report: Report) -> Table:
    table = _table("Figures", "", "count", "share", "95 %", "due", "")
    for _, figures in by_group(report):
        for name, of_name in groupby(filter(_is_shown, figures), key=name_of):
            table.add_row(f"[bold]{escape(name)}[/]")
            for figure in of_name:
                due = _due(figure.target) if figure.target else ""
                table.add_row(f"  {figure.measure.label}", *_share(figure.share), due, _MET[figure.met])
    return table


def _is_shown(figure: Figure) -> bool:
    return figure.group in _WHOLE or figure.measure is Measure.CAUGHT or figure.target is not None


def _slips(report: Report) -> Table:
    table = _table("Emergencies caught when miswritten", "slip", "count", "share", "95 %", "before", "lost", "due", "")
    for slip in report.slips:
        before, lost = percent(slip.before.value), f"{slip.lost:+.1%}"
        table.add_row(slip.slip.label, *_share(slip.after), before, lost, _due(SLIPS), _MET[slip.met])
    return table


def _compared(report: Report) -> Table:
    heads = [f"{group.label}: {measure.label}" if group.value != "all" else measure.label for measure, group in COLUMNS]
    table = _table("Beside what could stand in its place", "", *heads)
    for one in report.compared:
        table.add_row(one.system.label, *(percent(share.value) if share.of else "none" for share in one.shares))
    return table


def _curves(report: Report) -> Table:
    table = _table("The learned reader's probabilities", "", "messages", "calibration error")
    for curve in report.curves:
        table.add_row(curve.feeling.label, f"{curve.count:,}", f"{curve.error:.3f}")
    return table


def _errors(report: Report) -> Table:
    table = _table("Errors by cause", "what", "cause", "count")
    counted = Counter((error.fault, error.cause) for error in report.errors)
    for (fault, cause), count in counted.items():
        table.add_row(fault.label, cause.label, f"{count:,}")
    return table


def _table(title: str, *heads: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    for head in heads:
        is_number = head in _NUMBERS
        table.add_column(head, justify="right" if is_number else "left", no_wrap=is_number)
    return table


def _share(share: Share) -> tuple[str, str, str]:
    low, high = share.interval
    return f"{share.count:,}/{share.of:,}", percent(share.value), f"{low:.1%}-{high:.1%}"


def _due(target: Target) -> str:
    return f"{'≤' if target.is_most else '≥'} {target.limit:.1%}"
