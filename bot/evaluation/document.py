"""Writes a report as JSON, whole. The words of a case stand in it only where they may be shown."""

from __future__ import annotations

from typing import Any

from bot.evaluation.causes import Error
from bot.evaluation.comparing import COLUMNS, Compared
from bot.evaluation.counting import Share
from bot.evaluation.curves import Curve
from bot.evaluation.figures import Figure
from bot.evaluation.report import Report
from bot.evaluation.slip_figures import SlipFigure
from bot.evaluation.targets import SLIPS, Target
from bot.safety.felt import Felt

#: Digits of a share and of a probability.
DIGITS = 4


def to_document(report: Report) -> dict[str, Any]:
    """Return the JSON form."""
    return {
        "version": report.version,
        "learned_reader": report.learned_state,
        "seed": report.seed,
        "sets": dict(report.sets),
        "left_out": report.left_out,
        "refused": list(report.refused),
        "due": report.due,
        "unmet": report.unmet,
        "figures": [_figure(one) for one in report.figures],
        "slips": [_slip(one) for one in report.slips],
        "compared": [_compared(one) for one in report.compared],
        "curves": [_curve(one) for one in report.curves],
        "errors": [_error(one) for one in report.errors],
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "count": share.count,
        "of": share.of,
        "share": round(share.value, DIGITS),
        "interval": [round(low, DIGITS), round(high, DIGITS)],
    }


def _target(target: Target | None) -> dict[str, float] | None:
    return None if target is None else {"at_most" if target.is_most else "at_least": target.limit}


def _figure(figure: Figure) -> dict[str, Any]:
    named = {"measure": figure.measure.value, "group": figure.group.value, "name": figure.name}
    return {**named, **_share(figure.share), "due": _target(figure.target), "met": figure.met}


def _slip(slip: SlipFigure) -> dict[str, Any]:
    told = {"slip": slip.slip.value, "before": _share(slip.before), "after": _share(slip.after)}
    return {**told, "lost": round(slip.lost, DIGITS), "due": _target(SLIPS), "met": slip.met}


def _compared(one: Compared) -> dict[str, Any]:
    shares = {f"{measure}.{group}": _share(share) for (measure, group), share in zip(COLUMNS, one.shares, strict=True)}
    return {"system": one.system.value, **shares}


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "feeling": curve.feeling.value,
        "count": curve.count,
        "calibration_error": round(curve.error, DIGITS),
        "bins": [
            {"count": one.count, "told": round(one.told, DIGITS), "observed": round(one.observed, DIGITS)}
            for one in curve.bins
        ],
        "precision_recall": [
            [round(one.limit, DIGITS), round(one.recall, DIGITS), round(one.precision, DIGITS)] for one in curve.points
        ],
    }


def _error(error: Error) -> dict[str, Any]:
    read, case = error.read, error.read.case
    return {
        "set": case.set,
        "id": case.id,
        **({"text": case.text} if case.shown else {}),
        "hazard": case.hazard.value if case.hazard else None,
        "voice": case.voice.value if case.voice else None,
        "language": case.language.value if case.language else None,
        "due": case.due.value,
        "level": read.level.value,
        "fault": error.fault.value,
        "cause": error.cause.value,
        "by_rules": read.by_rules.value,
        "felt_whole": _felt(read.whole),
        "felt": _felt(read.assessment.felt),
        "rules": list(error.rules),
        "lowered_by": list(error.lowered_by),
        "overruled": error.overruled or None,
    }


def _felt(felt: Felt | None) -> dict[str, Any] | None:
    if felt is None:
        return None
    hazard = felt.hazard.value if felt.hazard else None
    return {"emergency": round(felt.emergency, DIGITS), "danger": round(felt.danger, DIGITS), "hazard": hazard}
