from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.conversation import deciding, remember
from bot.escalation.reach import NoReach
from bot.store import Store
from bot.testing import Resident, decision
from bot.vocabulary import Channel
from channels.engine_script import ScriptedEngine
from channels.last_resort import LastResort
from channels.outbound import PermanentSendError, TemporarySendError
from channels.pipeline import Pipeline
from channels.receiving import receive_safely
from channels.sender_script import ScriptedSender
from channels.spool import Spool
from channels.trial import Trial
from channels.worker.run import Worker

SAID = "Marigold says the blue door at 77 Juniper Lane has a knife"
SECRETS = ("Marigold", "Juniper", "knife", "3035550199")
QUINN = Resident("Quinn", "+13035550199")


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    structlog.contextvars.clear_contextvars()
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers = before


def test_a_line_names_its_event_its_part_and_allowed_fields_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("gateway")
    logs.log().warning("engine_failed", why="timeout", text=SAID, body=SAID, number=QUINN.number, name="Marigold")
    line = json.loads(capsys.readouterr().err)
    assert {key: line[key] for key in ("event", "part", "why", "level")} == {
        "event": "engine_failed",
        "part": "gateway",
        "why": "timeout",
        "level": "warning",
    }
    assert set(line) == {"event", "part", "why", "level", "timestamp"}


def test_an_exception_is_never_written_out_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("gateway")
    try:
        raise ValueError(SAID)
    except ValueError:
        logs.log().exception("a_fault")
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application %s", SAID)
        logging.getLogger("some.library").critical(SAID)
    written = capsys.readouterr().err
    assert "a_fault" in written
    assert not any(secret in written for secret in SECRETS)


def test_nothing_a_resident_says_reaches_a_log_whatever_fails(
    trial: Trial,
    engine: ScriptedEngine,
    pipeline: Pipeline,
    spool: Spool,
    embedded_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    logs.configure("gateway")
    last_resort = LastResort.read(trial.house, Channel.SMS)
    worker = Worker(pipeline, ScriptedSender(), NoReach(), spool, "https://line.example")

    def says(body: str) -> None:
        asyncio.run(receive_safely(pipeline, QUINN.texts(body), last_resort, spool))

    def fail(*_arguments: object, **_more: object) -> None:
        raise RuntimeError(SAID)

    says(SAID)
    engine.rubbish = SAID.encode()
    says("Marigold of Juniper Lane again")
    engine.rubbish, engine.reachable = None, False
    says("Marigold of Juniper Lane once more")
    engine.reachable = True
    engine.decide = lambda request: decision(request, f"You said {request.text}")
    for module, name in [(remember.settle, "at_once"), (deciding, "record_of"), (embedded_store.engine, "connect")]:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, fail)
            says(SAID)
            asyncio.run(_one_round(worker))
    for error in (TemporarySendError("30001"), PermanentSendError("21614"), RuntimeError(SAID)):
        failing = Worker(pipeline, ScriptedSender(error), NoReach(), spool, "https://line.example")
        asyncio.run(_one_round(failing))
    written = capfd.readouterr()
    assert "last_resort" in written.err
    assert not any(secret in written.err + written.out for secret in SECRETS)


async def _one_round(worker: Worker) -> None:
    rounds = asyncio.create_task(worker.run())
    await asyncio.sleep(0.2)
    rounds.cancel()
    await asyncio.gather(rounds, return_exceptions=True)
