"""Hears the reply to a safety question as yes, no, unsure, or no answer at all, in English and Spanish.

The words of yes and no are grammar, a closed list, so they stand here and not in the taught files. Only a plain no
is ever a no: "no, but ..." and "not any more" are doubts.
"""

from __future__ import annotations

import re

from bot.safety.folding import tokens
from bot.vocabulary import Answer, Language, Question


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b")


def _start(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"^(?:" + "|".join(phrases) + r")\b")


_YES = _start(
    "y", "ye+s*", "ya+(?! no)", "yah", "yea+h?", "ye?a?h?s", "yep+", "yup+", "yessir", "yes maam", "uh ?huh",
    "mm ?hm+", "sure", "for sure", "of course", "correct", "affirmative", "absolutely", "definitely", "true",
    "ok yes", "si+", "sip", "sii+", "simon", "claro", "asi es", "afirmativo", "por supuesto", "efectivamente",
    "desde luego", "i think so", "i believe so", "i guess so", "probably", "pretty sure", "looks like it",
    "seems like it", "kinda", "kind of", "sort of", "a little", "a bit", "creo que si", "me parece que si",
    "yo creo que si", "probablemente", "un poco", "both", "all of (?:it|them|the above)", "ambos", "los dos",
    "las dos", "todo",
)  # fmt: skip
_YES_ANYWHERE = _any(
    "(?:he|she|it|they|someone|somebody|one of them) (?:does|do|did|has|have|is|are)$", "i do", "i am", "we are",
    "there is", "there are", "theres", "yes", "yeah", "yep", "(?:el|ella|ellos) si", "claro que si",
    "si (?:hay|tiene|estoy|esta)", "im not (?:safe|ok|okay|alright|fine)", "not safe",
    "no estoy (?:bien|a salvo|seguro aqui)", "hay uno", "hay una",
)  # fmt: skip
_NO = _start(
    "n", "no+", "nop+e*", "na+h*", "naw", "nay", "none", "n0",
    "no+ne?", "nobody", "no one", "noone", "nothing", "negative",
    "never(?! ?mind)", "not at all", "not really", "nada", "nadie", "ningun[oa]?", "para nada", "negativo",
    "tampoco", "nel",
    "not right now", "not that i (?:know|see|can see|saw)", "dont have", "doesnt have", "nunca", "que va", "2",
    "i (?:do not|dont)$", "i (?:do not|dont) have", "(?:he|she) (?:doesnt|does not|isnt|is not)",
    "they (?:dont|arent)", "not (?:hurt|injured|in danger|armed)", "thank god no", "oh no$", "uh no+", "um no+",
    "well no", "gracias a dios no",
)  # fmt: skip
_SAFE = _any(
    "(?:im|i am|were|we are|everyones?|everybodys?|alls?|all|hes|shes|theyre|is|are|everythings?) (?:\\w+ )?"
    "(?:safe|fine|ok|okay|good|alright|all right|unharmed|unhurt)", "todo bien", "todos bien", "estoy bien",
    "estamos bien", "a salvo", "esta bien", "estan bien",
)  # fmt: skip
_UNSURE = _any(
    "idk", "dk", "dunno", "(?:dont|do not|doesnt) (?:really )?know", "not (?:\\w+ )?sure", "unsure", "no idea",
    "maybe", "might", "may be", "possibly", "perhaps", "could be", "cant tell", "cannot tell", "cant see",
    "hard to (?:say|tell)", "i think no", "(?:dont|do not) think", "not certain", "who knows", "hopefully", "i hope",
    "no clue", "ask (?:him|her)", "no (?:lo )?se", "no sabemos", "no sabria", "no estoy segur[oa]",
    "no stoy segur[oa]", "quien sabe", "tal ?vez", "quizas?", "a lo mejor", "puede (?:ser|que)", "creo que no",
    "ni idea", "es posible", "posiblemente", "nose", "nse", "depends", "depende", "sometimes", "a veces",
)  # fmt: skip
# "No, I don't think so" leans to no without being one: it is asked about again, not taken for danger or for safety.
_LEANS_TO_NO = re.compile(
    r"^(?:no+|nope?|nah)\b.*\b(?:dont|do not) think\b|^(?:i )?(?:dont|do not) think (?:so|anyone|anybody|any)\b"
    r"|^no+ creo\b|^creo que no\b"
)
_DOUBTS = _any(
    "idk", "dk", "dunno", "not (?:\\w+ )?sure", "maybe", "might", "no idea", "(?:dont|do not) know",
    "quizas?", "tal ?vez",
)  # fmt: skip
_NO_LONGER = _any(
    "not any ?more", "no more", "no longer", "not now", "anymore", "ya no", "ya se fue", "ya paso",
    "(?:he|she|they) left", "already left", "put (?:it|them) (?:down|away)",
)  # fmt: skip
_BUT = re.compile(r"\b(?:but|tho(?:ugh)?|although|except|yet|pero|aunque|only|just|solo|sino)\b(.*)")
_STILL = _any(
    "get one", "has one", "have one", "had one", "one in", "one on", "could", "might", "will", "hell", "shell",
    "theyll", "going to", "gonna", "gona", "says?", "said", "threaten\\w*", "coming", "come back", "be back",
    "earlier", "used to", "before", "close by", "nearby", "outside", "scared", "afraid", "tiene", "tenia", "dice",
    "dijo", "dijeron", "va a", "vuelve", "volver", "viene", "puede", "podria", "amenaz\\w*", "miedo", "antes",
    "afuera",
)  # fmt: skip
_WEAPON = _any(
    "knif\\w*", "knives", "guns?", "pistols?", "rifles?", "shotguns?", "machetes?", "bats?", "hammers?", "swords?",
    "blades?", "box ?cutters?", "axe?s?", "hatchets?", "screwdrivers?", "scissors", "crowbars?", "tasers?",
    "glock\\w*", "bricks?", "bottles?", "pipes?", "sticks?", "razors?", "cuchillos?", "pistolas?", "navajas?",
    "armas?", "bates?", "martillos?", "tijeras", "palos?", "botellas?",
    "(?:has|have|got|gots|tiene|trae) (?:one|it|una|uno)",
    "in (?:his|her|their|my) (?:hand|pocket|waist\\w*|bag|car|room|belt)",
    "(?:en|con) (?:la|su|el) (?:mano|bolsillo|cintura|bolsa)",
)  # fmt: skip
_TAKEN_BACK = _any(
    "j/?k", "jks", "just (?:kidding|joking|playing)", "only joking", "im (?:kidding|joking|joke)", "lol", "lmao",
    "haha\\w*", "never ?mind", "nvm", "nm", "forget (?:it|about it|i said)", "false alarm",
    "put (?:it|\\w+ \\w+) (?:down|away)", "(?:gave|handed) (?:it|\\w+ \\w+) (?:up|over|back)", "calmed down",
    "its (?:ok|okay|fine|over|all good) now", "all good", "not any ?more", "didnt mean (?:it|that)", "dont worry",
    "disregard", "es broma", "era broma", "estoy bromeando", "jaja\\w*", "olvida(?:lo|te|r)", "no importa", "ya no",
    "falsa alarma", "ya se calmo", "ya paso", "(?:lo|la) (?:solto|guardo|dejo)", "gone now", "has no \\w+",
    "no hay problema", "mentira", "it was (?:a|only a|just a) joke",
)  # fmt: skip
_DANGER_QUESTIONS = (Question.SAFETY_CHECK, Question.IMMEDIATE_DANGER, Question.WEAPON)


