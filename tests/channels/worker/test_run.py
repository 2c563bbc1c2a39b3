from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import time_machine

from bot import clock
from bot.conversation.remember import remember
from bot.escalation.reach import NoReach
from bot.testing import ASKS_WHERE, MATEO, ROSA
from channels.pipeline import Pipeline
from channels.sender_script import ScriptedSender
from channels.spool import Spool
from channels.trial import Trial
from channels.worker.run import UNANSWERED_SECONDS, Step, Worker


@pytest.fixture
def worker(pipeline: Pipeline, sender: ScriptedSender, spool: Spool) -> Worker:
    return Worker(pipeline, sender, NoReach(), spool, "https://line.example")


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def test_what_a_gateway_left_unanswered_is_answered_and_sent(
    trial: Trial, worker: Worker, sender: ScriptedSender
) -> None:
    remember(trial.house, ROSA.texts("someone is asleep on my steps"))
    assert asyncio.run(worker.answer_unanswered()) == 0
    with later(UNANSWERED_SECONDS + 1):
        assert asyncio.run(worker.answer_unanswered()) == 1
        assert asyncio.run(worker.answer_unanswered()) == 0
        send = next(step for step in worker.steps() if step.name == "send_due")
        asyncio.run(send.run())
    assert [text.body for text in sender.taken] == [ASKS_WHERE]


def test_one_conversation_that_fails_holds_up_no_other(
    trial: Trial, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = remember(trial.house, ROSA.texts("hello")).conversation_id
    remember(trial.house, MATEO.texts("hello"))
    recover = trial.pipeline.recover

    async def fail_for_one(conversation_id: str) -> None:
        if conversation_id == broken:
            raise RuntimeError("a fault")
        await recover(conversation_id)

    monkeypatch.setattr(trial.pipeline, "recover", fail_for_one)
    with later(UNANSWERED_SECONDS + 1):
        assert asyncio.run(worker.answer_unanswered()) == 1
    assert len(trial.outbound(MATEO)) == 1


def test_a_step_that_fails_is_tried_again_and_ends_nothing(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = {"fails": 0, "works": 0}

    async def fails() -> None:
        rounds["fails"] += 1
        raise RuntimeError("a fault")

    async def works() -> None:
        rounds["works"] += 1

    monkeypatch.setattr(worker, "steps", lambda: [Step("fails", 0.01, fails), Step("works", 0.01, works)])

    async def for_a_moment() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await worker.run()

    asyncio.run(for_a_moment())
    assert rounds["fails"] > 2
    assert rounds["works"] > 2


def test_danger_is_looked_at_most_often(worker: Worker) -> None:
    paces = {step.name: step.every for step in worker.steps()}
    assert paces["climb"] == min(paces.values()) <= 1
