"""Climbs the ladder of one escalation: one deed at a time, its attempt committed before it is made.

The row is the truth: it is read before every deed, and a crash at any moment leaves a row that says what is due. So any
worker may climb at any time, as often as it likes; a person may be told twice, never not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import clock
from bot.conversation.house import House
from bot.escalation import ladder
from bot.escalation.ladder import Target
from bot.escalation.notice import alarmed, notice_of
from bot.escalation.reach import NeverError, Notice, NotNowError, Reach
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Escalation
from bot.vocabulary import AttemptState, EscalationState, EventName, Means, Rung

#: An attempt that was not heard of again by then died with its process, and is made anew.
ATTEMPT_SECONDS = 15.0
#: So far in the future may a look lie before the clock is held to have been put back: clocks of two machines differ.
CLOCK_SECONDS = 2.0


@dataclass(frozen=True)
class _Begun:
    """An attempt that is written and now has to be made."""

    escalation: Escalation
    target: Target
    notice: Notice


@dataclass(frozen=True)
class _Standing:
    """The rung that an escalation stands on: whom it reaches, since when it is stood on, how long it lasts."""

    step: int
    rung: Rung
    targets: tuple[Target, ...]
    began_at: datetime
    wait: float
    is_last: bool

    @classmethod
    def of(cls, house: House, escalation: Escalation, now: datetime) -> _Standing:
        steps = house.profile.ladder.steps
        # Another profile may have fewer rungs than the one that it was opened under.
        step = min(escalation.step, len(steps) - 1)
        rung = steps[step].rung
        # A clock that was put back must not make a rung last longer than its wait.
        began_at = min(escalation.step_at or now, now)
        targets = ladder.deeds(rung, house.profile.numbers)
        return cls(step, rung, targets, began_at, ladder.wait_of(house.profile.ladder, step), step == len(steps) - 1)

    @property
    def ends_at(self) -> datetime:
        return self.began_at + timedelta(seconds=self.wait)


def climb(house: House, reach: Reach, escalation_id: str) -> float | None:
    """Make the deed that is due, if one is.

    Returns the seconds until the next one, None where a person has the escalation.

    Raises:
        StoreUnavailableError: the database is away; whatever was due still is.
    """
    begun = _begin(house, escalation_id)
    if not isinstance(begun, _Begun):
        return begun
    if begun.target.means is Means.DESK:
        return _end(house, begun, AttemptState.TAKEN)
    try:
        sid = reach.reach(begun.notice)
    except NotNowError as error:
        return _end(house, begun, AttemptState.DELAYED, code=error.code)
    except NeverError as error:
        return _end(house, begun, AttemptState.REFUSED, code=error.code)
    except Exception as error:
        # A fault of ours in one way of reaching people must not keep the ladder from trying the next.
        _end(house, begun, AttemptState.DELAYED, code=type(error).__name__)
        raise
    return _end(house, begun, AttemptState.TAKEN, sid=sid)


def is_due(escalation: Escalation, now: datetime) -> bool:
    """Whether a deed is due; where the clock was put back since the last look, it is, since nobody knows how far."""
    stepped_back = escalation.looked_at is not None and (escalation.looked_at - now).total_seconds() > CLOCK_SECONDS
    return stepped_back or escalation.due_at <= now


def _begin(house: House, escalation_id: str) -> _Begun | float | None:
    """Write the attempt that is due. Returns the seconds to wait where none is, None where nobody need climb."""
    with house.store.writing() as books:
        escalation = books.escalations.get(escalation_id)
        if escalation.state is not EscalationState.OPEN:
            return None
        now = clock.now()
        if not is_due(escalation, now):
            return (escalation.due_at - now).total_seconds()
        standing = _Standing.of(house, escalation, now)
        if escalation.deed < len(standing.targets):
            return _written(books, escalation, standing, now)
        if standing.targets and now < standing.ends_at:
            return _wait_until(books, escalation, standing, standing.ends_at, now)
        return _next_rung(books, house, escalation, standing, now)


def _written(books: Books, escalation: Escalation, standing: _Standing, now: datetime) -> _Begun:
    target = standing.targets[escalation.deed]
    attempt = books.escalations.write_attempt(
        escalation.id, standing.rung, now, target=target.name, address=target.number, means=target.means
    )
    escalation = books.escalations.change(
        escalation.id,
        rung=standing.rung,
        step=standing.step,
        step_at=standing.began_at,
        tries=escalation.tries + 1,
        due_at=now + timedelta(seconds=ATTEMPT_SECONDS),
        looked_at=now,
    )
    alarmed(books, escalation, attempt)
    return _Begun(escalation, target, notice_of(books, escalation, attempt))


def _next_rung(books: Books, house: House, escalation: Escalation, standing: _Standing, now: datetime) -> float:
    """Stand on the rung that follows, whose first deed is due at once."""
    rungs = house.profile.ladder
    if not standing.targets:
        _append(
            books,
            EventName.ESCALATION_ATTEMPT_ENDED,
            escalation,
            rung=standing.rung.value,
            state=AttemptState.REFUSED.value,
            code="nobody_named",
        )
    was_up = books.escalations.was_climbed(escalation.id, rungs.steps[-1].rung)
    following = ladder.step_after(rungs, standing.step, books.escalations.owed(escalation.id) if was_up else None)
    # A last rung without anybody on it must not be climbed in a circle.
    due = standing.ends_at if following == standing.step and not standing.targets else now
    rung = rungs.steps[following].rung
    books.escalations.change(
        escalation.id, rung=rung, step=following, step_at=None, deed=0, tries=0, due_at=max(due, now), looked_at=now
    )
    _append(books, EventName.ESCALATION_CLIMBED, escalation, rung=rung.value, step=following)
    return max(0.0, (due - now).total_seconds())


def _wait_until(books: Books, escalation: Escalation, standing: _Standing, due: datetime, now: datetime) -> float:
    books.escalations.change(escalation.id, step_at=standing.began_at, due_at=due, looked_at=now)
    return (due - now).total_seconds()


def _end(house: House, begun: _Begun, state: AttemptState, *, sid: str = "", code: str = "") -> float | None:
    """Write what became of an attempt, and when the next deed is due."""
    with house.store.writing() as books:
        now = clock.now()
        attempt = books.escalations.attempt(begun.notice.attempt_id)
        if attempt.state is AttemptState.UNREACHED:
            # The phone company told how it ended before it told that it had begun.
            state, code = attempt.state, attempt.code
        goes_on = state is AttemptState.TAKEN and begun.target.means is Means.CALL
        books.escalations.end_attempt(attempt.id, state, None if goes_on else now, code=code, sid=sid)
        escalation = books.escalations.get(begun.escalation.id)
        if state in (AttemptState.DELAYED, AttemptState.REFUSED):
            _append(
                books,
                EventName.ESCALATION_ATTEMPT_ENDED,
                escalation,
                rung=begun.escalation.rung.value,
                means=begun.target.means.value,
                state=state.value,
                code=code,
            )
        if escalation.state is not EscalationState.OPEN:
            return None
        if (escalation.step, escalation.deed, escalation.tries) != _place(begun.escalation):
            # Another worker climbed meanwhile, or new danger began the rung anew.
            return max(0.0, (escalation.due_at - now).total_seconds())
        return _settle(books, escalation, _Standing.of(house, escalation, now), begun.target.means, state, now)


def _settle(
    books: Books, escalation: Escalation, standing: _Standing, means: Means, state: AttemptState, now: datetime
) -> float:
    again = now + timedelta(seconds=ladder.backoff(escalation.tries))
    if state is AttemptState.DELAYED and again < standing.ends_at:
        return _wait_until(books, escalation, standing, again, now)
    more = escalation.deed + 1 < len(standing.targets)
    due, began_at = now, standing.began_at
    if state is AttemptState.TAKEN and means is Means.CALL:
        due = max(now, min(now + timedelta(seconds=ladder.CALL_SECONDS), standing.ends_at))
    elif not more and _waits(books, escalation, standing, state):
        due = max(now, standing.ends_at)
    elif not more:
        # Nobody can be reached on this rung: it does not wait.
        began_at = now - timedelta(seconds=standing.wait)
    books.escalations.change(
        escalation.id, deed=escalation.deed + 1, tries=0, step_at=began_at, due_at=due, looked_at=now
    )
    return (due - now).total_seconds()


def _waits(books: Books, escalation: Escalation, standing: _Standing, state: AttemptState) -> bool:
    """Whether the rung's wait is kept after its last deed: not where every one of them was refused for good."""
    return state is not AttemptState.REFUSED or standing.is_last or _was_taken(books, escalation, standing)


def _was_taken(books: Books, escalation: Escalation, standing: _Standing) -> bool:
    """Whether any attempt of this rung, since it was stood on, was taken."""
    return any(
        attempt.rung is standing.rung and attempt.at >= standing.began_at and attempt.state is AttemptState.TAKEN
        for attempt in books.escalations.attempts_of(escalation.id)
    )


def _place(escalation: Escalation) -> tuple[int, int, int]:
    return escalation.step, escalation.deed, escalation.tries


def _append(books: Books, name: EventName, escalation: Escalation, **facts: Any) -> None:
    books.events.append(
        name,
        actor=SYSTEM,
        conversation_id=escalation.conversation_id,
        record_id=escalation.record_id,
        escalation_id=escalation.id,
        **facts,
    )
