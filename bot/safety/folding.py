"""Makes the copy of a message that is read: folded letters and tokens, each knowing where it stood.

The message itself is never changed. Nothing here knows a language; it never raises on any string.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Letters that are drawn like Latin ones (Unicode confusables, UTS 39), used to hide a word from filters.
_LOOKALIKE = dict(zip("аеорсухкмтвніјѕԁοαερτυικνѡɡⅼӏ", "aeopcyxkmtbhijsdoaeptuikvwgll", strict=True))
#: Pictures that speak of danger, as words that every lexicon knows. A skull alone means laughter, so it is not here.
_PICTURES = {
    "\N{HOCHO}": "knifepicture", "\N{DAGGER KNIFE}": "knifepicture", "\N{CROSSED SWORDS}": "swordpicture",
    "\N{PISTOL}": "gunpicture", "\N{BOMB}": "bombpicture", "\N{PILL}": "pillpicture", "\N{FIRE}": "firepicture",
    "\N{DROP OF BLOOD}": "bloodpicture", "\N{COFFIN}": "coffinpicture", "\N{SYRINGE}": "syringepicture",
    "\N{AXE}": "axepicture",
}  # fmt: skip
_TOKEN = re.compile(
    r"[$@]?[a-z0-9](?:['`]?[a-z0-9]|[@$!*]+(?=[a-z0-9]))*"  # a word, with apostrophes and letters in disguise
    r"|\.{2,}|[.!?;:\n]|[,()\"/]|#|\x00"
    r"|[^\W_]"
)
#: Words whose apostrophe matters: without it od'd would be read as odd.
_WITH_APOSTROPHE = {"od'd": "overdosed", "o'd": "overdosed", "od'ed": "overdosed", "od'ing": "overdosing"}
_HARD = frozenset(".!?;\n")
_SOFT = frozenset(',:()"/')
_folded: dict[str, str] = {}


@dataclass(frozen=True)
class Token:
    """A word or mark of the reading copy; `start` and `end` are offsets in the message as received."""

    text: str
    start: int
    end: int


def fold(character: str) -> str:
    """Return the letters that one character is read as: lower case, no accents, Latin; "" for what is not seen."""
    found = _folded.get(character)
    if found is None:
        found = _fold(character)
        if len(_folded) < 4096:
            _folded[character] = found
    return found


def _fold(character: str) -> str:
    if character in _PICTURES:
        return f" {_PICTURES[character]} "
    if character in "’‘ʼ´`＇":
        return "'"
    if character in "…":
        return "..."
    if character in "“”«»":
        return '"'
    if character in "—–¡¿":
        return ","
    folded = "".join(
        _LOOKALIKE.get(part, part)
        for part in unicodedata.normalize("NFKD", character).lower()
        if unicodedata.category(part) not in ("Mn", "Cf", "Me")
    )
    return folded if not any(part.isspace() for part in folded) or character == "\n" else " "


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and marks of a text; apostrophes are dropped, every other mark is kept as itself.

    A run of dots is "," since people pause with it. A letter of another script stands as "_".
    """
    if text.isascii():
        reading, places = text.lower(), None
    else:
        reading, places = _folded_copy(text)
    return tuple(_token(match, places) for match in _TOKEN.finditer(reading))


def _folded_copy(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = fold(character)
        letters.append(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places


def _token(match: re.Match[str], places: list[int] | None) -> Token:
    found, start, end = match.group(), match.start(), match.end()
    if found[0] == "." and len(found) > 1:
        found = ","
    elif not found.isascii():
        found = "_"
    elif "'" in found or "`" in found:
        found = _WITH_APOSTROPHE.get(found) or found.replace("'", "").replace("`", "")
    if places is None:
        return Token(found, start, end)
    return Token(found, places[start], places[end - 1] + 1)


def is_hard_break(mark: str) -> bool:
    """Return whether a mark ends a clause for good."""
    return mark in _HARD


def is_mark(text: str) -> bool:
    """Return whether a token is a mark and not a word."""
    return text in _HARD or text in _SOFT


def unread_share(text: str) -> float:
    """Return the share of letters, 0 to 1, that stand in a script which no lexicon reads."""
    letters = [character for character in text[:2000] if character.isalpha()]
    strange = [character for character in letters if not fold(character).isascii()]
    return len(strange) / len(letters) if letters else 0.0
