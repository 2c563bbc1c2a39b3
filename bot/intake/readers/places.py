"""Reads where: a street address, a corner, a landmark, a mile marker, and what kind of place it is.

PURE. It takes only what the resident said; a place it cannot place in the city is kept in their words. A number with a
year, an age or an amount is never an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.intake.folding import fold, squeeze
from bot.intake.readers.numbers import digits_for_words, without_phone

_SUFFIX = (
    r"(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|way|"
    r"parkway|pkwy|highway|hwy|"
    r"circle|cir|terrace|ter|trail|trl|alley|square|sq|loop|plaza|row|pike|expressway|freeway|"
    r"route|rte|broadway|calle|"
    r"avenida|avda|camino|carretera)"
)
_WAY = r"(?:n|s|e|w|ne|nw|se|sw|north|south|east|west|norte|sur|este|oeste)\.?"
_NOT_STREET = (
    r"(?:year|years|yr|yrs|yo|people|guys|men|women|kids|children|minutes|min|mins|hours|hrs|hour|"
    r"days|day|weeks|week|"
    r"months|month|times|dollars|bucks|am|pm|blocks?|miles?|feet|ft|cats?|dogs?|beers?|pills?|persons?|of|or|and|to|"
    r"anos|personas|horas|minutos|dias|semanas|meses|veces|ninos|cuadras|weapons?|more|other|percent|inches)"
)
_NOT_STREET_END = (
    r"(?:apt|apartment|unit|suite|ste|room|floor|building|bldg|lot|space|depto|departamento|"
    r"apartamento|piso|and|in|on|"
    r"near|by|at|with|for|right|now|please|because|but|who|is|has|next|between|behind|y|que|con|"
    r"cerca|entre|she|he|they|"
    r"the|there|not|just|its|it's|my|his|her)"
)
_NAME = r"[a-z0-9][a-z0-9'.]*"
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
_ORDINAL_WORD = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)"
)
_UNIT = (
    r"(?:(?:[ ,]+)(?:apt|apartment|unit|suite|ste|room|rm|lot|space|floor|building|bldg|depto|"
    r"departamento|apartamento|"
    r"cuarto|piso|#)\.? ?#? ?(?P<unit>\d+[a-z]?|[a-z]\d*|[a-z])\b|[ ,]+#(?P<unit_sign>\w+))?"
)
_SUFFIXED = re.compile(
    rf"\b(?P<number>\d{{1,6}}[a-z]?)(?: block of)?[ ,]+(?P<street>(?:{_WAY} )?(?!{_NOT_STREET}\b)"
    rf"(?:{_NAME} ){{0,3}}?{_SUFFIX}\b\.?"
    rf"(?: (?:{_WAY}|{_ORDINAL})\b)?){_UNIT}"
)
_SPANISH_STREET = re.compile(
    rf"\b(?P<street>(?:calle|avenida|avda|av|camino|"
    rf"carretera)\.? (?:{_NAME} ?){{1,3}}?)(?:[ ,]+(?:numero |num |no\.? |"
    rf"# ?)?(?P<number>\d{{1,6}})){_UNIT}"
)
_BARE = re.compile(
    rf"\b(?P<number>\d{{2,6}})(?: block of)? (?P<street>(?:{_WAY} )?(?!{_NOT_STREET}\b){_ORDINAL}|"
    rf"(?:{_WAY} )?(?!{_NOT_STREET}\b)[a-z][a-z']{{2,}}(?: (?!{_NOT_STREET_END}\b)[a-z][a-z']{{2,}})?)\b{_UNIT}"
)
_CORNER_END = (
    rf"(?:(?:{_WAY} )?(?:{_ORDINAL}|{_ORDINAL_WORD}|(?:la |el )\d{{1,3}}|(?!(?:la|el|the|a|an|mi|"
    rf"my|su)\b)[a-z][a-z']+(?: (?!and\b|y\b|n\b)[a-z][a-z']+)?)(?: {_SUFFIX})?|i-? ?\d{{1,3}}|"
    rf"(?:us|hwy|highway|route) ?-?\d{{1,3}})"
)
_CORNER = re.compile(
    rf"\b(?:(?P<lead>corner of|intersection of|crossing of|cross of|la esquina de|esquina de|at|on|"
    rf"near|by|around|en|cerca de) )?(?:the )?"
    rf"(?P<street>{_CORNER_END}) (?:and|&|n|at|/|y|con|x) (?P<cross>{_CORNER_END})(?= |$|[,.!?;])"
)
_MILE = re.compile(
    r"\b(?:mile ?(?:marker|post)|mm|exit|milla|salida) ?#?\d{1,4}\w?(?: (?:on|of|off|en|"
    r"de)(?: the)? [a-z]*-? ?\d{1,3}| (?:i|us|hwy|highway)-? ?\d{1,3})?"
)
_HIGHWAY = re.compile(
    r"\b(?:on|along|beside|under|off|near|en|junto a)(?: the)? (?P<road>(?:i|us|hwy|highway|route|"
    r"state)-? ?\d{1,3}(?: (?:and|near|at|by|y) [\w' ]{3,24})?)"
)
_PLACE_KINDS: dict[str, str] = {
    "home": (
        r"(?:house|home|apartments?|apt|condo|duplex|townhouse|porch|backyard|back yard|front yard|"
        r"yard|driveway|garage|basement|bedroom|kitchen|bathroom|hallway|stairwell|front door|"
        r"doorstep|building|complex|casa|apartamentos?|departamento|patio|cochera|sotano|cuarto|"
        r"edificio|balcon)"
    ),
    "vehicle": r"(?:car|truck|van|rv|camper|vehicle|suv|carro|coche|camioneta|troca)",
    "camp": r"(?:camp|encampment|tent|tents|tent city|campamento|carpa|casa de campana)",
    "school": (
        r"(?:school|elementary|middle school|high school|college|campus|university|dorm|daycare|"
        r"escuela|colegio|universidad|primaria|secundaria)"
    ),
    "transit": (
        r"(?:bus stop|bus station|train station|light rail|station|platform|bus shelter|"
        r"transit center|airport|depot|parada(?: de(?:l)? (?:bus|autobus|camion))?|estacion|terminal)"
    ),
    "inside": (
        r"(?:library|store|shop|mall|supermarket|grocery(?: store)?|gas station|church|hospital|"
        r"clinic|er|motel|hotel|shelter|restaurant|cafe|coffee shop|bar|laundromat|pharmacy|bank|"
        r"post office|rec center|gym|mcdonald'?s|walmart|walgreens|target|cvs|starbucks|safeway|"
        r"king soopers|7-?eleven|seven eleven|wendy'?s|burger king|taco bell|denny'?s|mosque|temple|"
        r"synagogue|courthouse|city hall|community center|senior center|nursing home|lobby|food bank|"
        r"biblioteca|tienda|supermercado|gasolinera|iglesia|hospital|clinica|refugio|albergue|"
        r"restaurante|lavanderia|farmacia|banco|correo|centro comercial|mercado)"
    ),
    "outside": (
        r"(?:park|playground|sidewalk|alley|street corner|corner|parking lot|parking garage|lot|"
        r"bridge|overpass|underpass|tracks|train tracks|river|creek|lake|trail|bike path|path|field|"
        r"plaza|square|fountain|bench|dumpster|fence|median|intersection|woods|cemetery|garden|pool|"
        r"pier|dock|beach|ditch|canal|street|road|block|parque|banqueta|acera|callejon|esquina|"
        r"estacionamiento|puente|rio|arroyo|lago|sendero|plaza|banca|basurero|vias|cementerio|playa|"
        r"canal|calle|cuadra)"
    ),
}  # fmt: skip
_PLACE_TYPES = {
    "home": "private_home",
    "vehicle": "vehicle",
    "camp": "camp",
    "school": "school",
    "transit": "transit",
    "inside": "public_inside",
    "outside": "outside",
}
_NOUN = "|".join(_PLACE_KINDS.values())
_AT = (
    r"(?:at|by|near|behind|beside|inside|outside(?: of)?|in front of|next to|"
    r"across(?: the street)? from|under(?:neath)?|below|"
    r"on top of|around|close to|off|on|in|down by|over by|up at|out front of|out back of|along|between|"
    r"en|cerca de|detras de|atras de|enfrente de|frente a|junto a|al lado de|debajo de|abajo de|"
    r"afuera de|fuera de|dentro de|por|sobre)"
)
_THE = r"(?:the|my|our|his|her|their|a|an|this|that|some|el|la|los|las|un|una|mi|su|nuestra|nuestro|de la|del)"
_LANDMARK = re.compile(
    rf"\b(?P<lead>{_AT}|al|del) (?:(?:{_THE}) )?(?P<landmark>(?:(?!{_AT}\b|{_THE}\b|and\b|but\b|"
    rf"who\b|is\b|are\b|with\b|y\b|que\b)[a-z0-9'&-]+ ){{0,3}}(?:{_NOUN}))\b"
    rf"(?P<more>(?: (?:{_AT}|of|at|and|de|de la|y) (?:(?:{_THE}) )?(?:(?:{_WAY} )?{_ORDINAL}|"
    rf"[a-z][a-z']{{2,}})(?: {_SUFFIX})?\b){{0,2}})"
)
_NAMED = re.compile(
    r"\b(?:at|near|by|in|outside|behind|inside|across from|next to|en|"
    r"cerca de)(?: the)? ((?:[A-Z][\w'&.-]+)(?: (?:(?:of|the|de|la|"
    r"del) )?[A-Z][\w'&.-]+){0,3}(?: (?:high|middle|elementary|school|apartments?|park|church|"
    r"motel|hotel|shelter|library|hospital))*)"
)
_STREET_ALONE = re.compile(
    rf"\b(?:on|along|off|down|near|by|en|sobre)(?: the)? (?P<street>(?:{_WAY} )?(?!(?:the|my|our|"
    rf"his|her|their|this|that|la|el|mi|su|una|un) )(?:{_NAME} ){{1,2}}?{_SUFFIX}|"
    rf"(?:{_WAY} )?{_ORDINAL})\b"
)
_LEAD_IN = re.compile(
    r"^(?:ok(?:ay)?|yes|yeah|sure|um+|uh+|well|so|hi|hello|si|bueno|pues|este)?[ ,.]*"
    r"(?:(?:i'?m|im|i am|we'?re|were|we are|he'?s|hes|he is|she'?s|shes|she is|they'?re|theyre|"
    r"they are|it'?s|its|it is|this is|"
    r"that'?s|located|the address is|my address is|address is|address|happening|estoy|estamos|"
    r"esta|estan|es|queda|la direccion es|mi direccion es|vivo)"
    r"(?: (?:right|just|over|out|down|up|currently|still|standing|sitting|parked|staying|"
    r"happening|here|there|ahora|aqui|ahi))*[ ,:]*)?"
)
_GENERIC = re.compile(
    rf"{_AT}|{_THE}|{_NOUN}|(?:right|here|there|now|downtown|town|city|work|job|place|area|"
    rf"neighborhood|neighbor|s|mom|dad|friend|next|door|"
    r"back|front|side|across|outside|inside|street|somewhere|nearby|same|big|old|blue|red|white|"
    r"green|brown|little|one|it|corner|bus|gas|parking|"
    r"grocery|coffee|train|tent|tents|aqui|ahi|alla|afuera|adentro|centro|trabajo|barrio|vecino|"
    r"vecina|esquina|mismo|grande|lado|atras|cerca|de)"
)


_WHOLE = 12  # Words. A longer reply to "where?" tells a story, and only the place that it names is taken.


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
    place = _road(folded) or _landmark(folded) or _named(text) or _street_alone(folded)
    return _finish(place, text, folded, area, outside) if place else None


def whole_place(text: str, area: Iterable[str] = (), outside: Iterable[str] = ()) -> dict[str, Any] | None:
    """Return the place of a reply to "where?": what is named in it, or else the whole reply in the resident's words."""
    found = find_place(text, area, outside) or find_place(f"at {text}", area, outside)
    folded = without_phone(fold(text))
    if found and (found["street"] or len(folded.split()) > _WHOLE):
        return found
    written = digits_for_words(folded)
    place = _address(f"at {written}", bare=True) or _corner(f"at {written}")
    said = squeeze(text[_LEAD_IN.match(folded).end() :]) if _LEAD_IN.match(folded) else squeeze(text)  # type: ignore[union-attr]
    if place:
        return _finish({**place, "said": said}, text, written, area, outside)
    return (
        _finish({**(found or {}), "said": said.strip(" ,.")}, text, folded, area, outside)
        if re.search(r"\w{2}", said)
        else None
    )


