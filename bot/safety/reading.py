"""Finds the words and phrases of a lexicon in a text and lays them out for the patterns.

All phrases stand in one tree of words, so that a text is gone through once, however many there are. It keeps nothing of
a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.safety.folding import Token, is_hard_break, tokens
from bot.safety.patterns import Page, Pattern
from bot.safety.repair import NUMBER

#: Classes that the engine itself knows; what is in them is taught.
LIGHT, PLAIN, NEGATOR, DANGER, TAILS, WHOM = "light", "plain", "negator", "danger", "tails", "whom"
FILLER = "filler"


def fold_phrase(text: str) -> str:
    """Return a phrase of the lexicon as the words that a message is folded into; # is any number."""
    return " ".join(NUMBER if token.text == "#" else token.text for token in tokens(text))


class _Branch:
    """Where the phrases that begin alike have got to: the words that may follow, and the classes that end here."""

    __slots__ = ("ends", "follows")

    def __init__(self) -> None:
        """Begin without phrases."""
        self.follows: dict[str, _Branch] = {}
        self.ends: list[str] = []

    def grow(self, words: Sequence[str], name: str) -> None:
        """Add a phrase of the class `name`; one without words is none."""
        branch = self
        for word in words:
            branch = branch.follows.setdefault(word, _Branch())
        if words:
            branch.ends.append(name)

    def found(self, words: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
        """Give the phrases that begin at a word, as (length, class)."""
        branch: _Branch | None = self
        for place in range(start, len(words)):
            branch = branch.follows.get(words[place]) if branch else None
            if branch is None:
                return
            for name in branch.ends:
                yield place + 1 - start, name


class WordFinder:
    """The classes of words of one lexicon, ready to be found."""

    def __init__(self, words: Mapping[str, Iterable[str]], patterns: Iterable[Pattern]) -> None:
        """Take classes of words, and the patterns whose own words must be found as well."""
        phrases = {name: {fold_phrase(word) for word in of_class} for name, of_class in words.items()}
        for pattern in patterns:
            for step in pattern.steps:
                for name in step.names:
                    if name.startswith("="):
                        phrases.setdefault(name, {name[1:]})
        self.classes = {name: frozenset(of_class) for name, of_class in phrases.items()}
        self.known = frozenset(word for of_class in phrases.values() for phrase in of_class for word in phrase.split())
        self._tree = _Branch()
        for name, of_class in phrases.items():
            for phrase in of_class:
                self._tree.grow(phrase.split(), name)

    def lay_out(self, read: Sequence[Token]) -> Page:
        """Return the page of a text's tokens."""
        size = len(read)
        words = [token.text for token in read]
        starts: dict[str, dict[int, list[int]]] = {}
        for start in range(size):
            for length, name in self._tree.found(words, start):
                starts.setdefault(name, {}).setdefault(length, []).append(start)
        laid = {
            name: [(length, bits(places, size)) for length, places in lengths.items()]
            for name, lengths in starts.items()
        }
        hard = bits([place for place, token in enumerate(read) if is_hard_break(token.text)], size)
        return Page(
            size,
            laid,
            light=_single(laid, LIGHT),
            hard=hard,
            negators=_single(laid, NEGATOR),
            opens=1 | hard << 1,
            closes=1 << size | hard,
        )


def _single(laid: Mapping[str, list[tuple[int, int]]], name: str) -> int:
    return sum(places for length, places in laid.get(name, ()) if length == 1)


def bits(places: Sequence[int], size: int) -> int:
    """Return the number whose bits are `places`."""
    marks = bytearray(size // 8 + 1)
    for place in places:
        marks[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(marks, "little")
