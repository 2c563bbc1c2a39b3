"""The same message again and again, a gateway killed at any moment: one message, one turn, always an answer."""

from __future__ import annotations

import random
import time
import uuid

import pytest

from bot.store import Store
from bot.vocabulary import Direction

pytestmark = pytest.mark.acceptance

KILLS = 20


def form(number: str, body: str, sid: str = "") -> dict[str, str]:
    return {
        "MessageSid": sid or "SM" + uuid.uuid4().hex,
        "From": number,
        "To": "+13035550100",
        "Body": body,
        "NumMedia": "0",
    }


def transcript(line, number: str):
    with Store(line.store_url).reading() as books:
        contact = books.contacts.find("phone", number)
        conversations = books.conversations.of_contact(contact.id) if contact else []
        return [message for each in conversations for message, _ in books.messages.transcript(each.id)]


def said(line, number: str, direction: Direction) -> list[str]:
    return [message.body for message in transcript(line, number) if message.direction is direction]


def test_the_same_message_twice_fifty_at_once_and_after_a_restart_is_one_turn(line):
    number = "+13035550141"
    text = form(number, "my neighbor has not opened her curtains for days")

    with line.twin() as twin:
        copies = twin.forge(text, times=50)
        copies += twin.forge(text)
        line.kill("gateway")
        line.start("gateway")
        copies += twin.forge(text)

    assert [status for status, _ in copies] == [200] * 52
    assert sum(body.count("<Message") for _, body in copies) == 1
    assert len(said(line, number, Direction.INBOUND)) == 1
    assert len(said(line, number, Direction.OUTBOUND)) == 1


def test_a_gateway_killed_at_random_moments_loses_no_message_and_no_answer(install, slow_engine):
    with slow_engine(0.3) as url:
        line = install(engine_url=url)
        line.start("twin", "gateway", "worker")
        moments = random.Random(20)
        numbers = [f"+1303555{3000 + n}" for n in range(KILLS)]
        for number in numbers:
            line.twin().text(number, "the man downstairs keeps shouting at nobody", wait=False)
            await_remembered(line, number)
            time.sleep(moments.uniform(0.0, 0.35))
            line.kill("gateway")
            line.start("gateway")
        unanswered = wait_until_answered(line, numbers, seconds=45)

    remembered = [len(said(line, number, Direction.INBOUND)) for number in numbers]
    print(f"{KILLS} kills: {sum(remembered)} remembered, {KILLS - len(unanswered)} answered")
    assert remembered == [1] * KILLS
    assert unanswered == []


def await_remembered(line, number: str, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not said(line, number, Direction.INBOUND) and time.monotonic() < deadline:
        time.sleep(0.002)


def wait_until_answered(line, numbers: list[str], seconds: float) -> list[str]:
    deadline = time.monotonic() + seconds
    waiting = list(numbers)
    while waiting and time.monotonic() < deadline:
        with line.twin() as twin:
            waiting = [number for number in waiting if not twin.inbox(number)]
        time.sleep(0.5)
    return waiting
