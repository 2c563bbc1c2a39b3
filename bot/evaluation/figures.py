"""The figures of a reading: how many of those due something got it, in all and by what tells them apart.

A text that stands in two sets counts once, except where sets are told apart. PURE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case, Due, Judged
from bot.evaluation.counting import Share
from bot.evaluation.targets import Group, Measure, Target, target_of
from bot.vocabulary import DangerLevel

#: The three levels that make a triple whole.
WHOLE_TRIPLE = 3


@dataclass(frozen=True)
class Figure:
    """One share, with what it is due to reach.

    Attributes:
        name: which of the group, such as a hazard; "" where the group is one.
    """

    measure: Measure
    group: Group
    name: str
    share: Share

    @property
    def target(self) -> Target | None:
        """What it is due to reach; None where nothing is."""
        return target_of(self.measure, self.group, self.name)

    @property
    def met(self) -> bool | None:
        """Whether it reaches it; None where nothing is due."""
        return None if self.target is None else self.target.met(self.share.value)


@dataclass(frozen=True)
class _Rule:
    """Which cases a measure looks at, and which levels count."""

    looks_at: Callable[[Case], bool]
    counts: frozenset[DangerLevel]


_HEARD = frozenset({DangerLevel.EMERGENCY, DangerLevel.ASK})
_SENT = frozenset({DangerLevel.EMERGENCY})
_RULES: Mapping[Measure, _Rule] = {
    Measure.CAUGHT: _Rule(lambda case: case.due is Due.EMERGENCY, _HEARD),
    Measure.AT_ONCE: _Rule(lambda case: case.due is Due.EMERGENCY, _SENT),
    Measure.ASK_HEARD: _Rule(lambda case: case.due is Due.ASK, _HEARD),
    Measure.SERIOUS_HEARD: _Rule(lambda case: case.due is Due.SERIOUS, _HEARD),
    Measure.SENT: _Rule(lambda case: case.due.is_harmless, _SENT),
    # What may be anything but 911 may well deserve a question.
    Measure.ASKED: _Rule(lambda case: case.due is Due.NONE, frozenset({DangerLevel.ASK})),
}
_GROUPS: Mapping[Group, Callable[[Case], str | None]] = {
    Group.ALL: lambda _case: "",
    Group.EVERYDAY: lambda case: "" if case.is_everyday else None,
    Group.HARD: lambda case: "" if case.is_hard else None,
    Group.HAZARD: lambda case: case.hazard.value if case.hazard else None,
    Group.VOICE: lambda case: case.voice.value if case.voice else None,
    Group.LANGUAGE: lambda case: case.language.value if case.language else None,
    Group.SET: lambda case: case.set,
}


def figures(judged: Sequence[Judged]) -> list[Figure]:
    """Return every figure of which there is at least one case, in the order in which they are told."""
    found = [figure for group in Group for figure in _of_group(judged, group)]
    triples = triples_right(judged)
    if triples.of:
        found.append(Figure(Measure.TRIPLE, Group.ALL, "", triples))
    return sorted(found, key=lambda figure: list(Group).index(figure.group))


def measured(judged: Sequence[Judged], measure: Measure, group: Group = Group.ALL) -> Share:
    """Return one measure of one group that has no names."""
    return _share([one for one in judged if _GROUPS[group](one.case) == ""], measure, once=True)


def triples_right(judged: Sequence[Judged]) -> Share:
    """Return how many whole triples have each of their messages at its level."""
    by_triple: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in judged:
        if one.case.triple:
            by_triple[one.case.set, one.case.triple].append(one.level.value == one.case.due.value)
    whole = [right for right in by_triple.values() if len(right) == WHOLE_TRIPLE]
    return Share(sum(all(right) for right in whole), len(whole))


def _of_group(judged: Sequence[Judged], group: Group) -> Iterator[Figure]:
    by_name: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        name = _GROUPS[group](one.case)
        if name is not None:
            by_name[name].append(one)
    for name in sorted(by_name):
        for measure in _RULES:
            share = _share(by_name[name], measure, once=group is not Group.SET)
            if share.of:
                yield Figure(measure, group, name, share)


def _share(judged: Sequence[Judged], measure: Measure, *, once: bool) -> Share:
    rule = _RULES[measure]
    looked_at = [one for one in judged if rule.looks_at(one.case)]
    if once:
        looked_at = list({one.case.text: one for one in reversed(looked_at)}.values())
    return Share(sum(one.level in rule.counts for one in looked_at), len(looked_at))