def read_answer(text: str, question: Question, language: Language | None = None) -> Answer:
    """Hear a reply to a question that can be answered with yes or no.

    Args:
        text: the reply as received; only its first 400 characters can be the answer.
        question: what was asked: naming a weapon answers the weapon questions with yes.
        language: not needed to hear it, since people answer in either; kept for languages to come.
    """
    words = _words(text)
    if not words:
        return Answer.UNCLEAR
    if re.fullmatch(r"1|1 1|yes 1", words):
        return Answer.YES
    yes, no = bool(_YES.search(words)), bool(_NO.search(words))
    if _LEANS_TO_NO.search(words) and not _DOUBTS.search(words) and not _BUT.search(words):
        return Answer.UNCLEAR
    if _UNSURE.search(words) and not (yes and len(words.split()) < 3):
        return Answer.UNSURE
    if _NO_LONGER.search(words):
        return Answer.UNCLEAR if question is Question.SAFETY_CHECK else Answer.UNSURE
    if no:
        return _after_no(words)
    if yes or _YES_ANYWHERE.search(words):
        return _after_yes(words)
    if question in _DANGER_QUESTIONS and _WEAPON.search(words):
        return Answer.YES
    return Answer.NO if _SAFE.search(words) else Answer.UNCLEAR


def is_retraction(text: str) -> bool:
    """Return whether a message takes back or plays down what was said before."""
    return bool(_TAKEN_BACK.search(_words(text)))


def _words(text: str) -> str:
    return " ".join(token.text for token in tokens(text[:400]) if token.text.isalnum())


def _after_no(words: str) -> Answer:
    """Hear what follows a no: "no just the one in his hand" is no plain no."""
    rest = _BUT.search(words)
    if rest and (_STILL.search(rest[1]) or _WEAPON.search(rest[1])):
        return Answer.UNSURE
    return Answer.UNSURE if re.search(r"\b(?:yes|yeah|yep|claro)\b", words) else Answer.NO


def _after_yes(words: str) -> Answer:
    """Hear what follows a yes: "yes we are safe" does not answer whether anyone is in danger."""
    if re.search(r"\b(?:i mean no|wait no|actually no|nvm|digo no)\b", words):
        return Answer.UNSURE
    unsafe = re.search(r"\bnot? (?:\w+ )?(?:safe|ok|okay|fine|bien|good|alright)\b", words)
    return Answer.UNCLEAR if _SAFE.search(words) and not unsafe else Answer.YES
