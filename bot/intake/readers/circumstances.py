"""Reads the rest of the scene: who else is there, how to get in, what is needed, how it is safe to reach the resident.

PURE. What is said is kept in the resident's words beside every list made of it.
"""

from __future__ import annotations

import re
from typing import Any

from bot.intake.folding import fold, squeeze

_PRESENT = {
    "children": re.compile(
        r"\b(?:kids?|child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|newborn|grandkids?|nin[oa]s?|"
        r"bebes?|hij[oa]s)\b"
    ),
    "older_adult": re.compile(
        r"\b(?:elderly|older? (?:people|person|man|lady|woman|adults?|folks)|grandma|grandmother|"
        r"grandpa|grandfather|seniors?|ancian[oa]s?|abuel[oa]s?|abuelit[oa]s?|"
        r"personas? mayor(?:es)?)\b"
    ),
    "animals": re.compile(r"\b(?:dogs?|cats?|pets?|animals?|pitbull|puppy|perr[oa]s?|gat[oa]s?|mascotas?|animales)\b"),
}
_THERE = re.compile(
    r"\b(?:with|there (?:is|are)|theres|there's|have|has|got|con|hay|tiene) (?:(?:a|an|her|his|"
    r"their|my|two|three|four|some|little|small|young|un|una|dos|tres|sus|su|mis|\d) ?)*"
    r"(?:kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|infants?|grandkids|dogs?|pitbull|cats?|"
    r"animals?|elderly|nin[oa]s?|bebes?|perr[oa]s?|ancian[oa]s?)\b|"
    r"\b(?:kids?|children|babies|baby|dogs?|ninos|perros?) (?:is |are |were |was |esta |"
    r"estan )?(?:here|inside|there|in the (?:house|home|car|room)|present|watching|crying|aqui|"
    r"adentro|ahi)\b"
)
_ACCESS = {
    "gate": re.compile(r"\b(?:gate|code|buzzer|buzz|locked|key|codigo|porton|llave|timbre|call ?box|fence)\b"),
    "floor": re.compile(r"\b(?:floor|stairs|elevator|upstairs|basement|piso|escaleras|elevador|sotano)\b"),
    "dog": re.compile(r"\b(?:dog|dogs|pitbull|perr[oa]s?)\b"),
    "traffic": re.compile(r"\b(?:traffic|cars|highway|road|trafico|carros|autopista)\b"),
    "water": re.compile(r"\b(?:river|creek|water|lake|flood\w*|rio|agua|lago|arroyo)\b"),
    "dark": re.compile(r"\b(?:dark|no lights?|oscuro|sin luz)\b"),
}
_NEEDS = {
    "food": re.compile(r"\b(?:food|hungry|eat|meal|groceries|starving|comida|hambre|comer)\b"),
    "shelter": re.compile(
        r"\b(?:shelter|place to (?:sleep|stay|go)|somewhere to (?:sleep|stay|go)|bed|housing|motel|"
        r"albergue|refugio|(?:donde|lugar para) dormir|techo|sleep)\b"
    ),
    "clothing": re.compile(
        r"\b(?:coat|jacket|blanket|clothes|socks|shoes|tent|sleeping bag|cobija|ropa|chamarra|"
        r"zapatos)\b"
    ),
    "transport": re.compile(r"\b(?:ride|bus pass|bus fare|transport\w*|drive me|raite|aventon|transporte|pasaje)\b"),
    "medication": re.compile(
        r"\b(?:meds|medicine|medication|prescription|refill|insulin|medicina|medicamento|receta)\b"
    ),
    "water": re.compile(r"\b(?:water|agua|thirsty)\b"),
    "hygiene": re.compile(r"\b(?:shower|diapers|hygiene|laundry|banarme|panales)\b"),
    "someone_to_talk_to": re.compile(
        r"\b(?:talk to (?:some ?one|somebody)|someone to talk|hablar con alguien|counsel\w+|"
        r"therap\w+)\b"
    ),
}
_NEED = re.compile(
    r"\b(?:needs?|could use|looking for|without|no (?:food|place|where)|nowhere|out of|hungry|"
    r"starving|wants?|necesit\w+|busc\w+|no teng[oa]|"
    r"no tiene|le falta|me falta|hambre)\b"
)
_OUTCOMES = (
    ("visit", re.compile(r"\b(?:visit|come (?:out|by|over|here)|send|check on|stop by|visita|vengan|venir|mandar?)\b")),
    ("call", re.compile(r"\b(?:call|phone|talk|llamada|llamen|hablar)\b")),
    ("information", re.compile(r"\b(?:advice|info|information|know what|resources?|number|consejo|informacion)\b")),
)
_CANNOT_WAIT = re.compile(r"\b(?:(?:can'?t|cannot|can not|won'?t) wait(?! to)|no puedo esperar|no podemos esperar)\b")
_CAN_WAIT = re.compile(
    r"\b(?:(?:i|we) can wait|(?:happy|willing|fine) to wait|no (?:rush|hurry)|take your time|"
    r"puedo esperar|podemos esperar|no hay prisa|sin prisa)\b"
)
_TIMES = re.compile(
    r"\b(?:(?:after|before|until|till|between|around|at|despues de|antes de|entre|"
    r"a) (?:las )?(?:\d{1,2}(?::\d{2})?(?: ?(?:am|pm|a\.m\.|p\.m\.))?(?: (?:and|"
    r"y) \d{1,2}(?: ?(?:am|pm))?)?|noon|work|school|midnight|mediodia)|"
    r"(?:in the )?(?:morning|afternoon|evening|mornings|evenings|afternoons|daytime|weekends?)|"
    r"tonight|tomorrow|en la (?:manana|tarde|noche)|por la (?:manana|tarde|noche)|manana)\b"
)
_NO_CALL = re.compile(
    r"\b(?:(?:do ?n'?t|dont|not|never|no) (?:safe to )?(?:call|phone|ring)|text only|only text|"
    r"just text|no me llam\w+|no llam\w+|solo (?:texto|mensaj)\w*)\b"
)
_NO_TEXT = re.compile(
    r"\b(?:(?:do ?n'?t|dont|not|no) text|call only|only call|just call|(?:reads|checks|sees|"
    r"looks at|goes through) my (?:texts|phone|messages)|revisa mi (?:celular|telefono)|"
    r"solo llamad\w+|no (?:manden|mande) textos)\b"
)
_NO_VOICEMAIL = re.compile(r"\bno(?:t leave| voicemail| messages)|do ?n'?t leave|no deje\w* (?:mensaje|recado)")


