"""Faults and the dice they fall by."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from bot import clock
from bot.errors import PermanentError
from channels.twin.faults import ALWAYS, Dice, Faults


def test_a_counted_failure_is_used_up_by_asking():
    dice = Dice(Faults(fail_rest=2), seed=1)
    assert [dice.rest_fails() for _ in range(4)] == [True, True, False, False]


def test_always_is_never_used_up():
    dice = Dice(Faults(fail_rest=ALWAYS), seed=1)
    assert all(dice.rest_fails() for _ in range(10))


def test_a_failure_of_seconds_ends_by_itself():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as traveller:
        dice = Dice(Faults.from_document({"fail_rest": "30s"}), seed=1)
        assert dice.rest_fails()
        traveller.shift(timedelta(seconds=29))
        assert dice.rest_fails()
        traveller.shift(timedelta(seconds=2))
        assert not dice.rest_fails()


def test_the_same_seed_orders_the_same_way_and_never_in_order():
    orders = [Dice(Faults(reorder=True), seed=5).order("abcd") for _ in range(2)]
    assert orders[0] == orders[1] != list("abcd")
    assert all(Dice(Faults(reorder=True), seed=seed).order("ab") == ["b", "a"] for seed in range(10))


def test_casting_again_begins_at_the_seeds_beginning():
    dice = Dice(Faults(reorder=True), seed=5)
    first = [dice.hold_up() for _ in range(3)]
    dice.cast(Faults(reorder=True))
    assert [dice.hold_up() for _ in range(3)] == first


def test_a_carrier_error_without_numbers_strikes_everybody():
    assert Faults(carrier_error=30007).failure_of("+13035550142") == 30007
    assert Faults(undeliverable=frozenset({"+13035550142"})).failure_of("+13035550142") == 30003
    assert Faults(undeliverable=frozenset({"+13035550142"}), carrier_error=30007).failure_of("+13035550143") is None
    assert Faults().failure_of("+13035550142") is None


def test_faults_survive_their_json_form():
    faults = Faults(fail_rest=3, duplicate=2, undeliverable=frozenset({"+13035550142"}), carrier_error=30005)
    document = faults.to_document()
    del document["fail_rest_until"]
    assert Faults.from_document(document) == faults


@pytest.mark.parametrize(
    "document",
    [
        {"fail_reset": 1},
        {"fail_rest": "often"},
        {"fail_rest": -2},
        {"carrier_error": 12345},
        {"rest_code": 1},
    ],
)
def test_a_fault_that_means_nothing_is_refused(document: dict[str, object]):
    with pytest.raises(PermanentError):
        Faults.from_document(document)


def test_seconds_count_from_now():
    before = clock.now()
    until = Faults.from_document({"fail_rest": "60s"}).fail_rest_until
    assert until is not None
    assert timedelta(seconds=59) < until - before < timedelta(seconds=61)
