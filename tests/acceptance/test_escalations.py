"""No escalation is lost, on real processes: killed at random, upgraded, without a phone company, without a database.

The counts are printed; `make soak` does the same for as many as are asked for.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from bot.ids import new_id
from bot.store import Store
from channels.installation import Installation, free_port
from channels.soak.__main__ import is_well, report
from channels.soak.run import Soak, open_line, run
from channels.soak.tally import count
from channels.soak.town import ANA, BEN, CENTER, DANGER, SAM, Climb, resident

pytestmark = pytest.mark.acceptance
MANY, FEW = 40, 12
SLOW_CLIMB = Climb(sms=4, voice=8, dispatch=14, supervisor=20, repeat=10)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[Soak], Installation]]:
    """Starts lines with a soak's ladder; whatever they started is stopped."""
    lines: list[Installation] = []

    def start(soak: Soak) -> Installation:
        lines.append(open_line(tmp_path / f"soak{len(lines)}", soak))
        return lines[-1]

    try:
        yield start
    finally:
        for line in lines:
            line.stop()


def _speaking(url: str) -> URL:
    """Return a URL with the driver that the line speaks PostgreSQL by."""
    return make_url(url).set(drivername="postgresql+psycopg")


@pytest.fixture
def postgres(postgresql_url: str) -> Iterator[str]:
    """A fresh database on the PostgreSQL that the tests use."""
    name = f"soak_{new_id()[:12]}"
    server = create_engine(_speaking(postgresql_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield _speaking(postgresql_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def test_on_sqlite_nothing_is_lost_while_parts_are_killed(begin):
    soak = Soak(MANY)
    soaked = run(begin(soak), soak)
    print(f"\n{report(soak, soaked)}")
    assert soaked.tally.opened == MANY
    assert sum(soaked.killed.values()) >= 3
    assert is_well(soaked)


def test_on_postgresql_with_three_workers_nothing_is_lost_while_parts_are_killed(begin, postgres):
    soak = Soak(MANY, workers=3, database_url=postgres)
    soaked = run(begin(soak), soak)
    print(f"\n{report(soak, soaked)}")
    assert soaked.tally.opened == MANY
    assert is_well(soaked)


def opened(line: Installation, residents: int) -> None:
    """Text danger from so many residents."""
    for place in range(residents):
        (reply,) = line.say(resident(place), DANGER)
        assert "911" in reply


def taken(line: Installation, residents: int, seconds: float) -> bool:
    """Wait until a person has every one of so many escalations."""
    store = Store(line.store_url)
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            with store.reading() as books:
                if len(books.escalations.every()) == residents and books.escalations.open_count() == 0:
                    return True
            time.sleep(0.3)
        return False
    finally:
        store.close()


def test_an_upgrade_takes_every_open_escalation_on(begin):
    """All processes end at once, the records go back to the tables before the ladder, and the new version starts."""
    soak = Soak(FEW, every=None, climb=SLOW_CLIMB)
    line = begin(soak)
    with line.twin() as twin:
        twin.haste(20)
        twin.callee(CENTER, presses=("1",))
    opened(line, FEW)
    for part in ("worker-0", "gateway"):
        line.kill(part)
    as_the_version_before_left_it(line.store_url)
    line.start("gateway", "worker-0")
    assert taken(line, FEW, 60)


def as_the_version_before_left_it(url: str) -> None:
    """Take the records back to the schema before the ladder: where each stood on it is forgotten."""
    from alembic import command

    from bot.store.migrate import _config

    store = Store(url)
    try:
        with store.engine.connect() as connection:
            command.downgrade(_config(connection), "0001")
            connection.commit()
    finally:
        store.close()


def test_while_the_phone_company_refuses_everything_the_climb_goes_on_and_all_is_delivered_after(begin):
    soak = Soak(FEW, every=None, climb=SLOW_CLIMB)
    line = begin(soak)
    with line.twin() as twin:
        twin.haste(20)
        twin.faults(fail_rest="always")
        opened(line, FEW)
        time.sleep(25)
        store = Store(line.store_url)
        with store.reading() as books:
            steps = [escalation.step for escalation in books.escalations.every()]
            assert books.escalations.open_count() == FEW
        store.close()
        assert max(steps) >= 3, "the ladder goes to other rungs meanwhile"
        assert not twin.inbox(ANA)
        twin.faults()
        # Nobody further up picks up: the climb must go back to what it owed.
        twin.callee(CENTER, answers=False)
        twin.callee(SAM, answers=False)
        twin.callee(ANA, presses=("1",))
        assert taken(line, FEW, 120)
        told = {message.body for message in twin.inbox(ANA)}
    print(f"\n{FEW} escalations, {len(told)} texts to the first person on call after the outage")
    assert len(told) == FEW


class Wire:
    """A way to a database that can be cut and mended: every connection through it ends when it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self.port = free_port()
        self._to, self._whole, self._open = (host, port), True, list[socket.socket]()
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self._whole = False
        for end in self._open:
            with closing(end):
                end.shutdown(socket.SHUT_RDWR) if end.fileno() >= 0 else None
        self._open.clear()

    def mend(self) -> None:
        self._whole = True

    def _listen(self) -> None:
        while True:
            near, _ = self._door.accept()
            if not self._whole:
                near.close()
                continue
            far = socket.create_connection(self._to)
            self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        try:
            while content := one.recv(65536):
                other.sendall(content)
        except OSError:
            pass
        for end in (one, other):
            end.close()


def test_without_its_database_every_text_is_answered_and_all_goes_on_after(begin, postgres):
    url = make_url(postgres)
    wire = Wire(url.host or "127.0.0.1", url.port or 5432)
    through = url.set(host="127.0.0.1", port=wire.port).render_as_string(hide_password=False)
    soak = Soak(FEW, every=None, database_url=through, climb=replace(SLOW_CLIMB, supervisor=40))
    line = begin(soak)
    with line.twin() as twin:
        twin.haste(20)
        twin.callee(BEN, presses=("1",))
    opened(line, FEW)
    wire.cut()
    away = time.monotonic()
    slowest = 0.0
    for place in range(FEW, 2 * FEW):
        started = time.monotonic()
        (reply,) = line.say(resident(place), DANGER)
        slowest = max(slowest, time.monotonic() - started)
        assert "911" in reply
    time.sleep(max(0.0, 20 - (time.monotonic() - away)))
    wire.mend()
    assert taken(line, 2 * FEW, 90)
    assert slowest < 6
    with line.twin() as twin:
        tally = count(Store(postgres), twin, soak.climb)
    assert (tally.lost, tally.skipped, tally.unsaid, tally.broken_at) == (0, 0, 0, None)
