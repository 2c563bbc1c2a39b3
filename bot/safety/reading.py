"""Finds the words and phrases of a lexicon in a text and lays them out for the patterns.

spaCy's PhraseMatcher finds them in one pass. Words that the lexicon does not know never enter spaCy's vocabulary:
it would keep them for good, and with them what residents wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.safety.folding import Token, is_hard_break, tokens
from bot.safety.patterns import Page, Pattern
from bot.safety.repair import NUMBER
from bot.vocabulary import Language

#: Classes that the engine itself knows; what is in them is taught.
LIGHT, PLAIN, NEGATOR, DANGER, TAILS, WHOM = "light", "plain", "negator", "danger", "tails", "whom"
FILLER = "filler"
_UNKNOWN = "_"


def fold_phrase(text: str) -> str:
    """Return a phrase of the lexicon as the words that a message is folded into; # is any number."""
    return " ".join(NUMBER if token.text == "#" else token.text for token in tokens(text))


class WordFinder:
    """The classes of words of one lexicon, ready to be found."""

    def __init__(self, language: Language, words: Mapping[str, Iterable[str]], patterns: Iterable[Pattern]) -> None:
        """Take classes of words, and the patterns whose own words must be found as well."""
        phrases = {name: {fold_phrase(word) for word in of_class} for name, of_class in words.items()}
        for pattern in patterns:
            for step in pattern.steps:
                for name in step.names:
                    if name.startswith("="):
                        phrases.setdefault(name, {name[1:]})
        self.classes = {name: frozenset(of_class) for name, of_class in phrases.items()}
        self.known = frozenset(word for of_class in phrases.values() for phrase in of_class for word in phrase.split())
        self._vocab = spacy.blank(language.value).vocab
        self._matcher = PhraseMatcher(self._vocab)
        self._names: dict[int, str] = {}
        for name, of_class in phrases.items():
            self._matcher.add(name, [Doc(self._vocab, words=phrase.split()) for phrase in sorted(of_class) if phrase])
            self._names[self._vocab.strings[name]] = name

    def lay_out(self, read: Sequence[Token]) -> Page:
        """Return the page of a text's tokens."""
        size = len(read)
        document = Doc(self._vocab, words=[token.text if token.text in self.known else _UNKNOWN for token in read])
        starts: dict[str, dict[int, list[int]]] = {}
        for match, start, end in self._matcher(document):
            starts.setdefault(self._names[match], {}).setdefault(end - start, []).append(start)
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
