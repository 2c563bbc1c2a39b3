"""What the ladder says: which people each rung reaches, by what, and when the next rung is due. Nothing is sent here.

Waits are reckoned from the rung before and not from the opening, so that a clock that is put forward costs at most the
one wait that runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.program.profile import Ladder, Numbers, OnCall
from bot.vocabulary import Means, Rung

DESK_NAME, CENTER_NAME = "", "Dispatch centre"
#: A call that nobody answers rings for 25 s (Twilio's Timeout below), and its summary takes as long again.
CALL_SECONDS = 60.0
#: 1, 2, 4 … seconds between tries of one deed, at most so many: an outage of the phone company ends within one of them.
LONGEST_BACKOFF = 15.0


@dataclass(frozen=True)
class Target:
    """One person to be reached by one means. `number` is empty for the desk and for a document."""

    name: str
    number: str
    means: Means


def deeds(rung: Rung, numbers: Numbers) -> tuple[Target, ...]:
    """Return whom a rung reaches, in order; none where the profile names nobody for it."""
    on_call = numbers.on_call
    if rung is Rung.DESK:
        return (Target(DESK_NAME, "", Means.DESK),)
    if rung is Rung.ON_CALL_SMS:
        return _each(on_call, Means.TEXT)
    if rung is Rung.ON_CALL_VOICE:
        return _each(on_call, Means.CALL)
    if rung is Rung.DISPATCH_VOICE:
        return (Target(CENTER_NAME, numbers.dispatch_center, Means.CALL),)
    if rung is Rung.EIDO_POST:
        return (Target(CENTER_NAME, "", Means.POST),) if numbers.eido_url else ()
    supervisor = numbers.supervisor or (on_call[-1] if on_call else None)
    return () if supervisor is None else (*_each((supervisor,), Means.TEXT), *_each((supervisor,), Means.CALL))


def _each(people: Collection[OnCall], means: Means) -> tuple[Target, ...]:
    return tuple(Target(person.name, person.number, means) for person in people)


def wait_of(ladder: Ladder, step: int) -> float:
    """Return how many seconds a rung has before the next one is due; the last one repeats after so many."""
    if step + 1 < len(ladder.steps):
        return float(ladder.steps[step + 1].after_seconds - ladder.steps[step].after_seconds)
    return float(ladder.repeat_seconds)


def step_after(ladder: Ladder, step: int, owed: Collection[Rung] | None = None) -> int:
    """Return the step that follows.

    Args:
        owed: None on the way up. Once the last rung was climbed: the rungs whose attempts could not be made because
            something was down. The climb goes back over those before it repeats the last rung.
    """
    last = len(ladder.steps) - 1
    if owed is None:
        return min(step + 1, last)
    ahead = range(step + 1, last) if step < last else range(last)
    return next((place for place in ahead if ladder.steps[place].rung in owed), last)


def backoff(tries: int) -> float:
    """Return the seconds to wait after so many tries of one deed."""
    return float(min(2.0 ** max(0, tries - 1), LONGEST_BACKOFF))


def on_call_numbers(numbers: Numbers) -> frozenset[str]:
    """Return the numbers of everybody whom a rung may text: an answer from one of them may take an escalation."""
    people = (*numbers.on_call, *((numbers.supervisor,) if numbers.supervisor else ()))
    return frozenset(person.number for person in people)
