from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from bot import clock
from bot.callbacks import service
from bot.callbacks.testing import Town
from bot.escalation import notice
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.store.values import Escalation
from bot.vocabulary import Hazard, Means, Rung
from channels.console.feed import Feed, Signal

Step = Callable[[AsyncIterator[Signal]], Awaitable[None]]


def feed_of(town: Town) -> Feed:
    return Feed(town.store, poll_seconds=0.02, heartbeat_seconds=5, queue_seconds=0)


def listen(feed: Feed, after: int | None, step: Step) -> None:
    async def run() -> None:
        signals = feed.listen(after)
        await asyncio.wait_for(step(signals), timeout=5)
        await signals.aclose()

    asyncio.run(run())


def test_an_emergency_is_signalled_as_an_alarm_first(town: Town) -> None:
    conversation = town.conversation()

    async def step(signals: AsyncIterator[Signal]) -> None:
        assert (await anext(signals)).parts == ()
        await asyncio.to_thread(town.emergency, conversation)
        assert (await anext(signals)).parts == ("alarms", f"conversation-{conversation.id}", "queue")

    listen(feed_of(town), None, step)


def test_a_browser_that_lost_the_line_misses_nothing(town: Town) -> None:
    first = town.conversation("+13035550101")
    with town.store.reading() as books:
        seen = books.events.last_id()
    second = town.conversation("+13035550102")
    town.emergency(first)

    async def step(signals: AsyncIterator[Signal]) -> None:
        signal = await anext(signals)
        assert signal.parts == ("alarms", *sorted((f"conversation-{first.id}", f"conversation-{second.id}")), "queue")
        assert signal.event_id > seen

    listen(feed_of(town), seen, step)


def test_what_happens_between_the_page_and_the_feed_is_not_lost(town: Town) -> None:
    conversation = town.conversation()
    feed = feed_of(town)

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        for body in ("one", "two", "three"):
            message = await asyncio.to_thread(town.says, conversation, body)
            signal = await anext(signals)
            assert f"conversation-{conversation.id}" in signal.parts
            assert message.id

    listen(feed, None, step)


def test_one_reading_serves_every_browser(town: Town) -> None:
    conversation = town.conversation()
    feed = feed_of(town)
    reads: list[int] = []
    read = feed._read

    def counted(after: int):  # type: ignore[no-untyped-def]
        reads.append(after)
        return read(after)

    feed._read = counted  # type: ignore[method-assign]

    async def run() -> None:
        listeners = [feed.listen(None) for _ in range(20)]
        for signals in listeners:
            await anext(signals)
        await asyncio.to_thread(town.says, conversation, "hello")
        before = len(reads)
        heard = await asyncio.gather(*(anext(signals) for signals in listeners))
        assert all("queue" in signal.parts for signal in heard)
        assert len(reads) - before < 10
        for signals in listeners:
            await signals.aclose()

    asyncio.run(asyncio.wait_for(run(), timeout=10))


def test_the_queue_is_told_of_at_a_pace_and_the_last_word_is_never_lost(town: Town) -> None:
    conversation = town.conversation()
    feed = Feed(town.store, poll_seconds=0.02, heartbeat_seconds=5, queue_seconds=0.4)
    open_page = f"conversation-{conversation.id}"

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        await asyncio.to_thread(town.says, conversation, "one")
        assert (await anext(signals)).parts == (open_page, "queue")
        await asyncio.to_thread(town.says, conversation, "two")
        assert (await anext(signals)).parts == (open_page,)
        await asyncio.to_thread(town.emergency, conversation)
        assert (await anext(signals)).parts == ("alarms", open_page)
        assert (await anext(signals)).parts == ("queue",)

    listen(feed, None, step)


def test_an_event_that_cannot_be_read_stirs_everything_and_the_feed_goes_on(town: Town) -> None:
    conversation = town.conversation()

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        await asyncio.to_thread(write_event_of_a_newer_version, town)
        assert (await anext(signals)).parts == ("alarms", "everything", "queue")
        await asyncio.to_thread(town.emergency, conversation)
        assert "alarms" in (await anext(signals)).parts

    listen(feed_of(town), None, step)


def write_event_of_a_newer_version(town: Town) -> None:
    with town.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO events (at, name, actor, facts, previous_hash, hash) "
            "VALUES ('2026-01-01 00:00:00', 'kite.flown', 'system', '{}', '', 'x')"
        )


def test_a_silent_feed_beats(town: Town) -> None:
    feed = Feed(town.store, poll_seconds=0.02, heartbeat_seconds=0.05)

    async def step(signals: AsyncIterator[Signal]) -> None:
        first = await anext(signals)
        second = await anext(signals)
        assert first.parts == second.parts == ()

    listen(feed, None, step)


def test_nobody_listening_nothing_is_read(town: Town) -> None:
    feed = feed_of(town)

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        assert feed._reading is not None

    listen(feed, None, step)
    assert feed._reading is None


def test_a_number_revealed_does_not_stir_the_queue(town: Town) -> None:
    record = town.record(town.conversation())

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)

        def claim() -> None:
            with town.store.writing() as books:
                service.claim(books, record.id, town.staff["casey"])

        await asyncio.to_thread(claim)
        assert (await anext(signals)).parts == (f"conversation-{record.conversation_id}", "queue")

    listen(feed_of(town), None, step)


def test_what_people_on_call_are_told_shows_at_the_desk_and_does_not_ring_again(town: Town) -> None:
    conversation = town.conversation()
    opened = town.emergency(conversation)

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        await asyncio.to_thread(alarm_on_call, town, opened)
        assert (await anext(signals)).parts == (f"conversation-{conversation.id}", "ladder")

    listen(feed_of(town), None, step)


def test_new_danger_and_danger_that_nobody_looked_at_ring(town: Town) -> None:
    conversation = town.conversation()
    opened = town.emergency(conversation)
    rings = ("alarms", f"conversation-{conversation.id}", "queue")

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        await asyncio.to_thread(town.emergency, conversation, None, (Hazard.FIRE,))
        assert (await anext(signals)).parts == rings
        await asyncio.to_thread(take_and_climb_again, town, opened)
        assert (await anext(signals)).parts == rings

    listen(feed_of(town), None, step)


def alarm_on_call(town: Town, opened: Escalation) -> None:
    with town.store.writing() as books:
        attempt = books.escalations.write_attempt(opened.id, Rung.ON_CALL_SMS, clock.now(), means=Means.TEXT)
        notice.alarmed(books, opened, attempt)


def take_and_climb_again(town: Town, opened: Escalation) -> None:
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(town.staff["casey"]))
        escalation.climb_again(books, opened.id)


def test_an_emergency_is_signalled_within_half_a_second(town: Town) -> None:
    conversation = town.conversation()

    async def step(signals: AsyncIterator[Signal]) -> None:
        await anext(signals)
        await asyncio.to_thread(town.emergency, conversation)
        committed = time.monotonic()
        await anext(signals)
        assert time.monotonic() - committed < 0.5

    listen(Feed(town.store), None, step)