def find_vulnerable(folded: str, asked: bool = False) -> dict[str, str | None] | None:
    """Return which of children, older people and animals are there, or None where none is named.

    Unasked, they must be said to be there ("with two kids"), since the request may be about the child itself.
    """
    if not asked and not _THERE.search(folded):
        return None
    found = {kind: ("yes" if words.search(folded) else None) for kind, words in _PRESENT.items()}
    return found if any(found.values()) else None


def somebody_vulnerable() -> dict[str, str | None]:
    """Return the value of a bare yes: somebody is there, it was not said who."""
    return {**dict.fromkeys(_PRESENT), "somebody": "yes"}


def nobody_vulnerable() -> dict[str, str | None]:
    """Return the value of a plain no: none of them is there."""
    return dict.fromkeys(_PRESENT, "no")


def access(text: str) -> dict[str, Any]:
    """Return the reply about getting in, in the resident's words, with the kinds of hazard it names."""
    folded = fold(text)
    return {"said": squeeze(text), "kinds": [kind for kind, words in _ACCESS.items() if words.search(folded)]}


def find_needs(folded: str, asked: bool = False) -> list[str] | None:
    """Return the needs that are named, or None where none is; unasked, the words must say that it is a need."""
    if not asked and not _NEED.search(folded):
        return None
    return [need for need, words in _NEEDS.items() if words.search(folded)] or None


def find_wait(folded: str) -> str | None:
    """Return yes or no where it is said in so many words that one can or cannot wait, else None."""
    if _CANNOT_WAIT.search(folded):
        return "no"
    return "yes" if _CAN_WAIT.search(folded) else None


def find_outcome(folded: str) -> str | None:
    """Return what the resident hopes for: visit, call or information, or None."""
    return next((outcome for outcome, words in _OUTCOMES if words.search(folded)), None)


def find_contact(text: str) -> dict[str, Any] | None:
    """Return what `text` says of safe ways to reach the resident, in the shape of the record, or None."""
    folded = fold(text)
    times = _TIMES.search(folded)
    no_call, no_text, no_voicemail = (bool(words.search(folded)) for words in (_NO_CALL, _NO_TEXT, _NO_VOICEMAIL))
    if not (times or no_call or no_text or no_voicemail):
        return None
    return contact(
        text="no" if no_text else ("yes" if no_call else None),
        voice="no" if no_call else ("yes" if no_text else None),
        voicemail="no" if no_voicemail else None,
        times=squeeze(text[times.start() : times.end()]) if times else None,
    )


def contact(
    *, text: str | None, voice: str | None, voicemail: str | None = None, times: str | None = None
) -> dict[str, Any]:
    """Return the record's shape of safe ways to reach somebody; None is not known."""
    return {"text": text, "voice": voice, "voicemail": voicemail, "times": times, "code_word": None}
