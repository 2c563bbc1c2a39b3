from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bot import clock
from bot.conversation.house import House
from bot.conversation.remember import remember
from bot.safety.screen import Screen
from bot.store import Store
from bot.testing import ASKS_WHERE, MATEO, ROSA
from bot.vocabulary import ConversationState, Delivery, EventName, Outcome, Purpose, Urgency
from channels.engine_script import ScriptedEngine
from channels.pipeline import Pipeline
from channels.trial import Trial, texts_of

KNIFE = "my brother has a knife and is coming at me"


@pytest.fixture
def house(store: Store, screen: Screen, profile):  # on both databases
    return House(store, screen, profile)


def test_a_text_is_answered_by_the_assistant(trial: Trial) -> None:
    assert trial.says(ROSA, "someone is asleep on my steps") == [ASKS_WHERE]
    assert trial.inbound(ROSA)[0].answered_at is not None
    assert trial.outbound(ROSA)[0].delivery is Delivery.HANDED_OVER


def test_the_same_text_again_is_one_message_one_turn_one_reply(trial: Trial) -> None:
    inbound = ROSA.texts("someone is asleep on my steps")
    assert texts_of(trial.receives(inbound)) == [ASKS_WHERE]
    again = trial.receives(inbound)
    assert again.repeated
    assert again.replies == ()
    assert len(trial.lines(ROSA)) == 2
    assert len(trial.engine.turns) == 1


def test_the_same_text_fifty_times_at_once_is_one_message_one_turn_one_reply(trial: Trial) -> None:
    inbound = ROSA.texts("someone is asleep on my steps")

    async def scenario() -> list[str]:
        answers = await asyncio.gather(*(trial.pipeline.receive(inbound) for _ in range(50)))
        return [text for answer in answers for text in texts_of(answer)]

    trial.engine.seconds = 0.05
    assert trial.run(scenario) == [ASKS_WHERE]
    assert len(trial.lines(ROSA)) == 2
    assert len(trial.engine.turns) == 1


def test_the_same_danger_fifty_times_at_once_is_one_escalation_and_one_911_text(trial: Trial) -> None:
    inbound = ROSA.texts(KNIFE)

    async def scenario() -> list[str]:
        answers = await asyncio.gather(*(trial.pipeline.receive(inbound) for _ in range(50)))
        return [text for answer in answers for text in texts_of(answer)]

    assert trial.run(scenario) == [trial.words("utter_emergency")]
    assert len(trial.escalations(ROSA)) == 1


def test_the_same_text_at_two_gateways_at_once_is_one_message_one_turn_one_reply(
    trial: Trial, store: Store, screen: Screen
) -> None:
    other_store = Store(store.url.render_as_string(hide_password=False))
    other = Pipeline(House(other_store, screen, trial.house.profile), trial.engine.client(), 1)
    inbound = ROSA.texts("someone is asleep on my steps")

    async def scenario() -> list[str]:
        ways = [trial.pipeline.receive(inbound) if turn % 2 else other.receive(inbound) for turn in range(50)]
        return [text for answer in await asyncio.gather(*ways) for text in texts_of(answer)]

    assert trial.run(scenario) == [ASKS_WHERE]
    assert len(trial.lines(ROSA)) == 2
    assert len(trial.engine.turns) == 1
    other_store.close()


def test_the_same_text_after_a_restart_changes_nothing(trial: Trial) -> None:
    inbound = ROSA.texts("someone is asleep on my steps")
    trial.receives(inbound)
    restarted = Trial(Pipeline(trial.house, trial.engine.client(), 1), trial.engine)
    assert texts_of(restarted.receives(inbound)) == []
    assert len(trial.lines(ROSA)) == 2


def test_many_residents_at_once_are_all_answered(trial: Trial) -> None:
    crowd = [replace(ROSA, number=f"+1303555{number:04d}") for number in range(20)]

    async def scenario() -> list[list[str]]:
        return await asyncio.gather(*(trial.sends(resident, "it is cold here") for resident in crowd))

    assert trial.run(scenario) == [[ASKS_WHERE]] * 20


def test_two_texts_while_a_turn_runs_are_one_turn_in_their_order(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "hello")
        await trial.engine.entered()
        rest = [trial.sends(ROSA, "there is a man")]
        await trial.stored(ROSA, 2)
        rest.append(trial.sends(ROSA, "asleep on my steps"))
        await trial.stored(ROSA, 3)
        trial.engine.let_go()
        assert await first == [ASKS_WHERE]
        assert sorted(await asyncio.gather(*rest)) == [[], [ASKS_WHERE]]

    trial.run(scenario)
    assert [turn.text for turn in trial.engine.turns] == ["hello", "there is a man\nasleep on my steps"]
    assert all(line.answered_at for line in trial.inbound(ROSA))


