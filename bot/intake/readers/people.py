"""Reads who: the resident's part in it, and the name, age and number of those it is about.

PURE. A name is taken only where it is given as one; nobody is described in words the resident did not use.
"""

from __future__ import annotations

import re
from typing import Any

from bot.intake.folding import fold, squeeze

_FAMILY = (
    r"son|daughter|kid|kids|child|children|baby|mom|mother|mama|mum|momma|dad|father|papa|"
    r"parents?|brother|sister|bro|sis|husband|wife|"
    r"grandma|grandmother|granny|grandpa|grandfather|grandson|granddaughter|grandparents?|uncle|"
    r"aunt|auntie|cousin|niece|nephew|"
    r"step ?(?:son|daughter|dad|mom|father|mother|brother|sister)|(?:mother|father|brother|sister|"
    r"son|daughter)[- ]in[- ]law|"
    r"partner|spouse|fiancee?|boyfriend|girlfriend|bf|gf|ex|ex[- ](?:husband|wife|boyfriend|"
    r"girlfriend)|family|teen|teenager|"
    r"hij[oa]s?|nin[oa]s?|bebe|mama|papa|madre|padre|herman[oa]|espos[oa]|marido|mujer|abuel[oa]|"
    r"abuelit[oa]|niet[oa]|ti[oa]|"
    r"prim[oa]|sobrin[oa]|suegr[oa]|cunad[oa]|yerno|nuera|novi[oa]|pareja|familia|ex"
)
_FRIEND = (
    r"friend|best friend|buddy|roommate|roomate|housemate|room ?mate|coworker|co-worker|colleague|"
    r"classmate|amig[oa]|companer[oa](?: de (?:cuarto|trabajo))?"
)
_NEIGHBOR = (
    r"neighbou?rs?|upstairs neighbou?r|downstairs neighbou?r|vecin[oa]s?|landlord|tenant|renter|"
    r"casero|inquilin[oa]"
)
_CLIENT = r"client|patient|student|resident|pupil|passenger|paciente|cliente|alumn[oa]|estudiante"
_MINE = (
    r"(?:my|our|mi|mis|nuestr[oa]s?)(?: (?:little|older|younger|big|old|elderly|baby|teen(?:age)?|"
    r"adult|best|next[- ]door|upstairs|downstairs|\d{1,3}[- ]?(?:yr|year)s?[- ]?old|\d{1,3}|own|"
    r"poor|hijo|hija))*"
)
_OWN = re.compile(
    rf"\b{_MINE} (?P<who>{_FAMILY}|{_FRIEND}|{_NEIGHBOR}|{_CLIENT})(?:'?s)?\b|\bone of (?:my|our|"
    rf"mis|nuestr[oa]s) (?P<one>{_CLIENT}|{_NEIGHBOR}|{_FRIEND})s?\b"
)
_KINDS = ((_NEIGHBOR, "neighbor"), (_FRIEND, "friend"), (_CLIENT, "staff"), (_FAMILY, "family"))
_BUSINESS = re.compile(
    r"\b(?:(?:my|our|the) (?:store|shop|business|restaurant|cafe|bar|salon|customers?|office|gym|"
    r"hotel|motel|lobby|storefront)|"
    r"customers?|i (?:own|run|manage) (?:a|an|the|this)|we(?:'re| are) a (?:store|shop|restaurant|business|cafe)|"
    r"mi (?:tienda|negocio|restaurante|local)|nuestro negocio|(?:mis|nuestros) clientes)\b"
)
_STAFF = re.compile(
    r"\b(?:i(?:'?m| am) (?:a|an|the) (?:\w+ )?(?:nurse|teacher|social worker|case ?worker|"
    r"case manager|counselor|security|guard|librarian|bus driver|driver|"
    r"paramedic|doctor|staff|employee|clerk|cashier|manager|caregiver|aide|principal|ranger)|"
    r"i work (?:at|for|in|here)|we work (?:at|for|here)|"
    r"on staff|this is (?:the )?(?:security|front desk)|soy (?:enfermera|maestr[oa]|guardia|"
    r"emplead[oa]|trabajador[a]? social|cuidador[a]?)|"
    r"trabajo (?:en|aqui|para))\b"
)
_STRANGER = re.compile(
    r"\b(?:(?:a|an|some|this|the|that|there'?s a|another|un|una|ese|esa|este|esta|el|"
    r"la) (?:\w+ ){0,3}?(?:guy|man|dude|lady|woman|girl|boy|person|someone|couple|gentleman|"
    r"homeless (?:man|woman|guy|person)|stranger|senor|senora|hombre|mujer|muchach[oa]|chav[oa]|"
    r"viej[oa]|persona|tipo|joven)|"
    r"somebody|someone|some people|people|i (?:saw|see|noticed|found)|walking by|driving by|passing by|passer ?by|"
    r"(?:do ?n'?t|dont) know (?:him|her|them)|never (?:seen|met)|alguien|no l[oa] conozco|"
    r"desconocid[oa]|pasando por|vi a)\b"
)
_SELF = re.compile(
    r"\b(?:i(?:'m| am|m)? (?:(?:so|really|very|just|feeling|feel|always|all|too|getting|about|"
    r"currently|also) )*(?:depressed|sad|scared|anxious|alone|lonely|homeless|hungry|cold|sick|"
    r"lost|drunk|high|hurting|struggling|suicidal|tired of|overwhelmed|panicking|freaking out|"
    r"withdrawing|stranded|not ok(?:ay)?|desperate|grieving|"
    r"hearing voices|an? (?:addict|alcoholic)|stressed|broken|worthless|hopeless|down|detoxing|sober|relaps\w+)|"
    r"i (?:need|want|could use|would like) (?:some ?one to talk|to talk|a place|somewhere|food|"
    r"shelter|a ride|a blanket|a coat|detox|rehab|counsel\w+|therapy)|"
    r"i (?:lost|miss) my|i (?:do ?n'?t|dont) (?:want|see|feel|know (?:what|how) to|have anywhere|"
    r"have any ?one)|i feel|i just want|i'?ve been (?:feeling|so|really|thinking|drinking|using)|"
    r"i (?:can'?t|cant|cannot) (?:sleep|eat|stop|breathe|cope|do this|take|go on|handle|deal|"
    r"get out)|"
    r"i have (?:no ?where|nowhere|no place|no food)|help me|i relapsed|i got (?:kicked out|"
    r"evicted)|i hear voices|i want to (?:die|end)|kill myself|hurt myself|"
    r"i (?:live|sleep|am sleeping|been sleeping|slept) (?:in|on) (?:my|the) (?:car|street|streets|truck|van)|"
    r"estoy (?:muy |bien |tan )?(?:triste|deprimid[oa]|sol[oa]|asustad[oa]|ansios[oa]|perdid[oa]|"
    r"enferm[oa]|desesperad[oa]|borrach[oa]|cansad[oa]|mal)|"
    r"tengo (?:hambre|frio|miedo|ansiedad|depresion)|no tengo (?:donde|comida|casa|a donde)|"
    r"me siento|me quiero (?:morir|matar)|"
    r"quiero (?:hablar con alguien|morirme|matarme)|perdi mi|necesito (?:comida|ayuda para mi|"
    r"un lugar|hablar|refugio))\b"
)
_SELF_ANSWER = re.compile(
    r"^[ ,.!]*(?:no[, ]+)?(?:its|it's|it is|this is|es|soy|para|for|about|sobre)? ?(?:about|for|"
    r"de|sobre|para)? ?(?:me|myself|mine|1|self|just me|for me|me myself|it'?s me|i am|mi|yo|"
    r"yo mism[oa]|mi mism[oa])[ .!]*$"
)
_ANSWERS = (
    (re.compile(rf"\b(?:{_NEIGHBOR}|lives? (?:next door|across|upstairs|downstairs|above|below))\b"), "neighbor"),
    (re.compile(rf"\b(?:{_FRIEND})\b"), "friend"),
    (re.compile(rf"\b(?:{_CLIENT})\b"), "staff"),
    (re.compile(rf"\b(?:{_FAMILY})\b"), "family"),
    (re.compile(r"\b(?:stranger|do ?n'?t know|random|nobody i know|passing|no idea|passer|just saw|"
        r"someone else|somebody else|another person|other person|2|otra persona|no l[oa] conozco|"
        r"no se quien|desconocid[oa]|alguien)\b"), "passer_by"),
)  # fmt: skip
_NAME_WORD = r"[A-Z\u00c0-\u00dc][a-z\u00e0-\u00ff'A-Z-]{1,20}"
_NAME_GIVEN = re.compile(
    rf"\b(?:(?i:(?<!my )name is|(?<!my )name'?s|names|(?:is|was|guy|man|woman|girl|boy|kid|"
    rf"lady) (?:called|named)|goes by|se llama|su nombre es|le dicen|llamad[oa]))"
    rf"[ :,]+(?P<name>{_NAME_WORD}(?: {_NAME_WORD})?)"
)
_NAME_GIVEN_LOWER = re.compile(
    r"\b(?:(?:his|her|their|the|kid's|son's) name is|(?:his|her) name'?s|se llama|su nombre es|goes by)"
    r"[ :,]+(?P<name>(?!not\b|none\b|unknown\b|a\b|the\b|on\b|in\b|i\b|no\b)[a-z][a-z'-]{1,20})"
)
_NAME_OF_KIN = re.compile(
    rf"\b(?i:my|mi) (?i:{_FAMILY}|{_FRIEND}|{_NEIGHBOR})[ ,]+(?P<name>(?!I\b|He\b|She\b|They\b|"
    rf"And\b|But\b|Is\b|Has\b){_NAME_WORD})"
)
_OWN_NAME = re.compile(
    rf"\b(?i:my name is|my name'?s|call me|this is|me llamo|mi nombre es|habla|"
    rf"soy)[ :,]+(?P<name>(?!I\b|A\b|The\b){_NAME_WORD}(?: {_NAME_WORD})?)"
)
_OWN_NAME_LOWER = re.compile(
    r"\b(?:my name is|my names|my name's|me llamo|mi nombre es)[ :,]+(?P<name>(?!not\b|none\b|"
    r"unknown\b|a\b|the\b|on\b|in\b|no\b)[a-z][a-z'-]{1,20})"
)
_AGE = re.compile(
    r"\b(?P<age>\d{1,3})(?:[- ]?(?:ish|something))?[- ]?(?:(?:years?|yrs?|yr|y)[- ]?(?:old|o)|"
    r"anos)\b|\b(?P<yo>\d{1,3}) ?(?:yo|y/o|f|m)\b|"
    r"\b(?:is|he'?s|she'?s|shes|hes|im|i'?m|i am|they'?re|turned|just turned|age|aged|about|"
    r"around|maybe|like|looks|tiene|tengo|unos) (?:about |around |like |maybe |unos |only |"
    r"just )?(?P<plain>\d{1,2})(?=$|[ ,.!]*(?:$|and|but|he|she|with|,|\.|anos|y ))"
)
_DECADE = re.compile(
    r"\b(?:in (?:his|her|their|my) |late |early |mid(?:dle)? ?-?|like |looks |about |maybe |"
    r"around |sus )?(?P<decade>[2-9]0)'?s\b"
)
_BANDS = (
    (re.compile(r"\b(?:baby|infant|toddler|kid|kids|child|children|little (?:boy|girl)|nin[oa]s?|bebe)\b"), "child"),
    (re.compile(r"\b(?:teen|teens|teenager|teenage|high ?schooler|adolescente|minor|juvenile)\b"), "teen"),
    (re.compile(r"\b(?:elderly|old (?:man|lady|woman|guy)|older (?:man|lady|woman|guy|adult|person)|senior|"
        r"grandma|grandpa|grandmother|grandfather|anciano|anciana|viejit[oa]|abuel[oa]|"
        r"persona mayor)\b"), "older_adult"),
    (re.compile(r"\b(?:young (?:man|woman|guy|adult|lady)|college kid|joven)\b"), "young_adult"),
    (re.compile(r"\b(?:middle[- ]aged?|adult)\b"), "adult"),
)  # fmt: skip
PARTS = ("name", "reporter_name", "relation", "age", "age_band", "description", "count")
_COUNTS = {
    "two": 2,
    "a couple": 2,
    "couple of": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "both": 2,
}
_COUNT = re.compile(
    r"\b(?P<count>\d{1,2}|two|a couple(?: of)?|couple of|three|four|five|six|dos|tres|cuatro|"
    r"cinco)(?: \w+)? (?:people|guys|men|women|kids|teens|teenagers|girls|boys|persons|ladies|"
    r"dudes|adults|homeless|personas|hombres|mujeres|ninos|muchachos|jovenes)\b"
)
_LOOKS = re.compile(
    r"\b(?:(?:wearing|wears|dressed in|has on|with (?:a |an )?(?:\w+ )?(?:beard|hair|hat|hoodie|"
    r"coat|jacket|backpack|tattoos?|glasses|dog|cart|shirt|dreads|braids)|"
    r"in (?:a|an|his|her) (?:\w+ ){0,3}?(?:hoodie|coat|jacket|shirt|hat|dress|gown|pajamas|"
    r"wheelchair|pants|jeans|shorts|sweater|vest|beanie|cap|robe)|no (?:shoes|shirt|coat)|(?:gray|"
    r"grey|white|brown|black|red|blond|blonde|long|short|curly|big|bushy) (?:beard|hair|mustache)|"
    r"barefoot|shirtless|naked|"
    r"(?:tall|short|skinny|heavyset|heavy set|thin|bald|big|blond|blonde|brown hair|black hair|"
    r"gray hair|grey hair|long hair|white|black|hispanic|latino|latina|asian|native)(?=[ ,]|$)|"
    r"lleva|trae|vestid[oa] (?:de|con)|pelo \w+|sin zapatos|descalz[oa]|alt[oa]|delgad[oa]|gord[oa])[^.,;!?]*)"
)


