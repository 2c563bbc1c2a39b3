"""Reads what is told of weapons, violence, injury and thoughts of suicide, as facts for the record.

PURE. The screen (bot/safety) decides on danger; this only fills the record, and it never reads a missing word as no.
"""

from __future__ import annotations

import re
from typing import Any

_WEAPONS = (
    r"gun|pistol|rifle|shotgun|handgun|firearm|knife|machete|blade|box ?cutter|razor|bat|crowbar|"
    r"hammer|axe|hatchet|sword|pipe|"
    r"stick|rock|bottle|screwdriver|taser|pistola|arma|cuchillo|navaja|machete|bate|martillo|"
    r"hacha|rifle|escopeta|palo|piedra|botella"
)
_WEAPON_THERE = re.compile(
    rf"\b(?:has|have|had|got|holding|carrying|waving|swinging|pulled|with|there(?:'?s| is| are)|"
    rf"tiene|trae|con|hay|saco)(?: (?:a|an|the|his|her|some|un|una|el|"
    rf"la))?(?: \w+)? (?P<kind>{_WEAPONS})s?\b"
)
_NO_WEAPON = re.compile(
    r"\b(?:no|not any|without|isn'?t any|aren'?t any|don'?t see (?:a|any)|didn'?t see (?:a|any)|"
    r"doesn'?t have (?:a|any)|sin|ningun|no hay|no tiene|no vi) ?(?:un |una |any )?(?:weapons?|"
    r"guns?|knife|knives|arm(?:a|as)|pistola|cuchillo)s?\b"
)
_NO_DANGER = re.compile(
    r"\b(?:no(?:body|t| one|one)?(?: is|'?s)? in (?:any |immediate )?danger|"
    r"(?:no|not an?) (?:immediate )?(?:danger|emergency)|"
    r"(?:everyone|everybody)(?: is|'s| here is)? (?:all )?(?:safe|ok now)|"
    r"nadie (?:esta en peligro|corre peligro)|no hay peligro|no es (?:una )?emergencia)\b"
)
_PHYSICAL = re.compile(
    r"\b(?:hit|hits|hitting|punch\w*|slap\w*|kick(?:ed|s|ing) (?:me|him|her|them|my|the)|"
    r"push(?:ed|es|ing)|shov\w+|chok\w+|grab(?:bed|s|bing)|beat(?:s|ing|en)?(?: up)?|attack\w*|"
    r"fighting|fist ?fight\w*|threw (?:\w+ ){1,3}at|"
    r"throwing (?:\w+ ){1,3}at|bit (?:me|him|her)|spit on|pego|pega|golpe\w*|empuj\w+|pate\w+|"
    r"agarr\w+|peleando|ahorc\w+|aventando)\b"
)
_THREATS = re.compile(
    r"\b(?:threat\w*|said (?:he|she|they)(?:'?d|'?ll| will| would| was going to) (?:\w+ )?(?:hurt|"
    r"hit|kill|get|burn|shoot)|going to (?:hurt|hit|kill|get) |amenaz\w+|menac\w+|"
    r"yelling threats)\b"
)
_PAST = re.compile(
    r"\b(?:in the past|used to|before|last (?:week|month|year|summer|winter)|years? ago|"
    r"months? ago|weeks? ago|once|long ago|not (?:now|today|recently)|"
    r"previously|antes|hace (?:anos|meses|semanas|tiempo)|el ano pasado|una vez)\b"
)
_NO_VIOLENCE = re.compile(
    r"\b(?:is ?n'?t|are ?n'?t|was ?n'?t|has ?n'?t|have ?n'?t|did ?n'?t|does ?n'?t|not|never|no ha|"
    r"no esta)(?: \w+){0,2} "
    r"(?:hit\w*|touch\w*|hurt\w*|push\w*|threat\w*|pega\w*|golpe\w*|amenaz\w*|lastim\w*)\b|"
    r"\b(?:no (?:threats?|violence|hitting|fight\w*)|no one (?:has |was |got )?(?:hit|threatened|"
    r"hurt)|nobody (?:has |was |got )?(?:hit|threatened)|not violent|"
    r"never (?:hit|threatened|been violent)|just (?:yelling|words|loud|talking|arguing)|nadie ha|"
    r"sin violencia|no ha amenazado|solo (?:grita|gritos|palabras))\b"
)
_SERIOUS = re.compile(
    r"\b(?:bleed\w+ (?:a lot|bad\w*|everywhere)|unconscious|passed out|not breathing|"
    r"can'?t breathe|overdos\w*|seizure|stroke|heart attack|chest pain|broken|"
    r"won'?t wake|head injury|inconsciente|no respira|sobredosis|convulsion\w*|sangra mucho|infarto)\b"
)
_MINOR = re.compile(
    r"\b(?:hurt|injur\w+|sick|bleed\w*|cut|cuts|scrape\w*|bruis\w+|limp\w*|fell|fever|cough\w*|"
    r"throwing up|vomit\w*|wound|swollen|infect\w+|pain|sprain\w*|"
    r"out of (?:his|her|my|their) (?:meds|medication|insulin)|withdraw\w*|dizzy|diabet\w+|"
    r"pregnant|lastimad\w*|herid\w+|enferm\w+|sangr\w+|dolor|fiebre|se cayo|mareo|embarazada)\b"
)
_NOT_HURT = re.compile(
    r"\b(?:no(?:body| one|one)? ?(?:is|'s)? ?(?:hurt|injured|sick|bleeding)|not (?:hurt|sick|"
    r"injured|bleeding)|no injur\w+|(?:is|are|am|'?m|'?s) (?:not hurt|physically fine|"
    r"fine physically|unhurt)|"
    r"nadie (?:esta )?(?:herido|lastimado|enfermo)|no esta (?:herid|lastimad|enferm)\w+)\b"
)
_SUICIDE = re.compile(
    r"\b(?:suicid\w*|kill (?:myself|himself|herself|themsel\w+|my self)|kms|end (?:my|his|her|"
    r"their) life|want(?:s|ed)? to die|wanna die|wish (?:i|he|she) (?:was|were|were never|"
    r"wasn'?t) (?:dead|born|alive)|"
    r"better off (?:dead|without me)|don'?t want to (?:live|be here|be alive|wake up|exist)|"
    r"no reason to live|not worth living|can'?t go on|self[- ]harm\w*|hurt(?:ing)? myself|"
    r"cutting myself|unalive|"
    r"matarme|me quiero (?:morir|matar)|quitarme la vida|quiero morir\w*|no quiero (?:vivir|"
    r"seguir|existir)|suicid\w*|ya no quiero vivir|hacerme dano|quitarse la vida|"
    r"se quiere (?:morir|matar))\b"
)


