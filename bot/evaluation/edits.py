"""Miswrites one word as fingers do on a keyboard. PURE: what chance does is handed in."""

from __future__ import annotations

import random
import unicodedata

#: A word of so many letters or more gets two slips where two are made: a shorter one would be another word.
LONG_WORD = 7
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouáéíóúü")
#: How often a drawn-out letter stands.
_DRAWN = 4


def edited(word: str, chance: random.Random) -> str:
    """Return the word with one slip at a place of chance; unchanged where none of the four would change it."""
    place = chance.randrange(len(word))
    for edit in chance.sample(_EDITS, len(_EDITS)):
        changed = edit(word, place, chance)
        if changed not in (word, ""):
            return changed
    return word


def twice_edited(word: str, chance: random.Random) -> str:
    """Return the word with two slips where it is long, else with one."""
    once = edited(word, chance)
    twice = edited(once, chance) if len(word) >= LONG_WORD else once
    return once if twice == word else twice


def _swapped(word: str, place: int, _chance: random.Random) -> str:
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _dropped(word: str, place: int, _chance: random.Random) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, _chance: random.Random) -> str:
    return word[: place + 1] + word[place:]


def _beside(word: str, place: int, chance: random.Random) -> str:
    near = neighbours(word[place])
    return word[:place] + chance.choice(near) + word[place + 1 :] if near else word


_EDITS = (_swapped, _dropped, _doubled, _beside)


def neighbours(letter: str) -> str:
    """Return the letters whose keys touch a letter's key; "" for what has no key of its own."""
    plain = unaccented(letter).lower()
    for row, keys in enumerate(_KEYS):
        column = keys.find(plain) if plain else -1
        if column >= 0:
            return _around(row, column)
    return ""


def _around(row: int, column: int) -> str:
    """Return the keys beside, above and below: each row lies half a key to the right of the one above it."""
    touching = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1)]
    touching += [(row + 1, column - 1), (row + 1, column)]
    return "".join(_KEYS[line][key] for line, key in touching if 0 <= line < len(_KEYS) and 0 <= key < len(_KEYS[line]))


def drawn_out(word: str, chance: random.Random) -> str:
    """Return the word with a vowel drawn out; its last letter where it has none."""
    vowels = [place for place, letter in enumerate(word) if letter.lower() in _VOWELS]
    place = chance.choice(vowels) if vowels else len(word) - 1
    return word[:place] + word[place] * _DRAWN + word[place + 1 :]


def unaccented(text: str) -> str:
    """Return a text as it is written on a keyboard without accents."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")
