"""The worker's climbs: many at once, none twice, and nothing that fails holds up or ends another."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest
import time_machine

from bot import clock
from bot.conversation.house import House
from bot.escalation.climbing import ATTEMPT_SECONDS, climb
from bot.escalation.reach import NeverError, Notice, NotNowError
from bot.escalation.service import Taker, acknowledge
from bot.escalation.testing import ScriptedReach
from bot.program.profile import Ladder, LadderStep, Numbers, OnCall
from bot.store import Store, StoreUnavailableError
from bot.store.contacts import PHONE
from bot.store.values import Escalation
from bot.vocabulary import AckWay, AttemptState, Channel, EscalationState, Language, Means, Rung
from channels import metrics
from channels.worker import climbs as climbs_module
from channels.worker.climbs import AT_ONCE, Climbs

ANA, BEN = OnCall("Ana", "+13035550121"), OnCall("Ben", "+13035550122")
RUNGS = ((Rung.DESK, 0), (Rung.ON_CALL_SMS, 60), (Rung.ON_CALL_VOICE, 120))
LADDER = Ladder(tuple(LadderStep(rung, after) for rung, after in RUNGS), 120)
NUMBERS = Numbers("+13035550111", False, (ANA, BEN))


class Held:
    """A phone company that takes nothing until it is let go. It counts what it was asked."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.told: list[Notice] = []
        self.waiting = 0
        self._lock = threading.Lock()

    def reach(self, notice: Notice) -> str:
        with self._lock:
            self.waiting += 1
        assert self.go.wait(10)
        self.told.append(notice)
        return "SM1"


@pytest.fixture
def town(house: House) -> House:
    return replace(house, profile=replace(house.profile, ladder=LADDER, numbers=NUMBERS))


@pytest.fixture
def stopped() -> Iterator[time_machine.Traveller]:
    """Stop the clock, so that only the test moves it."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def work() -> Iterator[Callable[[House, object], Climbs]]:
    made: list[Climbs] = []

    def begin(house: House, reach: object) -> Climbs:
        made.append(Climbs(house, reach))  # type: ignore[arg-type]
        return made[-1]

    yield begin
    for climbs in made:
        climbs.close()


def opened(house: House, count: int) -> list[Escalation]:
    at, found = clock.now(), []
    with house.store.writing() as books:
        for number in range(count):
            contact, _ = books.contacts.find_or_open(PHONE, f"+1303555{1000 + number}", at)
            talk = books.conversations.open(contact, Channel.SMS, "p", "v", Language.ENGLISH, at)
            found.append(books.escalations.open(talk.id, None, None, "screen", ["weapon"], at))
    return found


def until(holds: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def round_of(climbs: Climbs) -> int:
    """Let one round of climbs begin and end; return how many there were."""
    begun = climbs.climb_due()
    until(lambda: not climbs._under_way)
    return begun


def whom(reach: ScriptedReach) -> Counter[tuple[str, str, Means]]:
    return Counter((notice.escalation_id, notice.name, notice.means) for notice in reach.told)


@contextmanager
def away() -> Iterator[NoReturn]:
    """Stand in place of a store's transactions."""
    raise StoreUnavailableError("away")
    yield


def failures() -> float:
    return metrics.STEP_FAILURES.labels("climb")._value.get()


def after(traveller: time_machine.Traveller, seconds: float) -> None:
    traveller.shift(timedelta(seconds=seconds))


def test_nothing_is_begun_while_nothing_is_due(town, stopped, work) -> None:
    opened(town, 3)
    reach = ScriptedReach()
    climbs = work(town, reach)
    assert (round_of(climbs), round_of(climbs), reach.tried) == (3, 0, [])


def test_everything_that_is_due_is_climbed_as_far_as_it_is_due(town, stopped, work) -> None:
    escalations = opened(town, 30)
    reach = ScriptedReach()
    climbs = work(town, reach)
    round_of(climbs)
    after(stopped, 60)
    assert round_of(climbs) == 30
    each = {(escalation.id, name, Means.TEXT) for escalation in escalations for name in ("Ana", "Ben")}
    assert whom(reach) == Counter(each)
    assert round_of(climbs) == 0


def test_many_attempts_are_made_at_once(town, stopped, work) -> None:
    opened(town, AT_ONCE + 4)
    held = Held()
    climbs = work(town, held)
    round_of(climbs)
    after(stopped, 60)
    climbs.climb_due()
    until(lambda: held.waiting == AT_ONCE)
    held.go.set()
    until(lambda: not climbs._under_way)
    assert len(held.told) == 2 * (AT_ONCE + 4)


