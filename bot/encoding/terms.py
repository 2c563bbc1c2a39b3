"""Counts the words and characters of a text, for the view of a message that knows no language.

It carries Spanish, typos and slang, where the sentence encoder is weak. It must read in training exactly as in service,
so it is one function for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Words alone and in pairs; characters in runs of 2 to 4 inside a word: the widths of research/nlu-study, section 3.
SHORTEST, LONGEST = 2, 4
MOST_CHARACTERS = 2_000
_WORD = re.compile(r"[^\W_]+|[?!]")
_NUMBER = re.compile(r"\d")


def plain(text: str) -> str:
    """Return the text in lower case, without accents or apostrophes, every digit as 0; for reading only."""
    lowered = text[:MOST_CHARACTERS].lower().replace("'", "").replace("\u2019", "")
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(mark))
    return _NUMBER.sub("0", bare)


def count(text: str) -> Counter[str]:
    """Return how often each word, pair of words and run of characters occurs."""
    words = _WORD.findall(plain(text))
    counts = Counter(f"w:{word}" for word in words)
    counts.update(f"w:{first} {second}" for first, second in zip(words, words[1:], strict=False))
    for word in words:
        counts.update(_runs(f" {word} "))
    return counts


def _runs(word: str) -> list[str]:
    return [
        f"c:{word[start : start + width]}"
        for width in range(SHORTEST, LONGEST + 1)
        for start in range(len(word) - width + 1)
    ]