def find_weapon(folded: str) -> dict[str, Any] | None:
    """Return the weapon that is said to be there, or a plain "no weapons", in the shape of the record; else None."""
    if _NO_WEAPON.search(folded):
        return {"present": "no", "kind": None, "where": None}
    found = _WEAPON_THERE.search(folded)
    return {"present": "yes", "kind": found["kind"], "where": None} if found else None


def says_no_danger(folded: str) -> bool:
    """Return whether it is said in so many words that nobody is in danger."""
    return bool(_NO_DANGER.search(folded))


def says_nobody_hurt(folded: str) -> bool:
    """Return whether it is said in so many words that nobody is hurt, which alone does not deny danger."""
    return bool(_NOT_HURT.search(folded))


def find_violence(folded: str) -> str | None:
    """Return none, threats, physical or past_only where the words say so."""
    if _NO_VIOLENCE.search(folded):
        return "none"
    kind = "physical" if _PHYSICAL.search(folded) else ("threats" if _THREATS.search(folded) else None)
    return "past_only" if kind and _PAST.search(folded) else kind


def find_injury(folded: str) -> str | None:
    """Return none, minor or serious where the words say so; serious wins, and "not hurt" only stands alone."""
    if _SERIOUS.search(folded):
        return "serious"
    if _NOT_HURT.search(folded):
        return "none"
    return "minor" if _MINOR.search(folded) else None


def speaks_of_suicide(folded: str) -> bool:
    """Return whether the words are a cue to ask about suicide."""
    return bool(_SUICIDE.search(folded))