def test_a_phone_company_that_hangs_over_one_holds_up_no_other(town, stopped, work) -> None:
    stuck, *others = opened(town, 6)
    held, free = Held(), ScriptedReach()

    class Reach:
        def reach(self, notice: Notice) -> str:
            return (held if notice.escalation_id == stuck.id else free).reach(notice)

    climbs = work(town, Reach())
    round_of(climbs)
    after(stopped, 60)
    climbs.climb_due()
    until(lambda: len(free.told) == 2 * len(others))
    assert held.told == []
    held.go.set()
    until(lambda: not climbs._under_way)


def test_one_that_is_under_way_is_not_begun_twice_however_late_it_is(town, stopped, work) -> None:
    opened(town, 1)
    held = Held()
    climbs = work(town, held)
    round_of(climbs)
    after(stopped, 60)
    assert climbs.climb_due() == 1
    until(lambda: held.waiting == 1)
    after(stopped, ATTEMPT_SECONDS + 1)
    assert [climbs.climb_due() for _ in range(3)] == [0, 0, 0]
    assert held.waiting == 1
    held.go.set()
    until(lambda: not climbs._under_way)
    assert [notice.name for notice in held.told] == ["Ana", "Ben"]


def test_one_whose_attempt_raises_stops_no_other_is_counted_and_is_tried_again(town, stopped, work) -> None:
    broken, *others = opened(town, 5)
    faults = [RuntimeError("a fault")]
    reach = ScriptedReach(lambda notice: faults[0] if faults and notice.escalation_id == broken.id else None)
    climbs = work(town, reach)
    round_of(climbs)
    after(stopped, 60)
    before = failures()
    round_of(climbs)
    assert failures() == before + 1
    assert {notice.escalation_id for notice in reach.told} == {escalation.id for escalation in others}
    faults.clear()
    after(stopped, ATTEMPT_SECONDS)
    round_of(climbs)
    assert [notice.name for notice in reach.told if notice.escalation_id == broken.id] == ["Ana", "Ben"]


def test_an_attempt_that_raises_each_time_holds_up_neither_the_next_person_nor_the_next_rung(
    town, stopped, work
) -> None:
    (escalation,) = opened(town, 1)
    reach = ScriptedReach(lambda notice: RuntimeError("a fault") if notice.name == "Ana" else None)
    climbs = work(town, reach)
    for _ in range(250):
        round_of(climbs)
        after(stopped, 1)
    told = [(notice.name, notice.means) for notice in reach.told]
    assert told[:2] == [("Ben", Means.TEXT), ("Ben", Means.CALL)]
    with town.store.reading() as books:
        assert books.escalations.get(escalation.id).state is EscalationState.OPEN
        states = {attempt.target: attempt.state for attempt in books.escalations.attempts_of(escalation.id)}
    assert states["Ana"] is not AttemptState.TAKEN


def test_a_row_that_cannot_be_climbed_stops_no_other_and_is_tried_again(town, stopped, work, monkeypatch) -> None:
    broken, *others = opened(town, 4)
    reach = ScriptedReach()
    climbs = work(town, reach)
    round_of(climbs)
    after(stopped, 60)

    def fails_for_one(house: House, reach: ScriptedReach, escalation_id: str) -> float | None:
        if escalation_id == broken.id:
            raise KeyError("a bad row")
        return climb(house, reach, escalation_id)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(climbs_module, "climb", fails_for_one)
        assert round_of(climbs) == 4
        assert {notice.escalation_id for notice in reach.told} == {escalation.id for escalation in others}
        assert round_of(climbs) == 1
    assert round_of(climbs) == 1
    assert [notice.name for notice in reach.told if notice.escalation_id == broken.id] == ["Ana", "Ben"]


