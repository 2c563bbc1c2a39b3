from __future__ import annotations

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from bot import clock
from bot.store import Store, StoreUnavailableError, session
from bot.store.session import BUSY_SECONDS
from bot.testing import ROSA
from bot.vocabulary import EventName


def test_writers_take_turns_so_that_the_chain_never_forks(store: Store) -> None:
    def write(number: int) -> None:
        with store.writing() as books:
            books.events.append(EventName.MESSAGE_RECEIVED, actor="resident", message_id=number)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(60)))
    with store.reading() as books:
        assert books.events.last_id() == 60
        assert books.events.first_broken() is None


def test_a_writer_that_fails_leaves_the_turn_to_the_next(store: Store) -> None:
    for _ in range(3):
        with pytest.raises(RuntimeError), store.writing():
            raise RuntimeError
    with store.writing() as books:
        books.contacts.find_or_open("phone", ROSA.number, clock.now())


def test_a_writer_gives_up_in_time_where_another_does_not_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, end = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing():
            entered.set()
            end.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)
    monkeypatch.setattr(session, "TURN_SECONDS", 0.1)
    with pytest.raises(StoreUnavailableError), store.writing():
        pass
    end.set()
    holder.join()


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    with store.writing() as writing:
        writing.contacts.find_or_open("phone", ROSA.number, clock.now())
        with store.reading() as reading:
            assert reading.contacts.find("phone", ROSA.number) is None


def test_a_database_that_another_program_holds_is_unavailable_in_time(embedded_store: Store) -> None:
    other = sqlite3.connect(str(embedded_store.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError), embedded_store.writing() as books:
        books.events.last_id()
    assert time.monotonic() - started < BUSY_SECONDS + 1
    other.close()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    store = Store("postgresql://nobody@127.0.0.1:9/nothing")
    with pytest.raises(StoreUnavailableError), store.reading() as books:
        books.events.last_id()


def test_no_error_of_the_database_shows_what_a_resident_wrote(store: Store) -> None:
    said = "the green door on Pearl Street"
    with pytest.raises(Exception) as raised, store.writing() as books:
        for _ in range(2):
            books.contacts.find_or_open("phone", ROSA.number, clock.now())
            books.messages.write_reply(
                "no such conversation", None, said, None, purpose=None, delivery=None, in_reply_to=None
            )  # type: ignore[arg-type]
    assert said not in str(raised.value)


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="naive"), store.writing() as books:
        books.contacts.find_or_open("phone", ROSA.number, datetime(2026, 1, 1))
