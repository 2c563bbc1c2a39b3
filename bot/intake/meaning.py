"""What one message brings to the intake: its words, what the NLU made of them and what the screen said.

PURE. Values only; how a message is heard is in hear.py, what is said next in turns.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.intake.folding import fold
from bot.safety.assessment import Assessment
from bot.vocabulary import Concern, DangerLevel, Language

# Below this the intent is not trusted against the question that is open: a free answer is an answer. The classifier
# spreads its certainty over some sixty intents and says nlu_fallback below 0.3 (config.yml).
SURE = 0.35
# Their questions and courtesies: a message that is one of these does not answer an open question.
DIGRESSIONS = frozenset(
    {
        "greet",
        "thank",
        "goodbye",
        "ask_is_this_911",
        "ask_are_you_a_bot",
        "ask_is_this_private",
        "ask_will_police_come",
        "ask_why",
        "ask_how_long",
        "ask_what_can_you_do",
        "ask_immigration",
        "ask_status",
        "ask_person",
        "ask_program",
        "ask_911",
        "ask_repeat",
        "ask_language",
        "ask_who_are_you",
        "cancel_request",
        "opt_out_words",
        "complain",
        "insult",
        "prank",
        "wrong_number",
        "out_of_scope",
    }
)
# Of these the classifier is less sure, and a short answer can look like one: they count only above this.
DOUBTFUL = {"prank": 0.6, "wrong_number": 0.6, "out_of_scope": 0.6, "insult": 0.5, "complain": 0.5, "greet": 0.5}


OFFERED = {"status": "ask_status", "estado": "ask_status", "person": "ask_person", "persona": "ask_person"}
"""The words that our own texts tell residents to send. Alone they mean what we said they mean, whatever a model makes
of them."""


def offered(text: str) -> str | None:
    """Return the intent of a text that is nothing but a word that we offer, None for any other text."""
    return OFFERED.get(fold(text).strip(" .!?\"'"))


@dataclass(frozen=True)
class Meaning:
    """One message as the intake receives it.

    Attributes:
        text: the message as received.
        message_id: the message that facts are credited to.
        intent: the intent's name, "" or nlu_fallback where nothing was understood.
        confidence: 0 to 1.
        concern: what it is about by the NLU, None where it does not say.
        assessment: what the screen said.
        spoken: the language the message is in, None where it does not show.
    """

    text: str
    message_id: str
    intent: str
    confidence: float
    concern: Concern | None
    assessment: Assessment
    spoken: Language | None = None

    @cached_property
    def folded(self) -> str:
        """The text as readers read it: lower case, no accents, the same length."""
        return fold(self.text)

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.folded.split())

    @property
    def digresses(self) -> bool:
        """Whether the message is a question or a courtesy of the resident's rather than an answer."""
        return self.intent in DIGRESSIONS and self.confidence >= DOUBTFUL.get(self.intent, SURE)

    @property
    def reports(self) -> bool:
        """Whether the message tells what a request is about."""
        return self.intent.startswith("report_")

    @property
    def worrying(self) -> bool:
        """Whether the screen wants the direct safety question asked."""
        return self.assessment.level is not DangerLevel.NONE

    def is_intent(self, name: str) -> bool:
        """Return whether the message is surely `name`."""
        return self.intent == name and self.confidence >= DOUBTFUL.get(name, SURE)
