"""Lays each error to what let it happen, so that a trainer knows where to look. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Due
from bot.evaluation.reading import Read
from bot.safety.felt import Limits
from bot.safety.verdict import DISMISSED, DOUBTED, FELT
from bot.vocabulary import DangerLevel, Word

#: What the learned reader felt with less than this share of the probability that makes it ask, it did not hear.
HEARD = 0.5


class Fault(Word):
    """What went wrong with a message, the gravest first."""

    MISSED = "missed", "Emergency let pass"
    ONLY_ASKED = "only_asked", "Emergency only asked about"
    NOT_ASKED = "not_asked", "Let pass where a question was due"
    SENT = "sent", "Harmless, sent to 911"
    ASKED = "asked", "Harmless, asked about"


class Cause(Word):
    """What let it happen."""

    UNHEARD = "unheard", "No reader heard it"
    DOUBTED = "doubted", "The rules named it and the learned reader doubted it"
    EXPLAINED_AWAY = "explained_away", "A rule heard it, and words around it lowered it"
    BELOW_LIMIT = "below_limit", "The learned reader felt it below the limit"
    RULE = "rule", "A rule fired on harmless words"
    FELT = "felt", "The learned reader felt harmless words"
    PART = "part", "A part was read without its context"


@dataclass(frozen=True)
class Error:
    """A message whose level is not what is due.

    Attributes:
        rules: ids of the rules that named a danger.
        lowered_by: ids of the cues and figures that lowered one.
    """

    read: Read
    fault: Fault
    cause: Cause
    rules: tuple[str, ...]
    lowered_by: tuple[str, ...]

    @property
    def overruled(self) -> str:
        """What the learned reader did to what the rules named: "doubted", "dismissed" or ""."""
        done = {DOUBTED: "doubted", DISMISSED: "dismissed"}
        return next((done[rule] for rule in self.read.assessment.rules if rule in done), "")


def errors(reads: Sequence[Read], limits: Limits | None) -> list[Error]:
    """Return every error, the gravest first and like causes together; `limits` are the learned reader's, if any."""
    found = [_error(read, fault, limits) for read in reads if (fault := fault_of(read)) is not None]
    faults, causes = list(Fault), list(Cause)
    return sorted(found, key=lambda error: (faults.index(error.fault), causes.index(error.cause)))


def fault_of(read: Read) -> Fault | None:
    """Return what is wrong with a reading; None where nothing is."""
    due, level = read.case.due, read.level
    if level is DangerLevel.NONE:
        return {Due.EMERGENCY: Fault.MISSED, Due.ASK: Fault.NOT_ASKED, Due.SERIOUS: Fault.NOT_ASKED}.get(due)
    if level is DangerLevel.ASK:
        return {Due.EMERGENCY: Fault.ONLY_ASKED, Due.NONE: Fault.ASKED}.get(due)
    return Fault.SENT if due.is_harmless else None


def _error(read: Read, fault: Fault, limits: Limits | None) -> Error:
    spans = read.assessment.spans
    lowered_by = tuple(dict.fromkeys(span.rule for span in spans if span.hazard is None and not _is_felt(span.rule)))
    rules = tuple(rule for rule in read.assessment.rules if rule not in lowered_by and not _is_felt(rule))
    is_alarm = fault in (Fault.SENT, Fault.ASKED)
    cause = _cause_of_alarm(read, limits) if is_alarm else _cause_of_miss(read, limits, bool(lowered_by))
    return Error(read, fault, cause, rules, lowered_by)


def _is_felt(rule: str) -> bool:
    return rule.split(".")[0] == FELT


def _cause_of_alarm(read: Read, limits: Limits | None) -> Cause:
    if read.by_rules.rank >= read.level.rank or read.whole is None or limits is None:
        return Cause.RULE
    sent = read.level is DangerLevel.EMERGENCY
    felt, limit = (read.whole.emergency, limits.emergency) if sent else (read.whole.danger, limits.ask)
    return Cause.FELT if felt >= limit else Cause.PART


def _cause_of_miss(read: Read, limits: Limits | None, lowered: bool) -> Cause:
    """Return why too little was made of it; what was asked about was heard, only not as grave as it is."""
    if read.by_rules.rank > read.level.rank:
        return Cause.DOUBTED
    if lowered:
        return Cause.EXPLAINED_AWAY
    if limits is None or read.whole is None:
        return Cause.UNHEARD
    is_heard = read.level is DangerLevel.ASK or read.whole.danger >= HEARD * limits.ask
    return Cause.BELOW_LIMIT if is_heard else Cause.UNHEARD