def test_a_conversation_does_not_wait_for_another(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "hello")
        await trial.engine.entered()
        others = Trial(Pipeline(trial.house, ScriptedEngine().client(), 1), trial.engine)
        assert await others.sends(MATEO, "hello") == [ASKS_WHERE]
        assert not first.done()
        trial.engine.let_go()
        await first

    trial.run(scenario)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"reachable": False}, "unreachable"),
        ({"status": 500}, "refused"),
        ({"status": 404}, "refused"),
        ({"rubbish": b""}, "unreadable"),
        ({"rubbish": b"<html>"}, "unreadable"),
        ({"rubbish": b"[]"}, "unreadable"),
        ({"rubbish": b'{"understood": null}'}, "unreadable"),
        ({"rubbish": b"\xff\xfe"}, "unreadable"),
        ({"rubbish": b"[" * 100_000}, "unreadable"),
        ({"seconds": 60.0}, "timeout"),
    ],
)
def test_whatever_the_engine_does_the_resident_gets_the_safe_reply_and_a_person_is_told(
    house: House, engine: ScriptedEngine, fault: dict[str, object], why: str
) -> None:
    trial = Trial(Pipeline(house, engine.client(), 0.3), engine)
    for name, value in fault.items():
        setattr(engine, name, value)
    started = time.monotonic()
    assert trial.says(ROSA, "someone is asleep on my steps") == [trial.words("utter_safe_reply")]
    assert time.monotonic() - started < 3
    record = trial.record(ROSA)
    assert (record.urgency, record.outcome) == (Urgency.PRIORITY, Outcome.HUMAN)
    assert record.queued_at is not None
    failed = next(event for event in trial.events(ROSA) if event.name is EventName.ENGINE_FAILED)
    assert failed.facts["why"] == why
    assert trial.outbound(ROSA)[0].purpose is Purpose.FALLBACK


def test_danger_is_answered_as_fast_as_ever_while_the_engine_hangs(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        slow = [trial.sends(ROSA, "hello") for _ in range(3)]
        await trial.engine.entered()
        started = time.monotonic()
        assert await trial.sends(ROSA, KNIFE) == [trial.words("utter_emergency")]
        assert await trial.sends(MATEO, KNIFE) == [trial.words("utter_emergency")]
        assert time.monotonic() - started < 1
        trial.engine.let_go()
        await asyncio.gather(*slow)

    trial.run(scenario)


def test_the_talk_goes_on_where_it_was_when_the_engine_is_back(trial: Trial) -> None:
    trial.engine.reachable = False
    trial.says(ROSA, "someone is asleep at 412 Pearl Street")
    trial.engine.reachable = True
    assert trial.says(ROSA, "hello?") == [ASKS_WHERE]
    assert trial.conversation(ROSA).state is ConversationState.ASSISTANT


def test_what_was_told_while_the_engine_was_down_is_in_the_record(trial: Trial) -> None:
    trial.engine.reachable = False
    trial.says(ROSA, "someone is asleep at 412 Pearl Street")
    slots = {slot.value for slot in trial.frame(ROSA).slots}
    assert {"location", "narrative"} <= slots


def test_a_turn_that_is_stuck_does_not_keep_the_next_text_from_its_answer(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    with trial.house.store.writing() as books:
        books.conversations.take_lease(trial.conversation(ROSA).id, "a gateway that died", clock.now(), 60)
    started = time.monotonic()
    assert trial.says(ROSA, "are you there") == [trial.words("utter_safe_reply")]
    assert time.monotonic() - started < 6


def test_a_text_that_was_never_answered_is_answered_by_the_outbox(trial: Trial) -> None:
    remembered = remember(trial.house, ROSA.texts("someone is asleep on my steps"))
    trial.run(lambda: trial.pipeline.recover(remembered.conversation_id))
    assert [(line.body, line.delivery) for line in trial.outbound(ROSA)] == [(ASKS_WHERE, Delivery.QUEUED)]
    trial.run(lambda: trial.pipeline.recover(remembered.conversation_id))
    assert len(trial.outbound(ROSA)) == 1


def test_the_whole_way_leaves_a_chain_of_events_that_verifies(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    trial.says(ROSA, "I saw a knife")
    trial.says(ROSA, "yes")
    with trial.house.store.reading() as books:
        assert books.events.first_broken() is None


def test_before_a_hung_engine_a_crowd_is_let_down_early_enough_for_the_last_of_it(
    house: House, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.pipeline.SAFE_REPLY_SECONDS", 1.5)
    monkeypatch.setattr("channels.pipeline.LEAST_PATIENCE", 0.3)
    trial = Trial(Pipeline(house, engine.client(), 3.5), engine)
    engine.seconds = 60.0
    crowd = [replace(ROSA, number=f"+1303555{number:04d}") for number in range(3)]

    async def scenario() -> None:
        started = time.monotonic()
        await asyncio.gather(*(trial.sends(resident, "hello") for resident in crowd))
        assert time.monotonic() - started < 2

    trial.run(scenario)
