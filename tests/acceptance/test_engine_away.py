"""The dialogue engine stopped, hung or slow: every text is answered safely, and danger as fast as ever."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = pytest.mark.acceptance

DANGER = "he is stabbing her right now please"


def assert_safe_and_fast(line, number: str) -> None:
    started = time.monotonic()
    reply = line.say(number, "my neighbor is playing drums again")[0]
    assert time.monotonic() - started < 6
    assert "911" in reply
    assert "a person will read it" in reply

    started = time.monotonic()
    reply = line.say(number, DANGER)[0]
    assert time.monotonic() - started < 1.5, "danger must not wait for the engine"
    assert "call 911 now" in reply.lower()
    assert line.record(number)["escalations"][0]["state"] == "open"


def test_with_the_engine_stopped_every_text_gets_the_safe_reply(install):
    line = install()
    line.start("twin", "gateway", "worker")
    assert_safe_and_fast(line, "+13035550131")


def test_with_the_engine_hung_every_text_gets_the_safe_reply(line):
    line.signal("engine", signal.SIGSTOP)
    try:
        assert_safe_and_fast(line, "+13035550132")
    finally:
        line.signal("engine", signal.SIGCONT)
        line.await_part("engine")


def test_with_the_engine_slow_a_crowd_is_answered_within_six_seconds(install, slow_engine):
    with slow_engine(30) as url:
        line = install(engine_url=url)
        line.start("twin", "gateway", "worker")
        # It is about a line at work: one that still loads its reader has half the cores for the crowd.
        line.await_part("reader")
        took = crowd(line, 40)
    assert len(took) == 40
    assert max(took) < 6, f"the slowest took {max(took):.1f} s"


def test_with_the_engine_well_a_crowd_is_answered_by_the_assistant(line):
    said = "my neighbor is playing drums again"
    with ThreadPoolExecutor(40) as residents:
        replies = list(residents.map(lambda number: line.say(f"+1303555{3000 + number}", said)[0], range(40)))
    assert [reply for reply in replies if "a person will read it" in reply] == []


def crowd(line, size: int) -> list[float]:
    def one(number: int) -> float:
        text = DANGER if number % 4 == 0 else "my neighbor is playing drums again"
        started = time.monotonic()
        reply = line.say(f"+1303555{2000 + number}", text)[0]
        took = time.monotonic() - started
        assert "911" in reply
        return took

    with ThreadPoolExecutor(size) as residents:
        return list(residents.map(one, range(size)))
