"""Folds a text for reading, so that case, accents and curly quotes do not matter and every offset stays true.

PURE. The folded text has exactly the length of the text it came from; it is never stored or shown.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = {
    "’": "'",
    "‘": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "\u00a0": " ",
    "\t": " ",
    "\n": " ",
}
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, character for character."""
    return "".join(map(_fold_character, text))


def squeeze(text: str) -> str:
    """Return `text` without outer blanks and with single blanks within."""
    return _SPACES.sub(" ", text).strip()


def _fold_character(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isascii():
        return character.lower()
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character
