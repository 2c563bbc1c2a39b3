"""What the screen says of one message: values only, so that every part of the house can pass them on.

PURE. A level here is only ever raised by what follows; lowering one is a person's act.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.safety.felt import Felt, Likeness
from bot.vocabulary import DangerLevel, Hazard


@dataclass(frozen=True)
class Span:
    """Words of the message that bore on the level.

    Attributes:
        start, end: character offsets in the message as received, end exclusive.
        text: exactly `message[start:end]`.
        hazard: the harm they speak of, or None for a modifier ("used to", "in the movie").
        rule: the id of the rule that read them.
        why: one plain sentence for a call-taker.
    """

    start: int
    end: int
    text: str
    hazard: Hazard | None
    rule: str
    why: str


@dataclass(frozen=True)
class Assessment:
    """The level of one message, with the reasons.

    Attributes:
        level: emergency, ask or none.
        hazards: the harms heard, most serious first; empty for none, and where no harm was named (a bare yes, an
            unreadable text).
        spans: what was read, in the order of the text.
        rules: ids of every rule that bore on the level, in the order applied.
        version: the versions of engine, lexicon and learned reader that decided.
        felt: how likely the learned reader holds it to be danger; None where the rules read alone.
        nearest: the taught examples that it is like, where the learned reader bore on the level.
    """

    level: DangerLevel
    hazards: tuple[Hazard, ...] = ()
    spans: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()
    version: str = ""
    felt: Felt | None = None
    nearest: tuple[Likeness, ...] = ()

    def at_least(self, level: DangerLevel, rule: str) -> Assessment:
        """Return this assessment raised to `level` by `rule`; unchanged where it is as high already."""
        if self.level.rank >= level.rank:
            return self
        return replace(self, level=level, rules=(*self.rules, rule))

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form, as `fourthline screen --jsonl` writes it."""
        return {
            "level": self.level.value,
            "hazards": [hazard.value for hazard in self.hazards],
            "spans": [
                {
                    "start": span.start,
                    "end": span.end,
                    "text": span.text,
                    "hazard": span.hazard.value if span.hazard else None,
                    "rule": span.rule,
                    "why": span.why,
                }
                for span in self.spans
            ],
            "rules": list(self.rules),
            "version": self.version,
            **self._felt_document(),
        }

    def _felt_document(self) -> dict[str, Any]:
        """Return what the learned reader says, rounded to what it can tell."""
        if self.felt is None:
            return {}
        hazard = self.felt.hazard.value if self.felt.hazard else None
        felt = {"emergency": round(self.felt.emergency, 4), "danger": round(self.felt.danger, 4), "hazard": hazard}
        nearest = [
            {"text": one.text, "level": one.level.value, "nearness": round(one.nearness, 3)} for one in self.nearest
        ]
        return {"felt": felt, "nearest": nearest}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Assessment:
        """Read the JSON form back. Raises KeyError or ValueError where it is not one."""
        return cls(
            level=DangerLevel(document["level"]),
            hazards=tuple(Hazard(value) for value in document["hazards"]),
            spans=tuple(
                Span(
                    start=span["start"],
                    end=span["end"],
                    text=span["text"],
                    hazard=Hazard(span["hazard"]) if span["hazard"] else None,
                    rule=span["rule"],
                    why=span["why"],
                )
                for span in document["spans"]
            ),
            rules=tuple(document["rules"]),
            version=document["version"],
            felt=_felt(document.get("felt")),
            nearest=tuple(
                Likeness(one["text"], DangerLevel(one["level"]), one["nearness"]) for one in document.get("nearest", ())
            ),
        )


def _felt(document: dict[str, Any] | None) -> Felt | None:
    if document is None:
        return None
    hazard = document["hazard"]
    return Felt(document["emergency"], document["danger"], Hazard(hazard) if hazard else None)
