"""Holds the patterns of one kind so that only those whose words occur are tried.

There are thousands of patterns and a text has few words: trying each took two thirds of the time of a screening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from bot.safety.patterns import END, Hit, Kind, Page, Pattern, compile_pattern, hits
from bot.safety.reading import fold_phrase

Taught = TypeVar("Taught")


class Collection(Generic[Taught]):
    """Entries of a lexicon with their compiled patterns, found by the words that they need."""

    def __init__(self, entries: Iterable[tuple[Taught, tuple[str, ...]]]) -> None:
        """Compile each entry's patterns. Raises ValueError on one that cannot be read."""
        self._taught: list[tuple[Pattern, Taught, list[frozenset[str]]]] = []
        self._by_word: dict[str, list[int]] = {}
        for entry, texts in entries:
            for text in texts:
                pattern = compile_pattern(text, fold_phrase)
                needs = sorted(
                    _needs(pattern), key=lambda need: (any(not name.startswith("=") for name in need), len(need))
                )
                for name in needs[0]:
                    self._by_word.setdefault(name, []).append(len(self._taught))
                self._taught.append((pattern, entry, needs[1:]))

    @property
    def patterns(self) -> list[Pattern]:
        """All patterns, compiled."""
        return [pattern for pattern, _, _ in self._taught]

    def read(self, page: Page) -> Iterator[tuple[Taught, Hit]]:
        """Give every entry that the page says, with the place, in the order in which they were taught."""
        present = page.starts.keys()
        candidates = {number for name in present for number in self._by_word.get(name, ())}
        for number in sorted(candidates):
            pattern, entry, needs = self._taught[number]
            if not any(need.isdisjoint(present) for need in needs):
                for hit in hits(pattern, page):
                    yield entry, hit


def _needs(pattern: Pattern) -> list[frozenset[str]]:
    """Return the words, any of each set, without which the pattern cannot be read."""
    return [
        frozenset(step.names)
        for step in pattern.steps
        if step.kind is Kind.WORD and not step.optional and END not in step.names
    ]
