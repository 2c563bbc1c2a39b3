"""Tells what one language's rules read in a message as an assessment, with offsets in the message as received."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.safety.assessment import Assessment, Span
from bot.safety.folding import Token
from bot.safety.language_reader import Reading
from bot.safety.weighing import Finding
from bot.vocabulary import Hazard

#: Hazards from the most to the least pressing: the order in which a call-taker must see them.
PRESSING = (
    Hazard.WEAPON, Hazard.VIOLENCE, Hazard.SUICIDE, Hazard.OVERDOSE, Hazard.MEDICAL, Hazard.FIRE, Hazard.CHILD,
    Hazard.VULNERABLE_ADULT, Hazard.TRAPPED, Hazard.EXPOSURE, Hazard.INTRUSION, Hazard.TRAFFIC,
)  # fmt: skip
_MOST_SPANS = 40


def report(text: str, reading: Reading, version: str) -> Assessment:
    """Turn findings into an assessment."""
    prefix, read, weighed = reading.language.value, reading.tokens, reading.weighed
    spans = [_span(text, prefix, read, finding) for finding in weighed.findings]
    rules = [f"{prefix}.{finding.rule.id}" for finding in weighed.findings]
    for finding in (*weighed.findings, *weighed.hidden):
        for id_, first, end in finding.lowered_by:
            rules.append(f"{prefix}.{id_}")
            spans.append(_words_span(text, read, first, end, f"{prefix}.{id_}"))
    rules += [f"{prefix}.{one.id}" for one in weighed.raised]
    heard = {*(one.rule.hazard for one in weighed.findings), *(one.hazard for one in weighed.raised)}
    return Assessment(reading.level, pressing(heard), in_order(spans), once(rules), version)


def joined(one: Assessment, other: Assessment) -> Assessment:
    """Join two readings of the same message: the higher level wins, and both give their reasons."""
    return Assessment(
        max(one.level, other.level, key=lambda level: level.rank),
        pressing({*one.hazards, *other.hazards}),
        in_order([*one.spans, *other.spans]),
        once([*one.rules, *other.rules]),
        one.version,
    )


def pressing(heard: Iterable[Hazard]) -> tuple[Hazard, ...]:
    """Return hazards with the most pressing first."""
    named = set(heard)
    return tuple(hazard for hazard in PRESSING if hazard in named)


def in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in the order of the text, each once."""
    return tuple(sorted(set(spans), key=lambda span: (span.start, -span.end, span.rule))[:_MOST_SPANS])


def once(rules: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of rules in their order, each once."""
    return tuple(dict.fromkeys(rules))


def _span(text: str, prefix: str, read: Sequence[Token], finding: Finding) -> Span:
    start, end = read[finding.hit.start].start, read[finding.hit.end - 1].end
    return Span(start, end, text[start:end], finding.rule.hazard, f"{prefix}.{finding.rule.id}", finding.rule.why)


def _words_span(text: str, read: Sequence[Token], first: int, end: int, rule: str) -> Span:
    start, stop = read[first].start, read[end - 1].end
    return Span(start, stop, text[start:stop], None, rule, "These words change what the danger word means.")
