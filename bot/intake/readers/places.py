"""Reads where: a street address, a corner, a landmark, a mile marker, and what kind of place it is.

PURE. It takes only what the resident said; a place it cannot place in the city is kept in their words. A number with a
year, an age or an amount is never an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.intake.folding import fold, squeeze
from bot.intake.readers import place_words
from bot.intake.readers.numbers import digits_for_words, without_phone


def find_place(text: str, area: Iterable[str] = (), outside: Iterable[str] = ()) -> dict[str, Any] | None:
    """Return the place that `text` names in so many words, in the shape of the record, or None.

    Args:
        text: the message as received.
        area: place names inside the service area; `outside` place names outside it.
        outside: see `area`.
    """
    folded = without_phone(fold(text))
    for candidate in (folded, digits_for_words(folded)):
        place = _address(candidate) or _corner(candidate)
        if place:
            return _finish(place, text, candidate, area, outside)
    place = _road(folded) or _landmark(folded) or _street_alone(text, folded) or _named(text)
    return _finish(place, text, folded, area, outside) if place else None


def whole_place(text: str, area: Iterable[str] = (), outside: Iterable[str] = ()) -> dict[str, Any] | None:
    """Return the place of a reply to "where?": what is named in it, or else the whole reply in the resident's words."""
    found = find_place(text, area, outside) or find_place(f"at {text}", area, outside)
    folded = without_phone(fold(text))
    if found and (found["street"] or len(folded.split()) > place_words.WHOLE):
        return found
    written = digits_for_words(folded)
    place = _address(f"at {written}", bare=True) or _corner(f"at {written}")
    led_in = place_words.LEAD_IN.match(folded)
    said = squeeze(text[led_in.end() if led_in else 0 :]).strip(" ,.")
    if place:
        return _finish({**place, "said": said}, text, written, area, outside)
    if not re.search(r"\w{2}", said):
        return None
    return _finish({**(found or {}), "said": said}, text, folded, area, outside)


def is_vague(place: dict[str, Any]) -> bool:
    """Return whether nobody could find `place`: no street and no name, only "at home" or "behind the library"."""
    if place.get("street") or place.get("cross_street") or place.get("number"):
        return False
    words = re.findall(r"[^\W_]+", fold(str(place.get("said", ""))))
    return all(place_words.GENERIC.fullmatch(word) for word in words)


def place_type(folded: str) -> str | None:
    """Return the kind of place that is named last in `folded` as a place where somebody is, or None."""
    for kind, nouns in place_words.PLACE_KINDS.items():
        if re.search(
            rf"\b(?:{place_words.AT}|{place_words.THE})(?: {place_words.THE})?(?: [a-z'-]+){{0,2}}? {nouns}\b", folded
        ):
            return place_words.PLACE_TYPES[kind]
    return "private_home" if re.search(r"\b(?:at home|en casa|next door)\b", folded) else None


def _address(folded: str, bare: bool = False) -> dict[str, Any] | None:
    for pattern in (place_words.SUFFIXED, place_words.SPANISH_STREET):
        found = pattern.search(folded)
        if found:
            return _street(found)
    found = place_words.GRID.search(folded)
    if found:
        return {"span": found.span(), "number": found["number"], "street": found["street"], "unit": None}
    found = place_words.BARE.search(folded)
    if found and (bare or _is_led(folded, found) or found["unit"] or found["unit_sign"]):
        return _street(found)
    return None


def _is_led(folded: str, found: re.Match[str]) -> bool:
    """A number and a name without "street" is an address only after a word that leads to one, or as the whole text."""
    before = folded[: found.start()]
    if re.search(
        r"(?:\b(?:at|address is|address|lives? (?:at|on)|living at|staying at|on|direccion es|vivo en|"
        r"en|its|it's|to)[ :,]*)$",
        before,
    ):
        return True
    return not before.strip(" ,.") and len(folded.split()) <= 5


def _street(found: re.Match[str]) -> dict[str, Any]:
    beside = re.search(r"\b(?:in|en el|unit|apt|depto) (\d{1,4}[a-z])\b", found.string[found.end() :])
    return {
        "span": found.span(),
        "number": found["number"],
        "street": found["street"].strip(" ,."),
        "unit": found["unit"] or found["unit_sign"] or (beside.group(1) if beside else None),
    }


