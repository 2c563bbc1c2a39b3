"""Miswrites messages as fingers and phones do, each way apart and the same way for the same seed. PURE."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.evaluation.edits import drawn_out, edited, twice_edited, unaccented
from bot.safety.assessment import Assessment, Span
from bot.safety.verdict import FELT
from bot.vocabulary import Word

_WORD = re.compile(r"[^\W\d_]+")


class Slip(Word):
    """How a message is miswritten."""

    ONE_EDIT = "one_edit", "One slip in the word of danger"
    TWO_EDITS = "two_edits", "Two slips in it where it is long, else one"
    CAPITALS = "capitals", "ALL CAPITALS"
    MIXED_CASE = "mixed_case", "rAnDoM cApItAlS"
    JOINED = "joined", "No blanks around the word of danger"
    DRAWN_OUT = "drawn_out", "A drawn-out letter in it"
    NO_ACCENTS = "no_accents", "Without accents"
    NO_MARKS = "no_marks", "Without punctuation"


@dataclass(frozen=True)
class Place:
    """Where the word stands that bears the danger: character offsets, end exclusive."""

    start: int
    end: int


def miswritten(text: str, assessment: Assessment, slip: Slip, seed: str) -> str:
    """Return the text with one kind of slip; unchanged where the text has nothing that could be so miswritten.

    Args:
        assessment: what the screen says of the text as it is: it tells which word bears the danger.
        seed: the same seed gives the same slips.
    """
    chance = random.Random(f"{seed}:{slip}")  # noqa: S311 - nothing here is a secret
    if slip in _WHOLE:
        return _WHOLE[slip](text, chance)
    place = word_of_danger(text, assessment)
    if place is None:
        return text
    before, word, after = text[: place.start], text[place.start : place.end], text[place.end :]
    if slip is Slip.JOINED:
        return before.rstrip() + word + after.lstrip()
    return before + _IN_WORD[slip](word, chance) + after


def word_of_danger(text: str, assessment: Assessment) -> Place | None:
    """Return the longest word of what the rules named, else of what was felt, else of the text; None without words."""
    named = [span for span in assessment.spans if span.hazard and not span.rule.startswith(FELT)]
    for spans in (named, list(assessment.spans)):
        places = [place for place in _words(text) if _inside(place, spans)]
        if places:
            return max(places, key=_length)
    return max(_words(text), key=_length, default=None)


def _words(text: str) -> list[Place]:
    return [Place(*match.span()) for match in _WORD.finditer(text)]


def _inside(place: Place, spans: list[Span]) -> bool:
    return any(span.start <= place.start and place.end <= span.end for span in spans)


def _length(place: Place) -> int:
    return place.end - place.start


def _unmarked(text: str) -> str:
    """Return a text without marks: apostrophes close up, other marks leave their blank."""
    closed = re.sub(r"['’‘`]", "", text)
    marks_out = "".join(" " if unicodedata.category(letter)[0] == "P" else letter for letter in closed)
    return " ".join(marks_out.split())


def _mixed(text: str, chance: random.Random) -> str:
    return "".join(letter.upper() if chance.random() < 0.5 else letter.lower() for letter in text)


_IN_WORD: Mapping[Slip, Callable[[str, random.Random], str]] = {
    Slip.ONE_EDIT: edited,
    Slip.TWO_EDITS: twice_edited,
    Slip.DRAWN_OUT: drawn_out,
}
_WHOLE: Mapping[Slip, Callable[[str, random.Random], str]] = {
    Slip.CAPITALS: lambda text, _chance: text.upper(),
    Slip.MIXED_CASE: _mixed,
    Slip.NO_ACCENTS: lambda text, _chance: unaccented(text),
    Slip.NO_MARKS: lambda text, _chance: _unmarked(text),
}
