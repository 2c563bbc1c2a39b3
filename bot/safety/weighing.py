"""Weighs what was read: figures of speech explain a danger away, modifiers lower it, combinations raise it.

Each lowering is local to the words it touches; it must never reach another danger of the same message.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.safety.collection import Collection
from bot.safety.lexicon import Figure, Lexicon, Rule
from bot.safety.patterns import MOST_HITS, Hit, Page, Pattern
from bot.safety.reading import PLAIN, WHOM
from bot.safety.scope import FURTHEST, Covering, Scopes, Words, content_words, own_words
from bot.vocabulary import DangerLevel, Hazard, Reach

Taught = TypeVar("Taught")


@dataclass(frozen=True)
class Finding:
    """A danger that was read, what became of it, and the words that lowered it as (id, first token, end)."""

    rule: Rule
    hit: Hit
    level: DangerLevel
    lowered_by: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Raised:
    """A combination that was heard."""

    id: str
    hazard: Hazard
    level: DangerLevel


@dataclass
class Weighed:
    """What a text says in one language.

    Attributes:
        findings: dangers that stand, at their level.
        hidden: dangers that were explained away.
        raised: combinations heard.
        too_much: a pattern was read more often than people speak; not everything was looked at.
    """

    findings: list[Finding] = field(default_factory=list)
    hidden: list[Finding] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    too_much: bool = False


class Scale:
    """The rules, figures and cues of one lexicon, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile a lexicon. Raises ValueError on a pattern that cannot be read."""
        self.lexicon = lexicon
        self._rules = Collection((rule, rule.patterns) for rule in lexicon.rules)
        self._figures = Collection((figure, figure.patterns) for figure in lexicon.figures)
        self._cues = Collection((cue, cue.patterns) for cue in lexicon.cues)

    @property
    def patterns(self) -> list[Pattern]:
        """All compiled patterns."""
        return [*self._rules.patterns, *self._figures.patterns, *self._cues.patterns]

    def weigh(self, page: Page) -> Weighed:
        """Read a page and weigh what was found."""
        weighed = Weighed()
        found = _counted(self._rules.read(page), weighed)
        if not found:
            return weighed
        context = _Context(self, page, weighed)
        plain = page.singles(PLAIN)
        for rule, hit in found:
            finding = context.weigh_one(rule, hit, content_words(hit, plain))
            (weighed.hidden if finding.level is DangerLevel.NONE else weighed.findings).append(finding)
        heard = {finding.rule.category for finding in weighed.findings}
        for one in self.lexicon.together:
            if heard.issuperset(one.categories):
                weighed.raised.append(Raised(one.id, one.hazard, one.level))
        return weighed

    def figures_of(self, page: Page, weighed: Weighed) -> list[tuple[Figure, Words]]:
        """Return the figures of speech of a page by place; their gaps pass over no person (not "hung him up")."""
        without_persons = replace(page, negators=page.negators | page.singles(WHOM))
        found = [(figure, own_words(hit)) for figure, hit in _counted(self._figures.read(without_persons), weighed)]
        return sorted(found, key=lambda one: one[1].first)

    def coverings_of(self, page: Page, weighed: Weighed) -> list[Covering]:
        """Return the modifiers of a page by place."""
        scopes = Scopes(page)
        found = [scopes.covering(cue, hit) for cue, hit in _counted(self._cues.read(page), weighed)]
        return sorted(found, key=lambda one: one.start)


class _Context:
    """What stands around the dangers of one page."""

    def __init__(self, scale: Scale, page: Page, weighed: Weighed) -> None:
        self._effects = scale.lexicon.effects
        self._figures = scale.figures_of(page, weighed)
        coverings = scale.coverings_of(page, weighed)
        self._everywhere = {one.cue.id: one for one in reversed(coverings) if one.cue.reach is Reach.MESSAGE}.values()
        self._local = [one for one in coverings if one.cue.reach is not Reach.MESSAGE]
        self._figure_places = [own.first for _, own in self._figures]
        self._local_places = [one.start for one in self._local]

    def weigh_one(self, rule: Rule, hit: Hit, content: Words) -> Finding:
        level = rule.level
        lowered: list[tuple[str, int, int]] = []
        for figure, own in self._figures[_near(self._figure_places, hit)]:
            about = not figure.hides or rule.hazard in figure.hides
            if about and figure.leaves.rank < level.rank and own.touches(content):
                level = figure.leaves
                lowered.append((figure.id, *own.ends))
        own = own_words(hit)
        for one in [*self._local[_near(self._local_places, hit)], *self._everywhere]:
            effect = self._effects.get(one.cue.modifier, {}).get(rule.level, rule.level)
            applies = one.cue.modifier not in rule.holds and (not one.cue.about or rule.category in one.cue.about)
            if effect.rank < level.rank and applies and self._reaches(one, own, content):
                level = effect
                lowered.append((one.cue.id, *one.own.ends))
        return Finding(rule, hit, level, tuple(lowered))

    @staticmethod
    def _reaches(one: Covering, own: Words, content: Words) -> bool:
        if one.first.touches(own):
            return False
        return one.cue.reach is Reach.MESSAGE or one.reached.touches(content)


def _near(places: Sequence[int], hit: Hit) -> slice:
    return slice(bisect_left(places, hit.start - 2 * FURTHEST), bisect_left(places, hit.end + 2 * FURTHEST))


def _counted(found: Iterable[tuple[Taught, Hit]], weighed: Weighed) -> list[tuple[Taught, Hit]]:
    """List what was read, and note where one entry was read too often to have been looked at everywhere."""
    read = list(found)
    most = max(Counter(id(entry) for entry, _ in read).values(), default=0)
    weighed.too_much = weighed.too_much or most > MOST_HITS
    return read
