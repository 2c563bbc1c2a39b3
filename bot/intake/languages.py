"""Tells English from Spanish by the small words that only one of them has.

PURE. A text that shows neither ("412 Pearl") is in no language, so that an address never switches one.
"""

from __future__ import annotations

import re

from bot.intake.folding import fold
from bot.vocabulary import Language

_SPANISH = re.compile(
    r"\b(?:que|esta|estoy|estan|hay|mi|mis|su|el|la|los|las|un|una|de|del|en|con|por|para|pero|"
    r"porque|como|donde|cuando|quien|yo|ella|"
    r"ellos|nos|se|si|muy|mas|tengo|tiene|tienen|quiero|necesito|ayuda|ayudar|favor|hola|gracias|"
    r"buenos|buenas|vecin[oa]|hij[oa]|herman[oa]|espos[oa]|"
    r"casa|calle|aqui|ahi|alguien|nadie|persona|senor|senora|esto|eso|ese|esa|este|le|lo|les|al|"
    r"fue|ser|soy|es|son|ya|cerca|espanol)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|my|his|her|their|he|she|they|we|i|i'm|im|it|its|and|or|but|with|"
    r"for|from|you|your|this|that|there|have|has|had|"
    r"not|don't|dont|can|can't|cant|need|want|help|please|someone|what|where|when|who|how|at|on|"
    r"of|to|in|be|been|yes|hello|thanks)\b"
)
_ASKS_SPANISH = re.compile(r"\b(?:espanol|spanish|hable espanol|habla espanol|castellano)\b")
_ASKS_ENGLISH = re.compile(r"\b(?:in english|english please|speak english|ingles|switch to english)\b")


def spoken_language(text: str) -> Language | None:
    """Return the language `text` is in, or None where its words do not tell; two words more are needed to tell."""
    folded = fold(text)
    spanish, english = len(_SPANISH.findall(folded)), len(_ENGLISH.findall(folded))
    marked = bool(re.search(r"[¿¡ñÑáéíóúÁÉÍÓÚ]", text)) * 2
    if spanish + marked >= english + 2:
        return Language.SPANISH
    return Language.ENGLISH if english >= spanish + marked + 2 else None


def asked_for(text: str) -> Language | None:
    """Return the language that `text` asks to go on in, or None where it asks for none or for another."""
    folded = fold(text)
    if _ASKS_SPANISH.search(folded):
        return Language.SPANISH
    return Language.ENGLISH if _ASKS_ENGLISH.search(folded) else None
