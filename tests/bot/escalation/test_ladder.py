from __future__ import annotations

import pytest

from bot.escalation.ladder import LONGEST_BACKOFF, backoff, deeds, on_call_numbers, step_after, wait_of
from bot.profiles import load_profile
from bot.program.profile import Ladder, LadderStep, Numbers, OnCall
from bot.vocabulary import Means, Rung

ANA, BEN, SAM = OnCall("Ana", "+13035550121"), OnCall("Ben", "+13035550122"), OnCall("Sam", "+13035550123")
NUMBERS = Numbers("+13035550111", True, (ANA, BEN), SAM, "https://psap.example/eido")
RUNGS = (Rung.DESK, Rung.ON_CALL_SMS, Rung.ON_CALL_VOICE, Rung.DISPATCH_VOICE, Rung.SUPERVISOR)
LADDER = Ladder(tuple(LadderStep(rung, after) for rung, after in zip(RUNGS, (0, 60, 120, 180, 300), strict=True)), 90)


def reached(rung: Rung, numbers: Numbers = NUMBERS) -> list[tuple[str, Means]]:
    return [(target.name, target.means) for target in deeds(rung, numbers)]


def test_every_rung_reaches_whom_it_names_in_order():
    assert reached(Rung.DESK) == [("", Means.DESK)]
    assert reached(Rung.ON_CALL_SMS) == [("Ana", Means.TEXT), ("Ben", Means.TEXT)]
    assert reached(Rung.ON_CALL_VOICE) == [("Ana", Means.CALL), ("Ben", Means.CALL)]
    assert reached(Rung.DISPATCH_VOICE) == [("Dispatch centre", Means.CALL)]
    assert reached(Rung.EIDO_POST) == [("Dispatch centre", Means.POST)]
    assert reached(Rung.SUPERVISOR) == [("Sam", Means.TEXT), ("Sam", Means.CALL)]


def test_without_a_supervisor_the_last_on_call_is_reached_and_without_anybody_nobody():
    assert reached(Rung.SUPERVISOR, Numbers("+13035550111", True, (ANA, BEN))) == [
        ("Ben", Means.TEXT),
        ("Ben", Means.CALL),
    ]
    alone = Numbers("+13035550111", True)
    assert [reached(rung, alone) for rung in (Rung.SUPERVISOR, Rung.ON_CALL_SMS, Rung.EIDO_POST)] == [[], [], []]


def test_a_rung_lasts_until_the_next_one_is_due_and_the_last_one_until_it_repeats():
    assert [wait_of(LADDER, step) for step in range(5)] == [60, 60, 60, 120, 90]


def test_on_the_way_up_no_rung_is_left_out():
    steps = [0]
    while steps[-1] < 4:
        steps.append(step_after(LADDER, steps[-1]))
    assert steps == [0, 1, 2, 3, 4]
    assert step_after(LADDER, 4) == 4


def test_once_up_the_climb_goes_back_over_what_is_owed_and_then_repeats_the_last():
    owed = {Rung.ON_CALL_SMS, Rung.DISPATCH_VOICE}
    assert step_after(LADDER, 4, owed) == 1
    assert step_after(LADDER, 1, owed) == 3
    assert step_after(LADDER, 3, owed) == 4
    assert step_after(LADDER, 4, {Rung.SUPERVISOR}) == 4
    assert step_after(LADDER, 4, ()) == 4


def test_tries_come_less_and_less_often_but_never_seldom():
    waits = [backoff(tries) for tries in range(1, 9)]
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == LONGEST_BACKOFF


@pytest.mark.parametrize("program", ["denver-star", "eugene-cahoots", "portland-psr"])
def test_whoever_a_rung_texts_may_answer(program: str):
    numbers = load_profile(program).numbers
    texted = {target.number for rung in Rung for target in deeds(rung, numbers) if target.means is Means.TEXT}
    assert texted <= on_call_numbers(numbers)