def test_a_database_that_goes_away_ends_the_round_quietly_and_all_is_tried_again(
    town, stopped, work, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalations = opened(town, 4)
    reach = ScriptedReach()
    climbs = work(town, reach)
    round_of(climbs)
    after(stopped, 60)

    before = failures()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(town.store, "writing", away)
        assert round_of(climbs) == 4
    assert failures() == before + 4
    assert reach.tried == []
    assert round_of(climbs) == 4
    assert len(reach.told) == 2 * len(escalations)


def test_a_database_that_is_away_at_the_look_is_for_the_workers_edge_and_leaves_nothing_under_way(
    town, stopped, work, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(town, 2)
    climbs = work(town, ScriptedReach())

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(town.store, "reading", away)
        with pytest.raises(StoreUnavailableError):
            climbs.climb_due()
    assert not climbs._under_way
    assert round_of(climbs) == 2


def test_a_database_that_goes_away_after_a_text_was_sent_repeats_it_rather_than_losing_it(
    town, stopped, work, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(town, 1)
    writing = town.store.writing

    class TakesAndIsCutOff(ScriptedReach):
        def reach(self, notice: Notice) -> str:
            sid = super().reach(notice)
            if len(self.told) == 1:
                monkeypatch.setattr(town.store, "writing", away)
            return sid

    reach = TakesAndIsCutOff()
    climbs = work(town, reach)
    round_of(climbs)
    after(stopped, 60)
    round_of(climbs)
    monkeypatch.setattr(town.store, "writing", writing)
    assert round_of(climbs) == 0
    after(stopped, ATTEMPT_SECONDS)
    round_of(climbs)
    assert [notice.name for notice in reach.told] == ["Ana", "Ana", "Ben"]


@pytest.mark.parametrize("error", [NotNowError("down"), NeverError("21211")])
def test_what_the_phone_company_refuses_is_no_failure_of_the_worker(town, stopped, work, error: Exception) -> None:
    opened(town, 2)
    climbs = work(town, ScriptedReach(lambda _: error))
    round_of(climbs)
    after(stopped, 60)
    before = failures()
    round_of(climbs)
    assert failures() == before


def test_one_that_was_taken_while_it_waited_for_its_turn_tells_nobody_any_more(town, stopped, work) -> None:
    escalations = opened(town, AT_ONCE + 1)
    held = Held()
    climbs = work(town, held)
    round_of(climbs)
    after(stopped, 60)
    climbs.climb_due()
    until(lambda: held.waiting == AT_ONCE)
    with town.store.writing() as books:
        for escalation in escalations:
            acknowledge(books, escalation.id, Taker("Ana", AckWay.TEXT))
    held.go.set()
    until(lambda: not climbs._under_way)
    assert len(held.told) == AT_ONCE
    after(stopped, 600)
    assert climbs.climb_due() == 0


def test_a_clock_that_was_put_back_makes_what_was_looked_at_due(town, stopped, work) -> None:
    opened(town, 2)
    climbs = work(town, ScriptedReach())
    round_of(climbs)
    after(stopped, -3600)
    assert round_of(climbs) == 2
    assert round_of(climbs) == 0


def test_closing_waits_for_the_attempts_that_are_being_made_and_what_waits_is_due_still(town, stopped, work) -> None:
    escalations = opened(town, AT_ONCE + 3)
    held = Held()
    climbs = work(town, held)
    round_of(climbs)
    after(stopped, 60)
    climbs.climb_due()
    until(lambda: held.waiting == AT_ONCE)
    closing = threading.Thread(target=climbs.close)
    closing.start()
    held.go.set()
    closing.join(10)
    assert not closing.is_alive()
    told = {notice.escalation_id for notice in held.told}
    round_of(work(town, other := ScriptedReach()))
    assert told | {notice.escalation_id for notice in other.told} == {escalation.id for escalation in escalations}


def test_several_workers_on_one_database_tell_each_person_once(town, store: Store, stopped, work) -> None:
    town = replace(town, store=store)
    escalations = opened(town, 8)
    reach = ScriptedReach()
    workers = [work(town, reach) for _ in range(4)]

    def together() -> None:
        threads = [threading.Thread(target=climbs.climb_due) for climbs in workers for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        until(lambda: not any(climbs._under_way for climbs in workers))

    together()
    for seconds in (60, 60, 60):
        after(stopped, seconds)
        together()
        together()
    names = [("Ana", Means.TEXT), ("Ben", Means.TEXT), ("Ana", Means.CALL), ("Ben", Means.CALL)]
    assert whom(reach) == Counter((escalation.id, *name) for escalation in escalations for name in names)
    assert len({notice.attempt_id for notice in reach.told}) == len(reach.told)


def test_a_worker_that_hangs_is_stood_in_for_by_another_and_the_ladder_goes_on_once(
    town, store: Store, stopped, work
) -> None:
    town = replace(town, store=store)
    opened(town, 1)
    held, free = Held(), ScriptedReach()
    stuck, other = work(town, held), work(town, free)
    round_of(stuck)
    after(stopped, 60)
    stuck.climb_due()
    until(lambda: held.waiting == 1)
    assert other.climb_due() == 0
    after(stopped, ATTEMPT_SECONDS)
    round_of(other)
    assert [notice.name for notice in free.told] == ["Ana", "Ben"]
    held.go.set()
    until(lambda: not stuck._under_way)
    assert [notice.name for notice in held.told] == ["Ana"]
    assert round_of(stuck) == round_of(other) == 0
