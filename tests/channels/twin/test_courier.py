"""The courier on real sockets: lines that refuse, hang, cut the call or answer slowly."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from channels.twin.account import Account
from channels.twin.connection import Failure
from channels.twin.courier import Courier, Errand, Failed
from channels.twin.journal import EntryKind, Journal
from channels.twin.server import free_port
from channels.twin.twiml import Answer

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>"


@contextmanager
def a_line(serve: Callable[[socket.socket], None] | None) -> Iterator[int]:
    """Listen on loopback; each caller is served by `serve`, or left waiting for ever where it is None."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answering, args=(listener, serve), daemon=True)
        if serve:
            thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    if serve:
        thread.join(5)


def _answering(listener: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        with caller:
            caller.recv(65_536)
            serve(caller)


def run(port: int, fragment: str = "") -> tuple[Answer | Failed, Journal]:
    url = f"http://127.0.0.1:{port}/twilio/sms{fragment}"
    journal = Journal()

    async def errand() -> Answer | Failed:
        courier = Courier(Account(webhook=url), journal)
        outcome = await courier.run(Errand(EntryKind.WEBHOOK, "SM1", url, (("Body", "hello"),), "token"))
        await courier.close()
        return outcome

    return asyncio.run(errand()), journal


def test_an_answer_is_an_answer():
    with a_line(lambda caller: caller.sendall(ANSWER)) as port:
        outcome, journal = run(port)
    assert outcome == Answer(200, "text/xml", b"<Response/>")
    assert journal.read()[0].answer == "<Response/>"


def test_nobody_there_is_tried_once_more_and_is_11205():
    outcome, journal = run(free_port())
    assert outcome == Failed(Failure.CONNECT)
    assert [(entry.attempt, entry.code) for entry in journal.read()] == [(1, 11205), (2, 11205)]


def test_a_line_that_hangs_runs_into_the_read_timeout():
    with a_line(None) as port:
        outcome, journal = run(port, "#rt=100")
    assert outcome == Failed(Failure.READ)
    assert [entry.code for entry in journal.read()] == [11200]
    assert 100 <= journal.read()[0].elapsed_ms < 2_000


def test_a_line_that_hangs_again_and_again_runs_out_of_its_total_time():
    with a_line(None) as port:
        outcome, journal = run(port, "#rt=100&tt=250&rc=5&rp=all")
    assert outcome == Failed(Failure.TOTAL)
    assert [entry.attempt for entry in journal.read()] == [1, 2, 3]


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\n", ANSWER[:-3]])
def test_a_line_that_dies_in_the_middle_of_its_answer_has_not_answered(sent: bytes):
    with a_line(lambda caller: caller.sendall(sent)) as port:
        outcome, _ = run(port)
    assert outcome == Failed(Failure.READ)


def test_a_line_that_dies_once_is_asked_again_where_the_fragment_says_so():
    answers = [b"", ANSWER]
    with a_line(lambda caller: caller.sendall(answers.pop(0))) as port:
        outcome, journal = run(port, "#rp=rt")
    assert isinstance(outcome, Answer)
    assert [entry.attempt for entry in journal.read()] == [1, 2]
    assert len({(entry.form, entry.token) for entry in journal.read()}) == 1


@pytest.mark.parametrize(
    ("line", "failure"),
    [
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", Failure.SERVER_ERROR),
        (b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", Failure.CLIENT_ERROR),
        (b"HTTP/1.1 302 Found\r\nLocation: /more\r\nContent-Length: 0\r\n\r\n", Failure.CLIENT_ERROR),
    ],
)
def test_anything_but_2xx_has_failed(line: bytes, failure: Failure):
    with a_line(lambda caller: caller.sendall(line)) as port:
        outcome, _ = run(port)
    assert isinstance(outcome, Failed)
    assert outcome.failure is failure
    assert outcome.code == 11200


def test_a_callback_with_a_bad_fragment_is_told_and_nothing_is_posted():
    journal = Journal()

    async def errand() -> Answer | Failed:
        courier = Courier(Account(webhook="http://127.0.0.1:8000/"), journal)
        url = "http://127.0.0.1:8000/status#rc=99"
        outcome = await courier.run(Errand(EntryKind.CALLBACK, "SM1", url, (), "token"))
        await courier.close()
        return outcome

    assert isinstance(asyncio.run(errand()), Failed)
    assert [entry.code for entry in journal.read()] == [11243]