def find_role(folded: str) -> str | None:
    """Return the resident's part in it as far as the words show it, or None: self, family, friend and so on."""
    own = _OWN.search(folded)
    if own and not _mourned(folded, own):
        who = own["who"] or own["one"]
        return next(role for words, role in _KINDS if re.fullmatch(words, who))
    if _SELF.search(folded):
        return "self"
    if _STAFF.search(folded):
        return "staff"
    if _BUSINESS.search(folded):
        return "business"
    if re.search(rf"\b(?:the|el|la|los) (?:{_NEIGHBOR})\b|\bnext door\b|\bneighbors\b", folded):
        return "neighbor"
    return "passer_by" if _STRANGER.search(folded) else None


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
    found = re.fullmatch(
        rf"\W*(?:my |a |the |mi |un |una )?(?P<who>{_FAMILY}|{_FRIEND}|{_NEIGHBOR}|{_CLIENT})\W*", folded
    )
    return found["who"] if found else None


def answered_role(folded: str) -> str | None:
    """Return the part named in a reply to "is this about you or someone else?", or None."""
    if _SELF_ANSWER.match(folded):
        return "self"
    return find_role(folded) or next((role for words, role in _ANSWERS if words.search(folded)), None)


def find_person(text: str) -> dict[str, Any] | None:
    """Return what `text` says of the one it is about, in the shape of the record, or None where it says nothing."""
    folded = fold(text)
    own = _OWN.search(folded)
    age = find_age(folded)
    looks = "; ".join(squeeze(text[found.start() : found.end()]) for found in _LOOKS.finditer(folded)) or None
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
    return _capital(_NAME_GIVEN.search(text) or _NAME_GIVEN_LOWER.search(text.lower()) or _NAME_OF_KIN.search(text))


def find_own_name(text: str) -> str | None:
    """Return the name the resident gives as their own, or None."""
    return _capital(_OWN_NAME.search(text) or _OWN_NAME_LOWER.search(text.lower()))


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
    found = _AGE.search(folded)
    if not found:
        return None
    age = int(next(value for value in found.groups() if value))
    return age if age <= 110 else None


def _band(folded: str, age: int | None) -> str | None:
    decade = _DECADE.search(folded)
    years = age if age is not None else (int(decade["decade"]) if decade else None)
    if years is None:
        return next((band for words, band in _BANDS if words.search(folded)), None)
    for limit, band in ((12, "child"), (17, "teen"), (25, "young_adult"), (64, "adult")):
        if years <= limit:
            return band
    return "older_adult"


def _count(folded: str) -> int | None:
    found = _COUNT.search(folded)
    if not found:
        return None
    words = found["count"]
    return int(words) if words.isdigit() else _COUNTS.get(words, _COUNTS.get(words.replace(" of", ""), 2))
