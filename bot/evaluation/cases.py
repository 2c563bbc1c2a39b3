"""The messages that the screen is measured on, with what is due to each.

What a source does not let us show stays hidden: a case says itself whether its words may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.learned.apart import EVERYDAY
from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Hazard, Language, Voice, Word

#: How the set of the project's own held-out examples is called.
HELD_OUT_SET = "held-out"
#: Sets, by name, of real texts in which nothing is the matter.
EVERYDAY_SETS = frozenset({"sms_benign"})
#: Sets of real texts with a word of danger and no danger.
HARD_SETS = frozenset({"sms_keyword_benign"})
#: The set of people who say in jest that they will die.
HYPERBOLE_SET = "suicide_hyperbole"


class Due(Word):
    """What the screen owes a message."""

    EMERGENCY = "emergency", "Send help now"
    ASK = "ask", "One question at least"
    NONE = "none", "Neither 911 nor a question"
    SERIOUS = "serious", "To be heard: 911 or a question"
    NOT_911 = "not_911", "Anything but 911"

    @property
    def is_harmless(self) -> bool:
        """Whether 911 would be a false alarm."""
        return self in (Due.NONE, Due.NOT_911)


@dataclass(frozen=True)
class Case:
    """One message to measure on.

    Attributes:
        id: unique within its set.
        set: where it comes from; groups the figures.
        shown: whether a report may show its words.
        triple: names its triple, "" for one that stands alone.
    """

    id: str
    text: str
    due: Due
    set: str
    hazard: Hazard | None = None
    voice: Voice | None = None
    language: Language | None = None
    triple: str = ""
    shown: bool = False

    @property
    def is_everyday(self) -> bool:
        """Whether it is what people text when nothing is the matter."""
        return self.due.is_harmless and (self.voice in EVERYDAY or self.set in EVERYDAY_SETS)

    @property
    def is_hard(self) -> bool:
        """Whether it is harmless and sounds like danger."""
        spoken_otherwise = self.voice is not None and self.voice not in EVERYDAY
        return self.due.is_harmless and not self.is_everyday and (spoken_otherwise or self.set in HARD_SETS)


@dataclass(frozen=True)
class Judged:
    """A case with the level that somebody gave it."""

    case: Case
    level: DangerLevel


def held_out_cases(examples: Sequence[Example]) -> list[Case]:
    """Return the project's own examples as cases; each is named by its file and its place there."""
    places: Counter[str] = Counter()
    found = []
    for one in examples:
        places[one.file] += 1
        found.append(_case(one, places[one.file]))
    return found


def _case(one: Example, place: int) -> Case:
    return Case(
        id=f"{one.file}:{place}",
        text=one.text,
        due=Due(one.level.value),
        set=HELD_OUT_SET,
        hazard=one.hazard,
        voice=one.voice,
        language=one.language,
        triple="" if one.triple is None else f"{one.file}:{one.triple}",
        shown=True,
    )
