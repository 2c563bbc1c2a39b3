"""Looks whether a message is in the records, by its sid, within milliseconds of a start.

It does without SQLAlchemy, which takes most of a second to load while a resident may be waiting. It only ever reads.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from urllib.parse import unquote, urlsplit

QUERY = "SELECT 1 FROM messages WHERE sid = "
SECONDS = 1


def is_remembered(url: str, sid: str) -> bool:
    """Return whether the database at `url` holds the message; False where it cannot be asked."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return _in_sqlite(unquote(parts.path[1:]), sid)
    return _in_postgresql(url.replace("postgresql+psycopg:", "postgresql:", 1), sid)


def _in_sqlite(path: str, sid: str) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=SECONDS)) as connection:
            return connection.execute(QUERY + "?", (sid,)).fetchone() is not None
    except sqlite3.Error:
        return False


def _in_postgresql(url: str, sid: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=SECONDS) as connection:
            return connection.execute(QUERY + "%s", (sid,)).fetchone() is not None
    except psycopg.Error:
        return False
