"""Reads who: the resident's part in it, and the name, age and number of those it is about.

PURE. A name is taken only where it is given as one; nobody is described in words the resident did not use.
"""

from __future__ import annotations

import re
from typing import Any

from bot.intake.folding import fold, squeeze
from bot.intake.readers import people_words


def find_role(folded: str) -> str | None:
    """Return the resident's part in it as far as the words show it, or None: self, family, friend and so on."""
    own = people_words.OWN.search(folded)
    if own and not _mourned(folded, own):
        who = own["who"] or own["one"]
        return next(role for words, role in people_words.KINDS if re.fullmatch(words, who))
    if people_words.SELF.search(folded):
        return "self"
    if people_words.STAFF.search(folded):
        return "staff"
    if people_words.BUSINESS.search(folded):
        return "business"
    if re.search(rf"\b(?:the|el|la|los) (?:{people_words.NEIGHBOR})\b|\bnext door\b|\bneighbors\b", folded):
        return "neighbor"
    return "passer_by" if people_words.STRANGER.search(folded) else None


def _mourned(folded: str, own: re.Match[str]) -> bool:
    """Return whether that relative has died: then it is about the resident's own grief."""
    before, after = folded[: own.start()], folded[own.end() :]
    return bool(
        re.search(r"\b(?:lost|buried|miss|missing|perdi|extrano)(?: \w+)?\W*$", before)
        or re.match(
            r"\W*(?:just |recently )?(?:died|passed|was killed|killed (?:him|her)self|fallecio|murio|"
            r"se murio)\b",
            after,
        )
    )


def relation_word(folded: str) -> str | None:
    """Return the word of kin or acquaintance that a short reply consists of, or None."""
    found = people_words.RELATION_ALONE.fullmatch(folded)
    return found["who"] if found else None


def answered_role(folded: str) -> str | None:
    """Return the part named in a reply to "is this about you or someone else?", or None."""
    if people_words.SELF_ANSWER.match(folded):
        return "self"
    return find_role(folded) or next((role for words, role in people_words.ANSWERS if words.search(folded)), None)


def find_person(text: str) -> dict[str, Any] | None:
    """Return what `text` says of the one it is about, in the shape of the record, or None where it says nothing."""
    folded = fold(text)
    own = people_words.OWN.search(folded)
    age = find_age(folded)
    looks = (
        "; ".join(squeeze(text[found.start() : found.end()]) for found in people_words.LOOKS.finditer(folded)) or None
    )
    person = {
        "name": find_name(text),
        "reporter_name": find_own_name(text),
        "relation": (own["who"] or own["one"]) if own and not _mourned(folded, own) else None,
        "age": age,
        "age_band": _band(folded, age),
        "description": looks,
        "count": _count(folded),
    }
    return person if any(value is not None for value in person.values()) else None


def find_name(text: str) -> str | None:
    """Return the name of the one it is about ("her name is", "goes by", "my son Leo"), or None."""
    return _capital(
        people_words.NAME_GIVEN.search(text)
        or people_words.NAME_GIVEN_LOWER.search(text.lower())
        or people_words.NAME_OF_KIN.search(text)
    )


def find_own_name(text: str) -> str | None:
    """Return the name the resident gives as their own, or None."""
    return _capital(people_words.OWN_NAME.search(text) or people_words.OWN_NAME_LOWER.search(text.lower()))


def _capital(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    name = found["name"].strip()
    return name.title() if name.islower() else name


def answered_name(text: str) -> str | None:
    """Return the name in a reply to "what name?": what is given as one, or a reply of one to three words."""
    words = re.sub(
        (r"^(?:it'?s|its|i'?m|im|i am|soy|es|just|call me|me llamo|sure|ok|yes|si)[ ,]+"), "", squeeze(text), flags=re.I
    )
    words = words.strip(" .,!")
    given = find_own_name(text) or find_name(text)
    if given:
        return given
    if 1 <= len(words.split()) <= 3 and not re.search(r"[\d?]", words) and re.search(r"[^\W\d_]{2}", words):
        return words if not words.islower() else words.title()
    return None


def find_age(folded: str) -> int | None:
    """Return the age in years that is said, or None; 0 to 110 only."""
    found = people_words.AGE.search(folded)
    if not found:
        return None
    age = int(next(value for value in found.groups() if value))
    return age if age <= 110 else None


def bare_age(folded: str) -> dict[str, Any] | None:
    """Return the age in a short reply that has a number and little else ("30 maybe"), in the shape of the record."""
    found = re.search(r"(?<!\d)(\d{1,2})(?!\d)", folded)
    if not found or len(folded.split()) > 4:
        return None
    return {"age": int(found[1]), "age_band": _band(folded, int(found[1]))}


def _band(folded: str, age: int | None) -> str | None:
    decade = people_words.DECADE.search(folded)
    years = age if age is not None else (int(decade["decade"]) if decade else None)
    if years is None:
        return next((band for words, band in people_words.BANDS if words.search(folded)), None)
    for limit, band in ((12, "child"), (17, "teen"), (25, "young_adult"), (64, "adult")):
        if years <= limit:
            return band
    return "older_adult"


def _count(folded: str) -> int | None:
    found = people_words.COUNT.search(folded)
    if not found:
        return None
    words = found["count"]
    return (
        int(words)
        if words.isdigit()
        else people_words.COUNTS.get(words, people_words.COUNTS.get(words.replace(" of", ""), 2))
    )
