"""Counts from the records and from the phone company's own books whether each escalation went as the ladder says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.store import Books, Store
from bot.store.values import EscalationAttempt
from bot.vocabulary import AttemptState, EscalationState, Means
from channels.soak.town import Climb
from channels.twin.client import TwinClient

#: A rung may begin this much before its wait is over: clocks are read twice.
EARLY_SECONDS = 0.5


@dataclass(frozen=True)
class Tally:
    """What was counted.

    Attributes:
        opened: escalations in the records; residents who texted danger should have one each.
        taken: those that a person took.
        skipped: those of which a rung was left out before somebody took it.
        early: rungs that began before the wait of the one before was over.
        unsaid: attempts that are written as taken and that the phone company knows nothing of.
        twice: attempts beyond the first to one person on one rung before it was repeated.
        by_rung: attempts by rung.
        latest: how late the latest rung began, in seconds.
        broken_at: the first broken link of the chain of events, None where it holds.
    """

    opened: int
    taken: int
    skipped: int
    early: int
    unsaid: int
    twice: int
    by_rung: Counter[str]
    latest: float
    broken_at: int | None

    @property
    def lost(self) -> int:
        """Escalations that nobody took."""
        return self.opened - self.taken

    def lines(self) -> Iterable[str]:
        """Return the tally as lines for a person."""
        yield f"escalations opened        {self.opened}"
        yield f"taken by a person         {self.taken}"
        yield f"lost                      {self.lost}"
        yield f"with a rung skipped       {self.skipped}"
        yield f"rungs begun early         {self.early}"
        yield f"said but never sent       {self.unsaid}"
        yield f"told twice                {self.twice}"
        yield f"latest rung, late by      {self.latest:.1f} s"
        yield f"chain of events           {'whole' if self.broken_at is None else f'broken at {self.broken_at}'}"
        yield f"attempts                  {', '.join(f'{rung} {count}' for rung, count in self.by_rung.items())}"


def count(store: Store, twin: TwinClient, climb: Climb) -> Tally:
    """Count everything that stands in the records, and check it against the phone company's books."""
    with store.reading() as books:
        climbs = list(_climbs(books))
        broken_at = books.events.first_broken()
    known = _known_sids(twin)
    attempts = [attempt for _, made in climbs for attempt in made]
    gaps = [gap for _, made in climbs for gap in _gaps(made, climb)]
    return Tally(
        opened=len(climbs),
        taken=sum(taken for taken, _ in climbs),
        skipped=sum(_skips(made, climb) for _, made in climbs),
        early=sum(gap < -EARLY_SECONDS for gap in gaps),
        unsaid=sum(
            one.state is AttemptState.TAKEN and one.means is not Means.DESK and one.sid not in known for one in attempts
        ),
        twice=sum(_twice(made) for _, made in climbs),
        by_rung=Counter(attempt.rung.value for attempt in attempts),
        latest=max(gaps, default=0.0),
        broken_at=broken_at,
    )


def _climbs(books: Books) -> Iterable[tuple[bool, Sequence[EscalationAttempt]]]:
    for escalation in books.escalations.every():
        yield escalation.state is not EscalationState.OPEN, books.escalations.attempts_of(escalation.id)


def _known_sids(twin: TwinClient) -> set[str]:
    calls = {call.sid for call in twin.calls()}
    return calls | {str(entry["sid"]) for entry in twin.log("rest") if entry.get("sid")}


def _skips(made: Sequence[EscalationAttempt], climb: Climb) -> bool:
    """Whether the rungs that were climbed are not the first rungs of the ladder, in its order."""
    climbed = list(dict.fromkeys(attempt.rung.value for attempt in made))
    return climbed != [rung for rung, _ in climb.steps][: len(climbed)]


def _gaps(made: Sequence[EscalationAttempt], climb: Climb) -> Iterable[float]:
    """Give by how many seconds each rung began after it was due, less than 0 where it was early."""
    first: dict[str, EscalationAttempt] = {}
    for attempt in made:
        first.setdefault(attempt.rung.value, attempt)
    for (rung, after), (following, due) in zip(climb.steps, climb.steps[1:], strict=False):
        if rung in first and following in first:
            yield (first[following].at - first[rung].at).total_seconds() - (due - after)


def _twice(made: Sequence[EscalationAttempt]) -> int:
    """Count the attempts of the way up that told somebody on one rung once more."""
    rungs = list(dict.fromkeys(attempt.rung for attempt in made))
    told = Counter((one.rung, one.address, one.means) for one in made if one.rung is not rungs[-1])
    return sum(times - 1 for times in told.values())
