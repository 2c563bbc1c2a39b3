from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from bot.engine.workshop import Workshop
from bot.errors import TemporaryError


class Stand:
    """A dialogue that waits for a word before it answers."""

    model = "a-model"

    def __init__(self) -> None:
        self.word = threading.Event()

    async def answer(self) -> str:
        return "answered"

    async def wait(self) -> str:
        while not self.word.is_set():
            await asyncio.sleep(0.01)
        return "late"

    async def block(self) -> str:
        self.word.wait(10)
        return "late"


def until(reached: Any, seconds: float = 5.0) -> None:
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if reached():
            return
        pause.wait(0.01)
    raise AssertionError("it never came to that")


def opened(stand: Stand, limit: float = 0.2) -> Workshop:
    workshop = Workshop(lambda: stand, limit)
    until(lambda: workshop.ready)
    return workshop


def test_it_is_not_ready_while_the_model_loads():
    loaded = threading.Event()

    def load() -> Stand:
        loaded.wait(5)
        return Stand()

    workshop = Workshop(load)
    assert not workshop.ready
    assert workshop.model == ""
    with pytest.raises(TemporaryError, match="not loaded"):
        asyncio.run(workshop.run(lambda stand: stand.answer()))
    loaded.set()
    until(lambda: workshop.ready)
    assert workshop.model == "a-model"
    assert asyncio.run(workshop.run(lambda stand: stand.answer())) == "answered"


def test_a_model_that_cannot_be_loaded_is_told(capfd):
    def load() -> Stand:
        raise ValueError("no such model")

    workshop = Workshop(load)
    until(workshop.failed.is_set)
    assert not workshop.ready
    assert "engine.load_failed" in capfd.readouterr().err


def test_a_turn_that_waits_too_long_is_an_error():
    stand = Stand()
    workshop = opened(stand)
    with pytest.raises(TemporaryError, match=r"within 0\.2 s"):
        asyncio.run(workshop.run(lambda stand: stand.wait()))
    stand.word.set()


def test_a_turn_that_computes_for_ever_still_ends_for_the_caller():
    stand = Stand()
    workshop = opened(stand)
    with pytest.raises(TemporaryError, match=r"within 0\.2 s"):
        asyncio.run(workshop.run(lambda stand: stand.block()))
    stand.word.set()
    until(lambda: asyncio.run(answered(workshop)))


async def answered(workshop: Workshop) -> bool:
    try:
        return await workshop.run(lambda stand: stand.answer()) == "answered"
    except TemporaryError:
        return False


def test_a_loop_that_is_stuck_is_noticed(monkeypatch):
    monkeypatch.setattr("bot.engine.workshop.STUCK_AFTER", 0.1)
    stand = Stand()
    workshop = opened(stand)
    assert asyncio.run(workshop.moves())
    with pytest.raises(TemporaryError):
        asyncio.run(workshop.run(lambda stand: stand.block()))
    assert not asyncio.run(workshop.moves())
    stand.word.set()


def test_a_failure_inside_a_turn_reaches_the_caller():
    async def fail() -> str:
        raise KeyError("a field")

    with pytest.raises(KeyError):
        asyncio.run(opened(Stand()).run(lambda stand: fail()))
