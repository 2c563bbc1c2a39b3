"""Copies the database while it is in use. A copy counts only when it was read back whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from bot.errors import PermanentError
from bot.store.session import Store


class BackupFailedError(PermanentError):
    """The copy could not be made; nothing was changed."""


def back_up(store: Store, to: Path) -> int:
    """Write a copy to `to` and return its size in bytes. Raises BackupFailedError."""
    if to.exists():
        raise BackupFailedError(f"{to} exists already; name a new file")
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        # Residents' words: for the owner only, from the first byte on.
        os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        _copy_sqlite(store, unfinished) if store.embedded else _dump_postgresql(store, unfinished)
        unfinished.rename(to)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailedError(f"{to}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return to.stat().st_size


def _copy_sqlite(store: Store, to: Path) -> None:
    if not store.url.database or not Path(store.url.database).exists():
        raise BackupFailedError(f"there is no database at {store.url.database}")
    source, copy = sqlite3.connect(store.url.database), sqlite3.connect(to)
    try:
        source.backup(copy)
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        source.close()
        copy.close()
    if verdict != "ok":
        raise BackupFailedError(f"the copy is not whole: {verdict}")


def _dump_postgresql(store: Store, to: Path) -> None:
    dump = shutil.which("pg_dump")
    if dump is None:
        raise BackupFailedError("pg_dump is not installed; it comes with PostgreSQL's client programs")
    # Every user of the machine can read a command line, so the password goes by the environment.
    url = store.url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": str(store.url.password)} if store.url.password else {}
    done = subprocess.run(
        [dump, "--format=custom", "--file", str(to), url],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailedError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pg_dump failed")
