"""The climb of one escalation, with a clock in hand: who is told when, whatever fails, crashes or steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import time_machine

from bot import clock
from bot.conversation.house import House
from bot.escalation import service
from bot.escalation.climbing import ATTEMPT_SECONDS, climb
from bot.escalation.ladder import CALL_SECONDS
from bot.escalation.reach import NeverError, Notice, NotNowError
from bot.escalation.testing import ScriptedReach
from bot.program.profile import Ladder, LadderStep, Numbers, OnCall
from bot.store.values import Escalation
from bot.testing import ROSA
from bot.vocabulary import AckWay, AttemptState, EscalationState, EventName, Hazard, Means, Rung
from channels.trial import Trial

ANA, BEN, SAM = OnCall("Ana", "+13035550121"), OnCall("Ben", "+13035550122"), OnCall("Sam", "+13035550123")
RUNGS = (
    (Rung.DESK, 0),
    (Rung.ON_CALL_SMS, 60),
    (Rung.ON_CALL_VOICE, 120),
    (Rung.DISPATCH_VOICE, 300),
    (Rung.SUPERVISOR, 420),
)
LADDER = Ladder(tuple(LadderStep(rung, after) for rung, after in RUNGS), 120)
CENTER = "Dispatch centre"


@dataclass
class Climb:
    """One open escalation, its house, whoever is reached, and a clock that only the test moves."""

    house: House
    reach: ScriptedReach
    id: str
    traveller: time_machine.Traveller
    began: datetime

    def at(self, seconds: float) -> float | None:
        """Go to so many seconds after the opening and climb as far as is due."""
        self.traveller.move_to(self.began + timedelta(seconds=seconds))
        return self.go()

    def go(self) -> float | None:
        for _ in range(20):
            wait = climb(self.house, self.reach, self.id)
            if wait != 0:
                return wait
        raise AssertionError("climbs in a circle")

    def until(self, seconds: float, pace: float = 0.5) -> list[tuple[float, str, Means]]:
        """Let the time run; return who was told when, to the second."""
        told = []
        while (passed := (clock.now() - self.began).total_seconds()) < seconds:
            before = len(self.reach.told)
            self.go()
            told += [(round(passed), notice.name, notice.means) for notice in self.reach.told[before:]]
            self.traveller.shift(pace)
        return told

    @property
    def row(self) -> Escalation:
        with self.house.store.reading() as books:
            return books.escalations.get(self.id)

    def states(self) -> list[tuple[Rung, AttemptState]]:
        with self.house.store.reading() as books:
            return [(attempt.rung, attempt.state) for attempt in books.escalations.attempts_of(self.id)]

    def events(self) -> list[EventName]:
        with self.house.store.reading() as books:
            return [event.name for event in books.events.of_escalation(self.id)]


@pytest.fixture
def climbing(trial: Trial) -> Iterator[Callable[..., Climb]]:
    began = clock.now().replace(microsecond=0)
    with time_machine.travel(began, tick=False) as traveller:

        def open_one(
            fails: Callable[[Notice], Exception | None] = lambda _: None, ladder: Ladder = LADDER, **of: object
        ) -> Climb:
            numbers = Numbers("+13035550111", True, (ANA, BEN), SAM)
            profile = replace(trial.house.profile, ladder=ladder, numbers=replace(numbers, **of))  # type: ignore[arg-type]
            trial.says(ROSA, "he has a knife")
            house = replace(trial.house, profile=profile)
            return Climb(house, ScriptedReach(fails), trial.escalations(ROSA)[0].id, traveller, began)

        yield open_one


def test_the_desk_is_told_by_the_opening_itself(climbing):
    up = climbing()
    assert up.states() == [(Rung.DESK, AttemptState.TAKEN)]
    assert up.events() == [EventName.ESCALATION_OPENED, EventName.ESCALATION_ALARMED]


def test_every_rung_is_climbed_at_its_time_and_the_last_for_ever(climbing):
    up = climbing()
    assert up.until(900) == [
        (60, "Ana", Means.TEXT),
        (60, "Ben", Means.TEXT),
        (120, "Ana", Means.CALL),
        (180, "Ben", Means.CALL),
        (300, CENTER, Means.CALL),
        (420, "Sam", Means.TEXT),
        (420, "Sam", Means.CALL),
        (540, "Sam", Means.TEXT),
        (540, "Sam", Means.CALL),
        (660, "Sam", Means.TEXT),
        (660, "Sam", Means.CALL),
        (780, "Sam", Means.TEXT),
        (780, "Sam", Means.CALL),
    ]


def test_whoever_takes_it_ends_the_climb(climbing):
    up = climbing()
    up.until(130)
    with up.house.store.writing() as books:
        service.acknowledge(books, up.id, service.Taker("Ana", AckWay.CALL))
    assert up.go() is None
    assert up.until(2000, pace=30) == []


def test_what_fails_for_now_is_tried_again_within_its_rung_and_the_climb_goes_on(climbing):
    up = climbing(lambda notice: NotNowError("down") if notice.means is Means.TEXT else None)
    told = up.until(300)
    assert told == [(120, "Ana", Means.CALL), (180, "Ben", Means.CALL)]
    tries = [notice.name for notice in up.reach.tried if notice.means is Means.TEXT]
    assert tries.count("Ana") >= 4


def test_what_was_owed_while_the_phone_company_was_down_is_delivered_after(climbing):
    up = climbing(lambda _: NotNowError("down") if (clock.now() - up.began).total_seconds() < 300 else None)
    told = [name for _, name, means in up.until(1500) if means is Means.TEXT]
    assert {"Ana", "Ben", "Sam"} <= set(told)
    assert up.states()[1:3] == [(Rung.ON_CALL_SMS, AttemptState.DELAYED)] * 2


def test_a_number_that_never_works_costs_no_time(climbing):
    up = climbing(lambda notice: NeverError("21211") if notice.means is Means.TEXT else None)
    told = up.until(200)
    assert told[0] == (60, "Ana", Means.CALL)
    assert (Rung.ON_CALL_SMS, AttemptState.REFUSED) in up.states()
    assert EventName.ESCALATION_ATTEMPT_ENDED in up.events()


def test_one_bad_number_does_not_hurry_the_rung_that_reached_somebody(climbing):
    up = climbing(lambda notice: NeverError("21211") if notice.name == "Ben" else None)
    assert up.until(170) == [(60, "Ana", Means.TEXT), (120, "Ana", Means.CALL)]


def test_a_rung_with_nobody_on_it_is_passed_at_once(climbing):
    up = climbing(on_call=())
    told = up.until(200)
    assert told[0] == (60, CENTER, Means.CALL)


def test_a_last_rung_that_reaches_nobody_is_not_climbed_in_a_circle(climbing):
    up = climbing(on_call=(), supervisor=None)
    up.until(900)
    assert up.row.state is EscalationState.OPEN
    assert len(up.events()) < 40


def test_a_crash_between_writing_and_making_an_attempt_repeats_it(climbing):
    up = climbing()

    class Crash(BaseException):
        pass

    def crash(_notice: Notice) -> Exception | None:
        raise Crash

    up.reach.fails = crash
    with pytest.raises(Crash):
        up.at(60)
    up.reach.fails = lambda _: None
    assert up.at(60 + ATTEMPT_SECONDS - 1) == pytest.approx(1)
    up.at(60 + ATTEMPT_SECONDS)
    assert [notice.name for notice in up.reach.told] == ["Ana", "Ben"]
    assert up.states()[1:] == [
        (Rung.ON_CALL_SMS, AttemptState.WRITTEN),
        (Rung.ON_CALL_SMS, AttemptState.TAKEN),
        (Rung.ON_CALL_SMS, AttemptState.TAKEN),
    ]


def test_a_rung_lasts_from_its_first_attempt_where_a_crash_kept_it_from_being_made(climbing):
    up = climbing()
    up.traveller.move_to(up.began + timedelta(seconds=60))
    assert climb(up.house, up.reach, up.id) == 0
    assert (up.row.step, up.reach.tried) == (1, [])
    up.at(100)
    assert up.until(170) == [(160, "Ana", Means.CALL)]


def test_two_workers_tell_once(climbing):
    up = climbing()
    up.at(60)
    other = ScriptedReach()
    assert climb(up.house, other, up.id) == pytest.approx(60)
    assert other.told == []


@pytest.mark.parametrize("hours", [-1, 1, -24])
def test_a_clock_that_steps_loses_no_rung_and_fires_none_early_by_more_than_its_wait(climbing, hours: int):
    up = climbing()
    up.at(70)
    up.traveller.shift(timedelta(hours=hours))
    up.began += timedelta(hours=hours)
    told = up.until(1000)
    assert [name for _, name, _ in told][:5] == ["Ana", "Ben", CENTER, "Sam", "Sam"]
    assert told[0][0] >= 60
    gaps = [later - sooner for (sooner, *_), (later, *_) in zip(told, told[1:], strict=False)]
    assert all(gap in (0, 60, 120) for gap in gaps)


def test_new_danger_tells_everybody_on_the_rung_again_with_the_news(climbing, trial):
    up = climbing()
    up.at(70)
    trial.says(ROSA, "I want to kill myself")
    up.go()
    names = [(notice.name, notice.renewed) for notice in up.reach.told]
    assert names == [("Ana", False), ("Ben", False), ("Ana", True), ("Ben", True)]
    assert up.reach.told[-1].hazards == (Hazard.WEAPON, Hazard.SUICIDE)


def test_whoever_is_told_for_the_first_time_is_not_told_of_news(climbing, trial):
    up = climbing()
    trial.says(ROSA, "I want to kill myself")
    up.at(60)
    assert [(notice.name, notice.renewed) for notice in up.reach.told] == [("Ana", False), ("Ben", False)]


def test_what_adds_no_danger_is_no_news(climbing, trial):
    up = climbing()
    up.at(60)
    trial.says(ROSA, "he has a knife")
    up.at(120)
    assert [notice.renewed for notice in up.reach.told] == [False, False, False]


def test_the_same_danger_said_again_begins_nothing_anew(climbing, trial):
    up = climbing()
    up.at(60)
    up.at(70)
    trial.says(ROSA, "he has a knife")
    assert up.go() == pytest.approx(50)
    assert len(up.reach.told) == 2


def test_a_profile_with_fewer_rungs_goes_on_from_its_last(climbing):
    up = climbing()
    up.until(430)
    shorter = Ladder(LADDER.steps[:2], 60)
    up.house = replace(up.house, profile=replace(up.house.profile, ladder=shorter))
    told = up.until(600)
    assert {name for _, name, _ in told} == {"Ana", "Ben"}


def test_a_call_gives_its_person_time_to_answer(climbing):
    up = climbing()
    up.at(60)
    up.at(120)
    assert up.go() == pytest.approx(CALL_SECONDS)
