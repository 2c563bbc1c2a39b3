"""Mends words that nobody taught toward words that somebody did, for the learned reader's eyes only.

A slip of the thumb in the word that bears the danger would leave the reader without it. Whole-message correction was
measured to hurt (research), so a word that stands in any taught example is never touched, in either language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.safety.repair import deletions, near

#: A word is mended toward words of so many examples or more: a rarer one is as likely a slip itself.
COMMON = 4
#: Letters from which one slip, two slips and a parting into words are looked for; longer than LONGEST is no word.
ONE_SLIP, TWO_SLIPS, PARTED, LONGEST = 4, 8, 6, 30
#: The words of one letter that may come out of a parting, in English and Spanish.
_LETTERS = frozenset("aioyeu")
_WORD = re.compile(r"[^\W\d_]+")
#: After this many unknown words a message is no speech, and the rest is left as it is.
_MOST = 60


class Spelling:
    """The words that were taught, and how to find the one that was meant."""

    def __init__(self, examples: Mapping[str, int]) -> None:
        """Take how many examples each word stands in."""
        self._known = examples
        common = [word for word, count in examples.items() if count >= COMMON]
        total = sum(examples[word] for word in common) or 1
        self._cost = {word: math.log(total / examples[word]) for word in common if len(word) > 1 or word in _LETTERS}
        self._slips: dict[str, list[str]] = {}
        for word in common:
            if ONE_SLIP <= len(word) <= LONGEST:
                for slip in deletions(word, 2 if len(word) >= TWO_SLIPS else 1):
                    self._slips.setdefault(slip, []).append(word)

    def mend(self, text: str) -> str:
        """Return the text with its unknown words mended where one taught word, or several, were meant."""
        left = _MOST

        def mended(match: re.Match[str]) -> str:
            nonlocal left
            word = match[0]
            if word in self._known or not ONE_SLIP <= len(word) <= LONGEST or left <= 0:
                return word
            left -= 1
            return self._meant(word) or self._parted(word) or word

        return _WORD.sub(mended, text)

    def _meant(self, word: str) -> str:
        """Return the commonest taught word within a slip (two of a long word); one that begins alike goes first."""
        slips = 2 if len(word) >= TWO_SLIPS else 1
        found = {meant for shorter in deletions(word, slips) for meant in self._slips.get(shorter, ())}
        within = [meant for meant in found if near(word, meant)]
        return max(within, key=lambda meant: (meant[0] == word[0], self._known[meant], meant), default="")

    def _parted(self, word: str) -> str:
        """Return the words that were run together, the likeliest of all ways to part them; "" where there is none."""
        if len(word) < PARTED:
            return ""
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ()), *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(end):
                before, part = best[start], word[start:end]
                if before is None or part not in self._cost:
                    continue
                cost = before[0] + self._cost[part]
                found = best[end]
                if found is None or cost < found[0]:
                    best[end] = (cost, (*before[1], part))
        return " ".join(best[-1][1]) if best[-1] else ""


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return in how many texts each word stands."""
    return Counter(word for text in texts for word in set(_WORD.findall(text)))
