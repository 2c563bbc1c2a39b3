"""What each figure is due to reach.

Source: the requirements that the project was given for the screen; those for harmless texts are the shares that
bot/learned/limits.py spends when it chooses where the screen acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation.cases import HYPERBOLE_SET
from bot.vocabulary import Hazard, Language, Voice, Word


class Measure(Word):
    """What is counted. Caught or heard is what was sent to 911 or asked about."""

    CAUGHT = "caught", "Emergencies caught"
    AT_ONCE = "at_once", "Emergencies sent to 911"
    ASK_HEARD = "ask_heard", "Due a question, and heard"
    SERIOUS_HEARD = "serious_heard", "Serious, and heard"
    SENT = "sent", "Harmless, sent to 911"
    ASKED = "asked", "Harmless, asked about"
    TRIPLE = "triple", "Triples with all right"


class Group(Word):
    """By what the figures are told apart."""

    ALL = "all", "All"
    EVERYDAY = "everyday", "Everyday texts"
    HARD = "hard", "Texts that sound like danger"
    HAZARD = "hazard", "By hazard"
    VOICE = "voice", "By voice"
    LANGUAGE = "language", "By language"
    SET = "set", "By set"


@dataclass(frozen=True)
class Target:
    """A limit that a share must not fall under, or must not exceed."""

    limit: float
    is_most: bool = False

    def met(self, share: float) -> bool:
        """Return whether a share keeps it."""
        return share <= self.limit if self.is_most else share >= self.limit

    def __str__(self) -> str:
        """Say it as people read it."""
        return f"{'at most' if self.is_most else 'at least'} {self.limit:.1%}"


#: At most this share of the emergencies caught may be lost to slips of the finger or of the phone.
SLIPS = Target(0.02, is_most=True)
_BY_NAME: dict[tuple[Measure, Group, str], Target] = {
    (Measure.CAUGHT, Group.ALL, ""): Target(0.98),
    (Measure.AT_ONCE, Group.ALL, ""): Target(0.90),
    (Measure.ASK_HEARD, Group.ALL, ""): Target(0.93),
    (Measure.TRIPLE, Group.ALL, ""): Target(0.75),
    (Measure.SENT, Group.EVERYDAY, ""): Target(0.002, is_most=True),
    (Measure.ASKED, Group.EVERYDAY, ""): Target(0.015, is_most=True),
    (Measure.SENT, Group.HARD, ""): Target(0.04, is_most=True),
    (Measure.CAUGHT, Group.LANGUAGE, Language.SPANISH.value): Target(0.96),
    (Measure.CAUGHT, Group.VOICE, Voice.SPOKEN.value): Target(0.96),
    (Measure.SENT, Group.SET, HYPERBOLE_SET): Target(0.10, is_most=True),
    **{(Measure.CAUGHT, Group.HAZARD, hazard.value): Target(0.95) for hazard in Hazard},
}


def target_of(measure: Measure, group: Group, name: str = "") -> Target | None:
    """Return what a figure is due to reach; None where nothing is."""
    return _BY_NAME.get((measure, group, name))
