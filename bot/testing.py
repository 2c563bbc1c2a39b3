"""What tests and trials of a message's way need: residents who text, a screen of a few plain dangers, a house.

Shipped and typed as the rest is, so that tests import product code alone. A real line never uses any of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation.house import House
from bot.conversation.inbound import Inbound
from bot.intake.frame import Frame
from bot.profiles import load_profile
from bot.program.profile import Profile
from bot.safety.felt import Felt, Impression, Likeness, Limits, View
from bot.safety.lexicon import Lexicon, Rule
from bot.safety.screen import Screen
from bot.store import Store
from bot.turn import Decision, Reply, TurnRequest, Understanding
from bot.vocabulary import Channel, DangerLevel, Effect, Hazard, Language, Question, Urgency

MODEL = "scripted-1"
ASKS_WHERE = "What street is it on?"
"""What the scripted assistant says, whatever it hears."""

_SIDS = itertools.count(1)


def new_sid() -> str:
    """Return a MessageSid that was not used before in this process."""
    return f"SM{next(_SIDS):032x}"


@dataclass(frozen=True)
class Resident:
    """Someone who texts the line from a number of their own."""

    name: str
    number: str
    channel: Channel = Channel.SMS

    def texts(self, body: str, sid: str | None = None, **fields: Any) -> Inbound:
        """Return a text from them; `fields` are those of Inbound."""
        return Inbound(channel=self.channel, sid=sid or new_sid(), sender=self.number, text=body, **fields)


ROSA = Resident("Rosa", "+13035550147")
MATEO = Resident("Mateo", "+13035550162")
WREN = Resident("Wren", "7f2d9c1e5b8a4f63a0d1", Channel.WEBCHAT)


def plain_screen() -> Screen:
    """Return a screen that knows a few plain dangers, so that a test of the way does not hang on what is taught.

    It hears an emergency in "has a knife", "has a gun", "want to kill myself" and "tiene un cuchillo", and asks about
    "saw a knife", "think about suicide" and "vi un cuchillo".
    """
    english = _lexicon(
        Language.ENGLISH,
        _rule("weapon.has", Hazard.WEAPON, DangerLevel.EMERGENCY, "has_a_knife", "has_a_gun"),
        _rule("suicide.wants", Hazard.SUICIDE, DangerLevel.EMERGENCY, "want_to_kill_myself"),
        _rule("overdose.took", Hazard.OVERDOSE, DangerLevel.EMERGENCY, "took_all_the_pills"),
        _rule("weapon.saw", Hazard.WEAPON, DangerLevel.ASK, "saw_a_knife"),
        _rule("suicide.thinks", Hazard.SUICIDE, DangerLevel.ASK, "think_about_suicide"),
    )
    spanish = _lexicon(
        Language.SPANISH,
        _rule("weapon.has", Hazard.WEAPON, DangerLevel.EMERGENCY, "tiene_un_cuchillo"),
        _rule("weapon.saw", Hazard.WEAPON, DangerLevel.ASK, "vi_un_cuchillo"),
    )
    return Screen({Language.ENGLISH: english, Language.SPANISH: spanish})


@dataclass
class ScriptedReader:
    """A learned reader that feels what it was told of a text, and nothing in any other; `broken` makes it raise.

    Attributes:
        told: by the text of a view: the probabilities of emergency and of danger, and the hazard.
        seen: the texts of the views that it was shown.
    """

    told: dict[str, Felt] = field(default_factory=dict)
    version: str = "learned-scripted"
    limits: Limits = Limits(0.8, 0.6, 0.9, 0.8, 0.2, 0.05, 0.05)
    broken: bool = False
    seen: list[str] = field(default_factory=list)

    def feel(self, views: Sequence[View]) -> list[Impression | None]:
        """Return what was told of each view."""
        if self.broken:
            raise RuntimeError("a reader that was told to break")
        self.seen += [view.text for view in views]
        return [Impression(self.told.get(view.text, Felt(0.001, 0.001)), view.text) for view in views]

    def nearest(self, impression: Impression) -> tuple[Likeness, ...]:
        """Return the text itself."""
        return (Likeness(str(impression.meaning), DangerLevel.EMERGENCY, 1.0),)


def small_house(store: Store, screen: Screen | None = None, **changes: Any) -> House:
    """Return a house on `store` with the Denver profile; `changes` replace fields of the profile."""
    return House(store, screen or plain_screen(), changed_profile(**changes))


def changed_profile(**changes: Any) -> Profile:
    """Return the Denver profile with some fields replaced."""
    return replace(load_profile("denver-star"), **changes)


def texts_to_911(taken: bool) -> Profile:
    """Return the Denver profile of a city where 911 takes texts, or does not."""
    profile = changed_profile()
    return replace(profile, numbers=replace(profile.numbers, text_to_911=taken))


def asks_where(request: TurnRequest) -> Decision:
    """Decide as an assistant that understood nothing and asks where it is."""
    return decision(request)


@dataclass(frozen=True)
class Decides:
    """An assistant that decides the same of every turn."""

    effect: Effect = Effect.NONE
    urgency: Urgency = Urgency.ROUTINE
    say: str = ASKS_WHERE
    asked: Question | None = Question.LOCATION
    frame: dict[str, Any] = field(default_factory=dict)
    language: Language | None = None

    def __call__(self, request: TurnRequest) -> Decision:
        """Return the decision."""
        decided = decision(request, self.say, asked=self.asked, **self.frame)
        language = self.language or decided.language
        return replace(decided, effect=self.effect, urgency=self.urgency, language=language)


def decision(
    request: TurnRequest, say: str = ASKS_WHERE, *, asked: Question | None = Question.LOCATION, **frame: Any
) -> Decision:
    """Return a decision that says `say`; `frame` replaces fields of the frame that came with the turn."""
    return Decision(
        understood=Understanding("inform", 0.9),
        frame=replace(_noticed(request.frame), asked=asked, **frame),
        replies=(Reply("utter_ask_location", say),),
        language=request.frame.language,
        model=MODEL,
    )


def _noticed(frame: Frame) -> Frame:
    return replace(frame, noticed=True)


def _lexicon(language: Language, *rules: Rule) -> Lexicon:
    words = tuple(word for rule in rules for pattern in rule.patterns for word in pattern.split("_"))
    return Lexicon(language, words={"known": words}, rules=rules)


def _rule(name: str, hazard: Hazard, level: DangerLevel, *patterns: str) -> Rule:
    return Rule(
        id=name,
        hazard=hazard,
        level=level,
        category=name,
        why="The words name it.",
        source="Made for tests",
        patterns=patterns,
        examples=(),
    )
