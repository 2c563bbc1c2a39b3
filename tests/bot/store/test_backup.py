from __future__ import annotations

import os
import shutil
import stat
import threading
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.backup import BackupFailedError, back_up
from bot.vocabulary import EventName


def test_a_copy_made_while_the_line_writes_is_whole(embedded_store: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with embedded_store.writing() as books:
                books.events.append(EventName.MESSAGE_RECEIVED, actor="resident")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = [back_up(embedded_store, tmp_path / f"copy-{number}.db") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert all(size > 0 for size in sizes)
    with Store(f"sqlite:///{tmp_path / 'copy-2.db'}").reading() as books:
        assert books.events.first_broken() is None


def test_a_copy_may_be_read_by_its_owner_only(embedded_store: Store, tmp_path: Path) -> None:
    back_up(embedded_store, tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_file_that_exists_is_never_written_over(embedded_store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(BackupFailedError, match="exists already"):
        back_up(embedded_store, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_a_database_that_is_not_there_makes_no_copy(tmp_path: Path) -> None:
    with pytest.raises(BackupFailedError, match="no database"):
        back_up(Store(f"sqlite:///{tmp_path / 'nothing.db'}"), tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgresql
@pytest.mark.skipif(
    shutil.which("pg_dump") is None and "CI" not in os.environ, reason="PostgreSQL's client programs are not installed"
)
def test_a_postgresql_database_is_dumped_with_its_own_program(postgresql_store: Store, tmp_path: Path) -> None:
    assert back_up(postgresql_store, tmp_path / "copy.dump") > 1000
    assert (tmp_path / "copy.dump").read_bytes().startswith(b"PGDMP")
