from __future__ import annotations

import asyncio
import json
import time

import httpx
import pytest

from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.testing import decision
from bot.turn import CityFacts, TurnRequest
from bot.vocabulary import Channel, DangerLevel
from channels.engine_client import FAILURES_BEFORE_REST, EngineClient, EngineUnavailableError
from channels.engine_script import ScriptedEngine

TURN = TurnRequest(
    "t1", "1", "hello", Channel.SMS, Assessment(DangerLevel.NONE), Frame(), CityFacts("denver-star", "Denver STAR")
)


def why_not(client: EngineClient, seconds: float = 0.2) -> str:
    with pytest.raises(EngineUnavailableError) as raised:
        asyncio.run(client.decide(TURN, seconds))
    return raised.value.why


def test_a_decision_comes_back_as_it_was_made(engine: ScriptedEngine) -> None:
    assert asyncio.run(engine.client().decide(TURN, 1)) == decision(TURN)


def test_an_engine_that_dribbles_its_answer_is_cut_off_in_time() -> None:
    class Dribble(httpx.AsyncByteStream):
        async def __aiter__(self):
            while True:
                yield b" "
                await asyncio.sleep(0.05)

    client = EngineClient(
        "http://engine.invalid", transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=Dribble()))
    )
    started = time.monotonic()
    assert why_not(client) == "timeout"
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "change",
    [
        {"understood": []},
        {"frame": {"slots": []}},
        {
            "frame": {
                "slots": {"no_such_slot": {}},
                "asked": None,
                "asks": {},
                "language": "en",
                "noticed": True,
                "queued": False,
            }
        },
        {"replies": [{"response": "utter_greet", "text": 5}]},
        {"replies": "hello"},
        {"effect": "explode"},
        {"urgency": None},
        {"language": "tlh"},
        {"model": None},
        {"model": "m" * 500},
        {"understood": {"intent": "greet", "confidence": "high", "concern": None, "slots": {}}},
        {"understood": {"intent": {}, "confidence": 1, "concern": None, "slots": {}}},
    ],
)
def test_a_decision_that_breaks_the_contract_is_unreadable(engine: ScriptedEngine, change: dict[str, object]) -> None:
    engine.rubbish = json.dumps({**decision(TURN).to_document(), **change}).encode()
    assert why_not(engine.client()) == "unreadable"


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x07", "\ufffe"])
def test_a_decision_that_says_nothing_is_no_answer(engine: ScriptedEngine, text: str) -> None:
    engine.decide = lambda request: decision(request, text)
    assert why_not(engine.client()) == "silent"


def test_after_several_failures_the_engine_is_left_alone_and_then_tried_again(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = engine.client(), [100.0]
    monkeypatch.setattr("channels.engine_client.time.monotonic", lambda: now[0])
    engine.status = 503
    for _ in range(FAILURES_BEFORE_REST + 1):
        assert why_not(client) == "refused"
    assert why_not(client) == "resting"
    asked = len(engine.turns)
    assert asked == FAILURES_BEFORE_REST + 1
    engine.status, now[0] = 200, 103.0
    assert asyncio.run(client.decide(TURN, 1)) == decision(TURN)
    assert asyncio.run(client.decide(TURN, 1)) == decision(TURN)


def test_it_is_ready_only_where_the_engine_says_so(engine: ScriptedEngine) -> None:
    client = engine.client()
    assert asyncio.run(client.ready())
    engine.status = 503
    assert not asyncio.run(client.ready())
    engine.reachable = False
    assert not asyncio.run(client.ready())


def test_the_shared_secret_goes_with_every_request() -> None:
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("X-Fourthline-Engine"))
        return httpx.Response(200, json={"ready": True})

    asyncio.run(EngineClient("http://engine.invalid", "shared", httpx.MockTransport(answer)).ready())
    assert seen == ["shared"]


def test_a_busy_engine_that_answers_somebody_is_waited_for(engine: ScriptedEngine) -> None:
    client = engine.client()

    async def scenario() -> None:
        engine.seconds = 0.15
        first = asyncio.ensure_future(client.decide(TURN, 3, patience=0.3))
        await asyncio.sleep(0.05)
        engine.seconds = 0.8
        assert await client.decide(TURN, 3, patience=0.3) == await first

    asyncio.run(scenario())


def test_an_engine_that_answers_nobody_is_given_up_when_patience_is_over(engine: ScriptedEngine) -> None:
    engine.seconds = 0.8
    started = time.monotonic()
    with pytest.raises(EngineUnavailableError, match="timeout"):
        asyncio.run(engine.client().decide(TURN, 3, patience=0.2))
    assert time.monotonic() - started < 0.7


def test_an_answer_from_before_this_turn_says_nothing_about_now(engine: ScriptedEngine) -> None:
    client = engine.client()

    async def scenario() -> None:
        await client.decide(TURN, 3)
        engine.seconds = 0.8
        with pytest.raises(EngineUnavailableError, match="timeout"):
            await client.decide(TURN, 3, patience=0.2)

    asyncio.run(scenario())
