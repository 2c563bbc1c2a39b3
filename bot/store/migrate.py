"""Brings a database to the schema of this version. Runs at deploy or start by an explicit call, never at import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import PermanentError
from bot.store.session import WRITER_LOCK, Store, mapped_errors

SCRIPTS = Path(__file__).parent / "migrations"


class SchemaTooNewError(PermanentError):
    """The database was written by a newer version than this one; start that version, or restore a backup."""


def migrate(store: Store) -> str:
    """Bring the database up to this version and return the revision it stands at.

    Raises:
        SchemaTooNewError: the database is at a revision that this version does not have.
        StoreUnavailableError: it cannot be reached.
    """
    with mapped_errors(), store.engine.connect() as connection:
        if not store.embedded:
            # Several parts start at once: one migrates, the others wait here and find it done.
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": WRITER_LOCK + 1})
            connection.commit()
        try:
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            connection.commit()
        finally:
            if not store.embedded:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": WRITER_LOCK + 1})
                connection.commit()
    return head()


def head() -> str:
    """Return the newest revision that this version knows."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head() or ""


def current(store: Store) -> str | None:
    """Return the revision that the database stands at, None for an empty one. Raises StoreUnavailableError."""
    with mapped_errors(), store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _refuse_newer(connection: Connection) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaTooNewError(f"the database stands at revision {revision}, which this version does not know")
