"""One language's lexicon, ready to read: what a text says by rules that can be named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.folding import Token
from bot.safety.lexicon import Lexicon
from bot.safety.reading import DANGER, FILLER, TAILS, WordFinder
from bot.safety.repair import Repair
from bot.safety.weighing import Scale, Weighed
from bot.vocabulary import DangerLevel, Language

#: From so many letters on, any word of a lexicon is read even when misspelt: it is too long to be another by a slip.
_LONG_ENOUGH = 7


@dataclass(frozen=True)
class Reading:
    """A text as one language reads it: its tokens as mended, and what they say."""

    language: Language
    tokens: Sequence[Token]
    weighed: Weighed

    @property
    def level(self) -> DangerLevel:
        """The highest level that stands."""
        levels = [*(one.level for one in self.weighed.findings), *(one.level for one in self.weighed.raised)]
        return max(levels, key=lambda level: level.rank, default=DangerLevel.NONE)

    def named(self) -> list[tuple[str, int, int]]:
        """Return everything that was read as (name, first token, end): what stands, what was hidden, and by what."""
        prefix, end = self.language.value, len(self.tokens)
        found = [(f"rules={self.level.value}", 0, end)]
        for finding in self.weighed.findings:
            found.append((f"{prefix}.{finding.rule.id}={finding.level.value}", finding.hit.start, finding.hit.end))
        for finding in self.weighed.hidden:
            found.append((f"{prefix}.{finding.rule.id}=hidden", finding.hit.start, finding.hit.end))
        for finding in (*self.weighed.findings, *self.weighed.hidden):
            found += [(f"{prefix}.{id_}", first, last) for id_, first, last in finding.lowered_by]
        return [*found, *((f"{prefix}.{one.id}", 0, end) for one in self.weighed.raised)]

    def named_in(self, tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
        """Return the same, placed by another reading's tokens of the same message: one may mend a word into two."""
        starts, ends = [token.start for token in tokens], [token.end for token in tokens]
        placed = []
        for name, first, end in self.named():
            if first < end:
                start, stop = self.tokens[first].start, self.tokens[end - 1].end
                placed.append((name, bisect_right(ends, start), bisect_left(starts, stop)))
        return placed


class LanguageReader:
    """Reads texts by one lexicon."""

    def __init__(self, lexicon: Lexicon, foreign: frozenset[str]) -> None:
        """Compile a lexicon; `foreign` are words of the other languages, which are no misspellings of this one."""
        self.language = lexicon.language
        self.scale = Scale(lexicon)
        self.finder = WordFinder(lexicon.words, self.scale.patterns)
        danger = frozenset(word for word in self.finder.classes.get(DANGER, ()) if " " not in word)
        danger |= {word for word in self.finder.known if len(word) >= _LONG_ENOUGH and word.isalpha()}
        tails = self.finder.classes.get(TAILS, frozenset())
        self.fillers = self.finder.classes.get(FILLER, frozenset())
        self._repair = Repair(self.finder.known, danger, tails, lexicon.spellings, lexicon.real_words, foreign)

    def read(self, written: Sequence[Token]) -> Reading:
        """Return the tokens as read and what they say."""
        read = self._repair.read(written)
        return Reading(self.language, read, self.scale.weigh(self.finder.lay_out(read)))

    def names_danger(self, written: Sequence[Token]) -> bool:
        """Return whether a word of danger occurs, whatever is said of it."""
        read = self._repair.read(written)
        return DANGER in self.finder.lay_out(read).starts
