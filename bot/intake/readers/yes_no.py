"""Reads a plain answer: yes, no, not sure, or a wish not to answer, in English and Spanish.

PURE. Only a plain no is a no; a text that goes on to say something else is unclear and is read by others.
"""

from __future__ import annotations

import re

from bot.vocabulary import Answer, Known

_TAIL = (
    r"(?:[ ,.!]*(?:thanks|thank you|ma'?am|sir|pls|please|lol|ok|bro|man|dude|gracias|por favor|"
    r"senor(?:a|ita)?))*[ .!]*$"
)
_YES = re.compile(
    r"^[ ,.!]*(?:y|yes|yess+|yea|yeah+|yah|ya|yep|yup|yeah yeah|yes yes|sure|sure thing|ok|okay|"
    r"okey|k|kk|1|correct|right|"
    r"that'?s right|that is right|thats correct|that'?s correct|looks (?:good|right|fine)|"
    r"all good|good|fine|of course|"
    r"absolutely|definitely|i (?:do|am|can|will|would|guess|think) ?(?:so)?|yes (?:i|it|they|he|she|we) (?:\w+)|"
    r"(?:it|he|she|they) (?:is|are|does|do|did|has|have)|that works|works for me|go ahead|sounds good|"
    r"i can wait|no problem|i guess|"
    r"si|sip|simon|claro(?: que si)?|por supuesto|correcto|exacto|asi es|esta bien|de acuerdo|bueno|vale|dale|ok si|"
    r"si claro|si puedo|si quiero|puedo esperar|todo bien|eso es)" + _TAIL
)
_NO = re.compile(
    r"^[ ,.!]*(?:n|no+|nope|nah+|naw|nop|no no(?: no)?|negative|none|nobody|no one|nothing|2|not really|not at all|"
    r"not that i (?:know|see|can see|saw|am aware)(?: of)?|not (?:right )?now|not yet|never|no way|"
    r"i do ?n'?t think so|don'?t think so|"
    r"no[ ,.]+(?:there(?:'?s| is| are|s)?|its|it'?s|it is|he|she|they|im|i'?m|i am|we|were|we'?re|"
    r"i|everyone|nobody|no one|not|nothing|none|just)\b.{0,40}|"
    r"no (?:danger|weapons?|one(?: is| was|'s)? (?:hurt|in danger)|body(?: is)? hurt|injuries|kids|pets|animals)"
    r"(?:[ ,]+(?:and |or )?no (?:danger|weapons?|injuries|kids|pets|animals|one hurt))*|"
    r"(?:nobody|no one|noone)(?:'?s| is| was)? (?:hurt|in danger|injured|sick).{0,20}|"
    r"(?:i'?m|im|we'?re|were|everyone is|everybody is|everyone'?s) (?:ok|okay|safe|fine|good|"
    r"alright)|all (?:safe|ok|good|clear)|"
    r"i (?:can'?t|do not|don'?t|won'?t|would not|wouldn'?t)|"
    r"nada|nadie|ninguno|ninguna|nunca|para nada|claro que no|negativo|todavia no|ahorita no|creo que no|"
    r"no[ ,.]+(?:hay|esta|nadie|nada|estoy|estamos|es|solo|ningun\w*)\b.{0,40}|no puedo)" + _TAIL
)
_UNSURE = re.compile(
    r"\b(?:idk|idek|dunno|i do ?n'?t (?:really )?know|i do not know|do ?n'?t know|not sure|unsure|"
    r"no idea|no clue|can'?t tell|cannot tell|"
    r"hard to (?:say|tell)|maybe|perhaps|possibly|might be|could be|who knows|no se|no lo se|"
    r"quien sabe|no estoy segur[oa]|tal vez|quizas?|"
    r"a lo mejor|puede ser|no sabria|ni idea|sepa)\b|^[ ]*\?+[ ]*$"
)
_REFUSED = re.compile(
    r"^[ ,.!]*(?:please )?(?:skip|pass|next|paso|siguiente|saltar|omitir)(?: (?:this|that|it|one|"
    r"question|please|la|pregunta|esta|esa))*[ .!]*$|"
    r"\b(?:next question|skip (?:this|that|it)|rather not|prefer not|do ?n'?t want to (?:say|"
    r"answer|tell|give)|not going to (?:say|tell|answer)|"
    r"won'?t (?:say|tell|answer)|none of (?:your|ur) business|no comment|not (?:telling|saying|"
    r"answering)|i'?d rather keep|"
    r"prefiero no|no quiero (?:decir|contestar|dar|responder)|no le importa|que le importa)\b"
)
_SHORT = 12


def read_yes_no(folded: str) -> Answer:
    """Return how `folded` answers a yes-or-no question; anything but a plain answer is unclear."""
    if _YES.match(folded):
        return Answer.YES
    if is_unsure(folded):
        return Answer.UNSURE
    if _NO.match(folded) and not _turns(folded):
        return Answer.NO
    return Answer.UNCLEAR


def is_unsure(folded: str) -> bool:
    """Return whether `folded` is, in a few words, "I don't know"."""
    return bool(_UNSURE.search(folded)) and len(folded.split()) <= _SHORT


def is_refused(folded: str) -> bool:
    """Return whether `folded` is, in a few words, "skip" or "I'd rather not say"."""
    return bool(_REFUSED.search(folded)) and len(folded.split()) <= _SHORT


def not_told(folded: str) -> Known | None:
    """Return unknown or refused where `folded` says only that, else None."""
    if is_refused(folded):
        return Known.REFUSED
    return Known.UNKNOWN if is_unsure(folded) else None


def leading(folded: str) -> Answer:
    """Return the yes or no that `folded` opens with, whatever follows it."""
    if re.match(r"^[ ,.!]*(?:yes|yeah|yea|yep|yup|ya|si|claro|sure|y)\b(?![' ]+all\b)", folded):
        return Answer.YES
    if re.match(r"^[ ,.!]*(?:no+|nope|nah|n)\b", folded):
        return Answer.NO
    return Answer.UNCLEAR


def _turns(folded: str) -> bool:
    """Return whether a no turns round ("no one is hurt but he has ..."): then it is not a plain no."""
    return bool(re.search(r"\b(?:but|except|yet|although|though|pero|aunque|excepto|menos)\b", folded))
