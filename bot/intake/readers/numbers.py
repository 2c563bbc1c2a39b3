"""Reads numbers: phone numbers typed or spoken, and house numbers said in words.

PURE. A phone number is taken only where it can be one by the North American plan or is written with its country code;
a date, an address or an amount is none.
"""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "cero": 0, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80,
    "noventa": 90,
}  # fmt: skip
_DIGITS = {word: str(value) for word, value in _UNITS.items() if value < 10} | {"oh": "0", "o": "0"}
_NUMBER_WORD = "|".join(
    sorted({*_UNITS, *_TENS, "hundred", "thousand", "cien", "ciento", "mil"}, key=len, reverse=True)
)
_NUMBER_RUN = re.compile(rf"\b(?:{_NUMBER_WORD})(?:[ -]+(?:{_NUMBER_WORD}|oh|o|y)){{0,7}}\b")
_SPOKEN_PHONE = re.compile(rf"\b(?:{'|'.join(_DIGITS)})(?:[ ,.-]+(?:{'|'.join(_DIGITS)}|double|\d)){{9,14}}\b")
_NORTH_AMERICAN = re.compile(
    r"(?<![\d.])(?:\+?1[ .-]{0,2})?\(?([2-9]\d{2})\)?[ .,/-]{0,3}([2-9]\d{2})[ .,/-]{0,3}(\d{4})(?![\d])"
)
_FOREIGN = re.compile(r"(?<!\d)\+(?!1\b)([2-9]\d{0,2}[ .()-]{0,2}(?:\d[ .()-]{0,2}){6,12}\d)(?!\d)")
_MARKS = re.compile(r"\D+")


def phone(folded: str) -> str | None:
    """Return the first phone number in `folded` as E.164, or None.

    Ten digits are read by the North American Numbering Plan (area code and exchange start with 2 to 9); any other
    number needs its + and country code, 8 to 15 digits by ITU-T E.164.
    """
    found = _NORTH_AMERICAN.search(folded) or _NORTH_AMERICAN.search(_spoken_digits(folded))
    if found:
        return "+1" + "".join(found.groups())
    foreign = _FOREIGN.search(folded)
    if foreign:
        digits = _MARKS.sub("", foreign.group(1))
        return f"+{digits}" if 8 <= len(digits) <= 15 else None
    return None


def without_phone(folded: str) -> str:
    """Return `folded` with every phone number blanked out, so that no other reader takes its digits."""
    blanked = _NORTH_AMERICAN.sub(lambda found: " " * len(found.group()), folded)
    return _FOREIGN.sub(lambda found: " " * len(found.group()), blanked)


def digits_for_words(folded: str) -> str:
    """Return `folded` with numbers in words written in digits ("twelve hundred pearl" is "1200 pearl")."""
    return _NUMBER_RUN.sub(lambda found: _digits(found.group()), folded)


def _spoken_digits(folded: str) -> str:
    def written(found: re.Match[str]) -> str:
        out: list[str] = []
        twice = False
        for word in re.findall(r"[a-z]+|\d", found.group()):
            digit = word if word.isdigit() else _DIGITS.get(word, "")
            out.append(digit * 2 if twice else digit)
            twice = word == "double"
        return "".join(out)

    return _SPOKEN_PHONE.sub(written, folded)


def _digits(words: str) -> str:
    """Read a run of number words the way house numbers are said: "four twelve" is 412, "twelve hundred" 1200."""
    groups: list[int] = []
    for word in re.findall(r"[a-z]+", words):
        if word in ("hundred", "cien", "ciento"):
            groups.append((groups.pop() if groups else 1) * 100)
        elif word in ("thousand", "mil"):
            groups.append((groups.pop() if groups else 1) * 1000)
        elif word in _TENS:
            groups.append(_joined(groups, _TENS[word]))
        elif word in _UNITS:
            groups.append(_joined(groups, _UNITS[word]))
        elif word in ("oh", "o"):
            groups.append(0)
    return "".join(map(str, groups))


def _joined(groups: list[int], value: int) -> int:
    """Add `value` to the last group where it completes it ("ninety" and "five", "twelve hundred" and "six")."""
    if not groups:
        return value
    last = groups[-1]
    if last and last % 100 == 0 and value < 100:
        return groups.pop() + value
    if last % 100 >= 20 and last % 10 == 0 and value < 10:
        return groups.pop() + value
    return value
