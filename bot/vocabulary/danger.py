"""What the screen says of a message, and how it hears modifiers and answers."""

from __future__ import annotations

from bot.vocabulary.word import Word


class DangerLevel(Word):
    """What one message calls for, by the rule of a careful 911 call-taker who reads only this message."""

    EMERGENCY = "emergency", "Emergency: send help now"
    ASK = "ask", "Too much to let pass: one direct safety question"
    NONE = "none", "No danger heard"

    @property
    def rank(self) -> int:
        """0 for none, 1 for ask, 2 for emergency; a higher rank always wins."""
        return (DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY).index(self)


class Hazard(Word):
    """What kind of harm a message speaks of."""

    WEAPON = "weapon", "Weapon"
    VIOLENCE = "violence", "Violence"
    SUICIDE = "suicide", "Suicide"
    OVERDOSE = "overdose", "Overdose or poisoning"
    MEDICAL = "medical", "Medical emergency"
    FIRE = "fire", "Fire, gas or explosion"
    CHILD = "child", "Child in danger"
    VULNERABLE_ADULT = "vulnerable_adult", "Vulnerable adult in danger"
    TRAPPED = "trapped", "Trapped or held"
    EXPOSURE = "exposure", "Heat, cold or water"
    INTRUSION = "intrusion", "Intruder"
    TRAFFIC = "traffic", "In or near traffic"


class Answer(Word):
    """How a reply to a safety question is heard. Only a plain no is a no."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "Does not know"
    UNCLEAR = "unclear", "Not an answer"


class Modifier(Word):
    """What words around a danger can do to it: the screen lowers what it heard by these alone."""

    NEGATED = "negated", "Said not to be"
    DOUBTED = "doubted", "Not certain"
    HISTORY = "history", "Long past"
    RECENT = "recent", "Past, but not long ago"
    HYPOTHESIS = "hypothesis", "Only if"
    QUESTION = "question", "Asks for information"
    FICTION = "fiction", "Film, game, song, sport"
    NEWS = "news", "News or hearsay"
    JOKING = "joking", "Said in jest"


class Reach(Word):
    """How far the words of a modifier reach."""

    FORWARD = "forward", "What follows in the clause"
    BACKWARD = "backward", "What precedes in the clause"
    CLAUSE = "clause", "The clause around it"
    MESSAGE = "message", "The whole message"


class Voice(Word):
    """Whose words a taught example is in, or how they reached us."""

    PLAIN = "plain", "Anybody, plainly"
    SELF = "self", "Of oneself"
    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend"
    BYSTANDER = "bystander", "Passer-by"
    BUSINESS = "business", "Shop or landlord"
    WORKER = "worker", "At work"
    CHILD = "child", "Child"
    ELDER = "elder", "Old person"
    PROFESSIONAL = "professional", "Professional, of a third person"
    SECOND_LANGUAGE = "second_language", "In a second language"
    SLANG = "slang", "Slang"
    SMS = "sms", "Texting style"
    SPOKEN = "spoken", "As a speech recognizer writes it"
    OBLIQUE = "oblique", "A scene, without a word of danger"
    POST = "post", "A long message"
    EVERYDAY = "everyday", "Everyday message"
    FIGURATIVE = "figurative", "Figure of speech"
    MEDIA = "media", "Film, game, song, sport, news"
    ANSWER = "answer", "Answer to a question"
    DISGUISED = "disguised", "Words in disguise"
    TRIPLE = "triple", "One of three that differ in a detail"
