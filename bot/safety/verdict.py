"""Joins what the rules named and what the learned reader felt into one level.

Doubt between them is a question, never silence: what the rules call an emergency and the learned reader doubts is asked
about, and is only let pass where it finds next to no danger at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.safety.assessment import Assessment, Span
from bot.safety.felt import Felt, Impression, LearnedReader, Limits, View
from bot.safety.folding import Token
from bot.safety.report import in_order, once, pressing
from bot.vocabulary import DangerLevel, Hazard

#: How the learned reader's part in a level is named on an assessment.
FELT, DOUBTED, DISMISSED = "learned", "learned.doubted", "learned.dismissed"
_WHY = "It reads like messages that the screen was taught as this danger."


def weigh_in(
    assessment: Assessment, text: str, read: Sequence[Token], looked_at: Sequence[View], learned: LearnedReader
) -> Assessment:
    """Return the rules' assessment with what the learned reader makes of the message."""
    felt = [(view, one) for view, one in zip(looked_at, learned.feel(looked_at), strict=True) if one is not None]
    view, strongest, level = _strongest(felt, looked_at[0], learned.limits)
    most = Felt(max(one.felt.emergency for _, one in felt), max(one.felt.danger for _, one in felt))
    decided = _decided(assessment.level, level, most, learned.limits)
    assessment = replace(assessment, felt=strongest.felt)
    if decided is DangerLevel.NONE:
        lowered = (DISMISSED,) if assessment.level is not DangerLevel.NONE else ()
        return replace(assessment, level=decided, hazards=(), rules=once([*assessment.rules, *lowered]))
    named = assessment.level
    lowered = (DOUBTED,) if decided.rank < named.rank else ()
    assessment = replace(assessment, level=decided, rules=once([*assessment.rules, *lowered]))
    if level is DangerLevel.NONE:
        return assessment
    # Where the rules said as much, their own words say it better than the whole message would.
    spans = [_span(text, read, view, strongest.felt.hazard)] if level.rank > named.rank else []
    return _with_reason(assessment, spans, strongest, learned)


def _strongest(
    felt: Sequence[tuple[View, Impression]], whole: View, limits: Limits
) -> tuple[View, Impression, DangerLevel]:
    """Return the view that calls for most, with its level; of equals the one likelier to be an emergency."""
    levelled = [(view, one, _level(one.felt, limits, is_whole=view is whole)) for view, one in felt]
    return max(levelled, key=lambda one: (one[2].rank, one[1].felt.emergency))


def _level(felt: Felt, limits: Limits, *, is_whole: bool) -> DangerLevel:
    if felt.emergency >= (limits.emergency if is_whole else limits.part_emergency):
        return DangerLevel.EMERGENCY
    return DangerLevel.ASK if felt.danger >= (limits.ask if is_whole else limits.part_ask) else DangerLevel.NONE


def _decided(named: DangerLevel, felt: DangerLevel, most: Felt, limits: Limits) -> DangerLevel:
    """Return the higher of what was named and what was felt, unless the learned reader doubts what was named."""
    if named.rank <= felt.rank:
        return felt
    if most.danger < (limits.dismiss if named is DangerLevel.EMERGENCY else limits.dismiss_ask):
        return felt
    return named if most.emergency >= limits.doubt else DangerLevel.ASK


def _with_reason(
    assessment: Assessment, spans: Sequence[Span], impression: Impression, learned: LearnedReader
) -> Assessment:
    """Say what was felt, in which words, and what they are like."""
    hazard = impression.felt.hazard
    return replace(
        assessment,
        hazards=assessment.hazards or pressing([hazard] if hazard else []),
        spans=in_order([*assessment.spans, *spans]),
        rules=once([*assessment.rules, _rule(hazard)]),
        nearest=learned.nearest(impression),
    )


def _span(text: str, read: Sequence[Token], view: View, hazard: Hazard | None) -> Span:
    start, end = read[view.first].start, read[view.end - 1].end
    return Span(start, end, text[start:end], hazard, _rule(hazard), _WHY)


def _rule(hazard: Hazard | None) -> str:
    return f"{FELT}.{hazard.value if hazard else 'danger'}"