def is_vague(place: dict[str, Any]) -> bool:
    """Return whether nobody could find `place`: no street and no name, only "at home" or "behind the library"."""
    if place.get("street") or place.get("cross_street") or place.get("number"):
        return False
    words = re.findall(r"[^\W_]+", fold(str(place.get("said", ""))))
    return all(_GENERIC.fullmatch(word) for word in words)


def place_type(folded: str) -> str | None:
    """Return the kind of place that is named last in `folded` as a place where somebody is, or None."""
    for kind, nouns in _PLACE_KINDS.items():
        if re.search(rf"\b(?:{_AT}|{_THE})(?: {_THE})?(?: [a-z'-]+){{0,2}}? {nouns}\b", folded):
            return _PLACE_TYPES[kind]
    return "private_home" if re.search(r"\b(?:at home|en casa|next door)\b", folded) else None


def _address(folded: str, bare: bool = False) -> dict[str, Any] | None:
    for pattern in (_SUFFIXED, _SPANISH_STREET):
        found = pattern.search(folded)
        if found:
            return _street(found)
    found = _BARE.search(folded)
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
    for found in _CORNER.finditer(folded):
        street, cross = found["street"], found["cross"]
        sure = [_is_street(name, found["lead"]) for name in (street, cross)]
        if all(sure) or (any(sure) and not _NOT_NAME.search(f"{street} {cross}")):
            return {"span": (found.start("street"), found.end()), "street": street, "cross_street": cross}
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
    if re.fullmatch(rf"(?:{_THE} )?(?:{_SUFFIX}|{_WAY})", name):
        return False
    if re.search(rf"\b(?:{_SUFFIX}|{_ORDINAL}|{_ORDINAL_WORD})\b|\d", name):
        return True
    return bool(lead) and not _NOT_NAME.search(name)


def _road(folded: str) -> dict[str, Any] | None:
    found = _MILE.search(folded) or _HIGHWAY.search(folded)
    return {"span": found.span(), "landmark": found.group().strip()} if found else None


def _landmark(folded: str) -> dict[str, Any] | None:
    found = _LANDMARK.search(folded)
    if not found:
        return None
    street = re.search(
        rf"\b(?:on|off|at|en|sobre) (?:la |el )?((?:{_WAY} )?[a-z0-9][a-z0-9' ]+?)$", found["more"].strip()
    )
    start = found.start("landmark") if found["lead"] in ("at", "in", "en", "on") else found.start()
    return {"span": (start, found.end()), "landmark": found["landmark"], "street": street.group(1) if street else None}


def _named(text: str) -> dict[str, Any] | None:
    found = _NAMED.search(text)
    if not found or found.group(1) in ("I", "God"):
        return None
    return {"span": found.span(1), "landmark": fold(found.group(1))}


def _street_alone(folded: str) -> dict[str, Any] | None:
    found = _STREET_ALONE.search(folded)
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