def _corner(folded: str) -> dict[str, Any] | None:
    found = place_words.CORNER.search(folded)
    while found:
        street, cross = found["street"], found["cross"]
        sure = [_is_street(name, found["lead"]) for name in (street, cross)]
        loosely = any(sure) and found["joint"] != "at"
        if all(sure) or (loosely and not _NOT_NAME.search(f"{street} {cross}")):
            return {"span": (found.start("street"), found.end()), "street": street, "cross_street": cross}
        # What was no corner may overlap one: "they fight at Holly and 9th".
        found = place_words.CORNER.search(folded, found.start() + 1)
    return None


_NOT_NAME = re.compile(
    r"\b(?:he|she|they|we|i|it|the|my|his|her|our|your|me|him|them|us|yelling|screaming|crying|"
    r"cold|hungry|alone|scared|sick|old|"
    r"young|mom|dad|kids?|son|daughter|wife|husband|brother|sister|friend|man|woman|guy|lady|"
    r"again|last|final|only|more|over|up|down|out|"
    r"(?!spring|sterling|king|redding)[a-z]{3,}ing|is|are|was|were|has|have|had|just|now|then|"
    r"very|so|really|hurt|drunk|high|food|water|clothes|day|night|home|"
    r"el|ella|yo|nos|se|esta|estan|hambre|frio|sola?|noche|dia|sucia?|grita|gritan|[a-z]+ando|"
    r"[a-z]+iendo|tira|botellas|bottles|casa|gente|people)\b"
)


def _is_street(name: str, lead: str | None) -> bool:
    if re.fullmatch(rf"(?:{place_words.THE} )?(?:{place_words.SUFFIX}|{place_words.WAY})", name):
        return False
    if re.search(rf"\b(?:{place_words.SUFFIX}|{place_words.ORDINAL})\b|\d", name):
        return True
    return bool(lead) and not _NOT_NAME.search(name)


def _road(folded: str) -> dict[str, Any] | None:
    found = place_words.MILE.search(folded) or place_words.HIGHWAY.search(folded)
    return {"span": found.span(), "landmark": found.group().strip()} if found else None


def _landmark(folded: str) -> dict[str, Any] | None:
    found = place_words.LANDMARK.search(folded)
    if not found:
        return None
    street = re.search(
        rf"\b(?:on|off|at|en|sobre) (?:la |el )?((?:{place_words.WAY} )?[a-z0-9][a-z0-9' ]+?)$", found["more"].strip()
    )
    start = found.start("landmark") if found["lead"] in ("at", "in", "en", "on") else found.start()
    return {"span": (start, found.end()), "landmark": found["landmark"], "street": street.group(1) if street else None}


def _named(text: str) -> dict[str, Any] | None:
    found = place_words.NAMED.search(text)
    if not found or found.group(1) in ("I", "God"):
        return None
    return {"span": found.span(1), "landmark": fold(found.group(1))}


def _street_alone(text: str, folded: str) -> dict[str, Any] | None:
    written = place_words.STREET_WRITTEN.search(text)
    if written:
        return {"span": written.span(), "street": fold(written.group())}
    found = place_words.STREET_ALONE.search(folded)
    return {"span": found.span(), "street": found["street"]} if found else None


def _finish(
    place: dict[str, Any], text: str, folded: str, area: Iterable[str], outside: Iterable[str]
) -> dict[str, Any]:
    span = place.pop("span", None)
    source = text if len(folded) == len(text) else folded
    said = place.get("said") or (source[span[0] : span[1]] if span else text)
    kind = "private_home" if place.get("unit") else _kind_of_place(folded, span)
    inside_name, outside_name = _named_area(folded, area), _named_area(folded, outside)
    return {
        "said": squeeze(said).strip(" ,."),
        "street": place.get("street"),
        "number": place.get("number"),
        "cross_street": place.get("cross_street"),
        "landmark": place.get("landmark"),
        "unit": place.get("unit"),
        "city": inside_name or outside_name,
        "place_type": kind,
        "in_area": True if inside_name else (False if outside_name else None),
    }


def _kind_of_place(folded: str, span: tuple[int, int] | None) -> str | None:
    """Return the kind of place by its own words and the few before them; the rest of a story is not the place."""
    if span is None:
        return place_type(f"at {folded}")
    return place_type(f"at {folded[max(0, span[0] - 14) : span[1]]}")


def _named_area(folded: str, names: Iterable[str]) -> str | None:
    for name in names:
        if re.search(rf"\b{re.escape(fold(name))}\b", folded):
            return name
    return None
