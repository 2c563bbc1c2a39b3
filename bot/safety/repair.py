"""Reads words of danger that are misspelt, disguised, spelled out or run together, and only those.

Correcting whole messages was measured to hurt (research: Spanish recall fell by a third), so a word is changed only
into slang's plain words or into a danger word, and never where it is itself a common word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from bot.safety.folding import Token

_LEET = str.maketrans("013457$@!8", "oieastsaib")
#: How any number, and any number that can be a year, is read; the lexicon writes # for the first.
NUMBER, YEAR = "anynumber", "anyyear"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_RUNS = re.compile(r"(.)\1+")
_LONG_RUNS = re.compile(r"(.)\1{2,}")
#: Letters of a word that one slip (two from EIGHT letters on) may change: shorter words are too easily others.
_FIVE, _EIGHT, _LONGEST = 5, 8, 18
#: After this many different words a message is no speech, and no more are repaired: it keeps 100 KB within a second.
_MOST_WORDS = 4000
_SPLIT_FROM, _SPLIT_TO, _LONGEST_PART = 7, 40, 14


class Repair:
    """The reading of misspelt words in one language."""

    def __init__(
        self,
        known: Set[str],
        danger: Set[str],
        tails: Set[str],
        spellings: Mapping[str, str],
        real_words: Set[str],
        foreign: Set[str],
    ) -> None:
        """Take what the lexicon holds.

        Args:
            known: all its words.
            danger: those worth repairing.
            tails: what an apostrophe parts from a word, as the t of "can t".
            spellings: slang and misspellings, each with its plain words.
            real_words: common words near a danger word.
            foreign: the other languages' words, which are no misspellings.
        """
        self._known, self._danger, self._tails, self._foreign = known, danger, tails, foreign
        self._spellings = {word: tuple(plain.split()) for word, plain in spellings.items()}
        self._real = real_words
        self._slips: dict[str, str] = {}
        for word in sorted(danger):
            if len(word) >= _FIVE:
                for slip in deletions(word, 2 if len(word) >= _EIGHT else 1):
                    self._slips.setdefault(slip, word)

    def read(self, written: Sequence[Token]) -> list[Token]:
        """Return the tokens as they are read; offsets stay those of the message."""
        read: list[Token] = []
        remembered: dict[str, tuple[str, ...]] = {}
        for token in self._with_tails(self._spelled_out(written)):
            words = remembered.get(token.text)
            if words is None:
                known = token.text in self._known or len(remembered) > _MOST_WORDS
                words = remembered[token.text] = (token.text,) if known else self._word(token.text)
            read.extend(token if word == token.text else Token(word, token.start, token.end) for word in words)
        return read

    def _with_tails(self, written: Sequence[Token]) -> list[Token]:
        """Join what a lost apostrophe left apart: don t, i m."""
        joined: list[Token] = []
        for token in written:
            before = joined[-1] if joined else None
            if before and token.text in self._tails and before.end + 1 == token.start:
                whole = before.text + token.text
                if whole in self._known and before.text not in self._tails:
                    joined[-1] = Token(whole, before.start, token.end)
                    continue
            joined.append(token)
        return joined

    def _spelled_out(self, written: Sequence[Token]) -> list[Token]:
        """Join letters that stand alone: g u n, k.n.i.f.e."""
        joined: list[Token] = []
        place = 0
        while place < len(written):
            end = _letters_end(written, place)
            joined.extend(self._spelled_words(written[place:end]) if end - place > 2 else written[place:end])
            place = end
        return joined

    def _spelled_words(self, run: Sequence[Token]) -> Sequence[Token]:
        """Join the words spelled out in a run of letters; a run too long to be one is left as it is."""
        letters = [token for token in run if token.text.isalnum()]
        if not 2 < len(letters) <= _LONGEST:
            return run
        for first in range(len(letters) - 2):
            for last in range(len(letters), first + 2, -1):
                word = "".join(token.text for token in letters[first:last]).translate(_LEET)
                if word in self._known or word in self._spellings:
                    whole = Token(word, letters[first].start, letters[last - 1].end)
                    return [*letters[:first], whole, *letters[last:]]
        return run

    def _word(self, word: str) -> tuple[str, ...]:
        if word in self._spellings:
            return self._spellings[word]
        if word in self._known or len(word) == 1:
            return (word,)
        if word[0].isdigit() and not _disguised(word):
            return (YEAR if _YEAR.fullmatch(word) else NUMBER,)
        if word in self._foreign:
            return (word,)
        for plain in _plainer(word):
            if plain in self._spellings:
                return self._spellings[plain]
            if plain in self._known:
                return (plain,)
        if word in self._real:
            return (word,)
        undoubled = _RUNS.sub(r"\1", word)
        # Of four letters one doubled is a slip of the thumb: gunn. Of three it is as often another word: odd.
        if len(word) == _FIVE - 1 and undoubled in self._danger:
            return (undoubled,)
        return self._slip(word) or self._run_together(word) or (word,)

    def _slip(self, word: str) -> tuple[str, ...]:
        """Find the danger word that is one slip away, or two of a long one; the first letter must be right.

        Of several the nearest is meant, and of those the first by the alphabet: a message is read alike every time.
        """
        if not _FIVE - 1 <= len(word) <= _LONGEST or not word.isalpha():
            return ()
        found = {self._slips.get(shorter, "") for shorter in deletions(word, 1 if len(word) < _EIGHT else 2)}
        within = [(slips(word, meant), meant) for meant in found if meant[:1] == word[0] and near(word, meant)]
        return (min(within)[1],) if within else ()

    def _run_together(self, word: str) -> tuple[str, ...]:
        """Split killmyself into its words: all known, one of them of danger, and no more than needed."""
        if not _SPLIT_FROM <= len(word) <= _SPLIT_TO or not word.isalpha():
            return ()
        best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST_PART), end):
                parts, part = best[start], word[start:end]
                if parts is None or part not in self._known or (len(part) == 1 and part not in "iaoy"):
                    continue
                found = best[end]
                if found is None or len(parts) + 1 < len(found):
                    best[end] = (*parts, part)
        parts = best[-1]
        if not parts or len(parts) < 2 or not any(part in self._danger for part in parts):
            return ()
        return parts if len(parts) > 2 or any(len(part) > 5 for part in parts if part in self._danger) else ()


def _letters_end(written: Sequence[Token], place: int) -> int:
    """Return where a run of single letters ends, dots between them included; at least one token on."""
    end, expects_letter = place, True
    while end < len(written):
        text = written[end].text
        is_letter = len(text) == 1 and text.isalnum()
        if not is_letter and (expects_letter or text not in ".,-/"):
            break
        expects_letter = not is_letter
        end += 1
    return max(end, place + 1)


def _plainer(word: str) -> list[str]:
    """Return the word without disguise and without drawn-out letters."""
    plain = [word]
    if _disguised(word):
        if "*" in word:
            plain += [re.sub(r"\*+", vowel, word) for vowel in "aeiou"]
        plain += [re.sub(r"[*]+", "", word).translate(_LEET), re.sub(r"[@$!*]+", "", word)]
    if _LONG_RUNS.search(word) or len(word) >= _FIVE:
        drawn = list(plain)
        for runs, kept in ((_LONG_RUNS, r"\1"), (_LONG_RUNS, r"\1\1"), (_RUNS, r"\1")):
            plain += [runs.sub(kept, part) for part in drawn]
    return plain[1:]


def _disguised(word: str) -> bool:
    return not word.isalpha() and sum(character.isalpha() for character in word) >= 2 and not _is_measure(word)


def _is_measure(word: str) -> bool:
    """Return whether it is a number with its unit or place: 10pm, 500mg, 5th, 2x."""
    return re.fullmatch(r"[0-9]+[a-z]{1,5}", word) is not None


def deletions(word: str, slips: int) -> set[str]:
    """Return the word and everything left of it after taking away up to `slips` letters."""
    found = {word}
    latest = {word}
    for _ in range(slips):
        latest = {shorter[:place] + shorter[place + 1 :] for shorter in latest for place in range(len(shorter))}
        found |= latest
    return found


def near(word: str, meant: str) -> bool:
    """Return whether `word` is within one slip (two for long words) of `meant`."""
    most = 1 if min(len(word), len(meant)) < _EIGHT else 2
    return abs(len(word) - len(meant)) <= most and slips(word, meant) <= most


def slips(word: str, meant: str) -> int:
    """Return by how many slips `word` differs from `meant`; a swap of neighbours is one."""
    before_last: list[int] = []
    last = list(range(len(meant) + 1))
    for row, letter in enumerate(word, 1):
        current = [row]
        for column, other in enumerate(meant, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == meant[column - 2] and word[row - 2] == other:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]
