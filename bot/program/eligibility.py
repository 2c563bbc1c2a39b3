"""Whether the city's team takes a contact, rule by rule, so that a call-taker can see and quote why.

PURE. Unknown is never read as no: a contact is eligible only where every rule that could exclude it is known not to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.intake.frame import Frame
from bot.program.conditions import facts_read, holds
from bot.program.floor import FLOOR, NOTHING_INCLUDES
from bot.program.hours import teams_on_duty
from bot.program.profile import Profile, Rule
from bot.vocabulary import Holds, Route, RuleKind, Urgency, Verdict


@dataclass(frozen=True)
class TraceLine:
    """One rule as it was read: whether it holds, and what the record says of the facts it reads."""

    rule: Rule
    holds: Holds
    why: str


@dataclass(frozen=True)
class Trace:
    """How the rules of a profile read one record.

    Attributes:
        verdict: eligible, not eligible, or not known yet.
        decided_by: the id of the rule that decided.
        route: where the contact goes by that rule; None while it is not known.
        team: the id of the team that the rule names, "" where any may.
        lines: every rule in the order read, the house's first.
        on_duty: ids of the teams on duty at the moment of the trace.
        profile: id of the profile; `version` is its content's.
    """

    verdict: Verdict
    decided_by: str
    route: Route | None
    team: str
    lines: tuple[TraceLine, ...]
    on_duty: tuple[str, ...]
    profile: str
    version: str


def trace(profile: Profile, frame: Frame, urgency: Urgency, at: datetime) -> Trace:
    """Read every rule of the house and of `profile` over the record, and say which one decides."""
    lines = tuple(_line(rule, frame, urgency) for rule in (*FLOOR, *profile.rules))
    verdict, line = _decide(lines)
    decided = verdict is not Verdict.UNKNOWN
    return Trace(
        verdict=verdict,
        decided_by=line.rule.id if line else NOTHING_INCLUDES,
        route=(line.rule.route if line else Route.REFERRAL) if decided else None,
        team=line.rule.team if line and decided else "",
        lines=lines,
        on_duty=tuple(team.id for team in teams_on_duty(profile, at)),
        profile=profile.id,
        version=profile.version,
    )


def _line(rule: Rule, frame: Frame, urgency: Urgency) -> TraceLine:
    read = "; ".join(dict.fromkeys(facts_read(rule.condition, frame, urgency)))
    return TraceLine(rule=rule, holds=holds(rule.condition, frame, urgency), why=read)


def _decide(lines: tuple[TraceLine, ...]) -> tuple[Verdict, TraceLine | None]:
    """Return the verdict and the line that made it; no line where nothing includes the contact.

    A contact that no rule takes is not sent elsewhere while the house's own rules are open: someone with an unknown
    weapon is not referred to a food bank.
    """
    exclusions = [line for line in lines if line.rule.kind is RuleKind.EXCLUSION]
    inclusions = [line for line in lines if line.rule.kind is RuleKind.INCLUSION]
    if excluded := _first(exclusions, Holds.YES):
        return Verdict.NOT_ELIGIBLE, excluded
    if open_floor := _first([line for line in exclusions if line.rule in FLOOR], Holds.UNKNOWN):
        return Verdict.UNKNOWN, open_floor
    if all(line.holds is Holds.NO for line in inclusions):
        return Verdict.NOT_ELIGIBLE, None
    if open_exclusion := _first(exclusions, Holds.UNKNOWN):
        return Verdict.UNKNOWN, open_exclusion
    if included := _first(inclusions, Holds.YES):
        return Verdict.ELIGIBLE, included
    return Verdict.UNKNOWN, _first(inclusions, Holds.UNKNOWN)


def _first(lines: list[TraceLine], answer: Holds) -> TraceLine | None:
    return next((line for line in lines if line.holds is answer), None)
