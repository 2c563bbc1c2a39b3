"""What a city has decided about its line: the values that a file in programs/ is read into.

PURE. A profile only says; it does nothing, and it can make the house's safety rules stricter but never weaker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.program.conditions import Condition
from bot.program.schedule import Schedule
from bot.vocabulary import Capability, DispatchModel, Language, RecordClass, Route, RuleKind, Rung, Slot

SAFETY_ANSWER_SECONDS = 180
"""How long the direct safety question may stay unanswered unless the city says otherwise: a house figure, chosen to be
longer than a person takes to type one line and shorter than the crisis lines' five minutes to a high-risk texter."""


@dataclass(frozen=True)
class Phrase:
    """The same words in several languages."""

    texts: Mapping[Language, str]

    def told_in(self, language: Language) -> str:
        """Return the words in `language`, in English where the city has no others, or ""."""
        return self.texts.get(language) or self.texts.get(Language.ENGLISH, "")


@dataclass(frozen=True)
class ServiceArea:
    """Where the programme goes.

    Attributes:
        words: the area as residents are told it.
        inside: names of cities, neighborhoods and ZIP codes within it.
        outside: names of places nearby that are not served.
        landmarks: streets and landmarks within it that residents name without a number.
    """

    words: Phrase
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Team:
    """One kind of unit.

    Attributes:
        id: the name that rules send to; `name` is how people know it.
        capabilities: what it can do.
        schedule: when it is on duty.
        units: how many are on duty at a time.
        minutes_per_visit: how long a unit is taken by one contact, travel included, on average.
        minutes_to_arrive: how long a free unit takes to reach the resident, on average.
        source: where the figures come from.
    """

    id: str
    name: str
    capabilities: tuple[Capability, ...]
    schedule: Schedule
    units: int
    minutes_per_visit: int
    minutes_to_arrive: int
    source: str = ""


@dataclass(frozen=True)
class Approval:
    """Who decided a rule, which edition of it this is, and when."""

    version: str
    approver: str
    approved_on: date


@dataclass(frozen=True)
class Rule:
    """One reason to take or not to take a contact.

    Attributes:
        id: stable and quotable, like PSR-5.
        kind: whether it includes or excludes.
        condition: when it applies.
        route: where it sends the contact.
        says: the rule in words, as a call-taker quotes it.
        approval: who decided it and when.
        team: the team that takes it, "" where any may.
        source: where the rule comes from.
    """

    id: str
    kind: RuleKind
    condition: Condition
    route: Route
    says: str
    approval: Approval
    team: str = ""
    source: str = ""


@dataclass(frozen=True)
class OnCall:
    """A person on the on-call ladder: what they are to be called and a number in E.164."""

    name: str
    number: str


@dataclass(frozen=True)
class Numbers:
    """Whom the line can reach.

    Attributes:
        dispatch_center: the centre's ten-digit line in E.164; 911 itself cannot be dialed from a program.
        text_to_911: whether 911 takes texts here.
        on_call: whom to wake, in order.
        supervisor: whom the last rungs reach; the last person on call where none is named.
        eido_url: where the centre takes EIDO documents; empty where it takes none.
    """

    dispatch_center: str
    text_to_911: bool
    on_call: tuple[OnCall, ...] = ()
    supervisor: OnCall | None = None
    eido_url: str = ""


@dataclass(frozen=True)
class LadderStep:
    """A rung and how many seconds after the escalation opened it is climbed."""

    rung: Rung
    after_seconds: int


@dataclass(frozen=True)
class Ladder:
    """The rungs of an escalation in order; the last is repeated every `repeat_seconds` until a person acknowledges."""

    steps: tuple[LadderStep, ...]
    repeat_seconds: int


@dataclass(frozen=True)
class Resource:
    """A service to name to a resident. `number` is as people dial or text it."""

    name: Phrase
    number: str
    source: str = ""


@dataclass(frozen=True)
class Profile:
    """A city's programme.

    Attributes:
        id: the file's name without its ending.
        version: the first 12 hex digits of the SHA-256 of the file, stamped on every decision.
        name: how people know the programme.
        introduction: how the line introduces itself.
        illustrative: what says that this is an example and not a city's live policy; empty where it is live.
        zone: the time zone of every wall time in the profile.
        languages: languages that residents are served in, the first being the default.
        model: how contacts reach the team.
        schedule: the programme's own hours; a team is on duty only within them.
        rules: inclusions and exclusions, in the order they are read.
        required: slots that the city requires beyond the house's own.
        ladder: how an escalation climbs.
        wording: the city's own texts, by response name.
        retention: days that each class of record is kept.
        suicide_screen: whether the suicide questions are on.
        safety_answer_seconds: how long the direct safety question may stay unanswered before it is raised.
        sources: where what the profile says comes from.
    """

    id: str
    version: str
    name: str
    introduction: Phrase
    illustrative: Phrase
    zone: ZoneInfo
    languages: tuple[Language, ...]
    model: DispatchModel
    area: ServiceArea
    schedule: Schedule
    teams: tuple[Team, ...]
    rules: tuple[Rule, ...]
    numbers: Numbers
    ladder: Ladder
    retention: Mapping[RecordClass, int]
    required: tuple[Slot, ...] = ()
    wording: Mapping[str, Phrase] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    suicide_screen: bool = True
    safety_answer_seconds: int = SAFETY_ANSWER_SECONDS
    sources: tuple[str, ...] = ()

    def team(self, team_id: str) -> Team | None:
        """Return the team of that id, or None."""
        return next((team for team in self.teams if team.id == team_id), None)
