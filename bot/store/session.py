"""Opens the database and its transactions. Every writing transaction is alone, on SQLite and PostgreSQL alike.

One writer at a time keeps the chain of events in commit order and makes every compare-and-set plain; a transaction
must therefore never wait for anything outside the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError, TimeoutError
from sqlalchemy.orm import Session

from bot.errors import PermanentError, TemporaryError
from bot.store.contacts import Contacts
from bot.store.conversations import Conversations
from bot.store.escalations import Escalations
from bot.store.events import Events
from bot.store.messages import Messages
from bot.store.records import Records
from bot.store.staff import StaffList
from bot.store.turns import Turns
from bot.store.witness import Witness

# Any constant serves; it names the lock that makes PostgreSQL's writers take turns.
WRITER_LOCK = 4_114_911
# A writer waits this long for its turn before the caller falls back to the safe reply (the gateway answers in 6 s).
BUSY_SECONDS = 2
# In a rush the queue within this process moves on, so it may take longer than a database that does not answer.
TURN_SECONDS = 4
# As many as there are threads that may ask for one (anyio's 40), so that nobody waits for a connection instead.
MOST_CONNECTIONS = 40


class StoreUnavailableError(TemporaryError):
    """The database cannot be reached or is locked."""


class StoreRefusedError(PermanentError):
    """The database refused what was to be written; a fault of this program."""


@dataclass(frozen=True)
class Books:
    """Every repository, within one transaction."""

    contacts: Contacts
    conversations: Conversations
    messages: Messages
    records: Records
    escalations: Escalations
    staff: StaffList
    events: Events
    witness: Witness


class Store:
    """The database. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Take the SQLAlchemy URL; nothing is opened yet."""
        self.url = make_url(url)
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine = _engine(self.url.render_as_string(hide_password=False))
        self._turns = Turns()

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite, in a file beside us."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Books]:
        """Open a transaction that may write; it is committed at the end. Raises StoreUnavailableError."""
        with self._turn(), mapped_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            if not self.embedded:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            yield _books(session)

    @contextmanager
    def reading(self) -> Iterator[Books]:
        """Open a transaction that only reads. Raises StoreUnavailableError."""
        with mapped_errors(), Session(self.engine) as session:
            connection = session.connection(execution_options={"fourthline_reading": True})
            del connection
            yield _books(session)
            session.rollback()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.take(TURN_SECONDS):
            raise StoreUnavailableError("the database is busy")
        try:
            yield
        finally:
            self._turns.hand_on()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _books(session: Session) -> Books:
    return Books(
        contacts=Contacts(session),
        conversations=Conversations(session),
        messages=Messages(session),
        records=Records(session),
        escalations=Escalations(session),
        staff=StaffList(session),
        events=Events(session),
        witness=Witness(session),
    )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        options = f"-c lock_timeout={BUSY_SECONDS * 1000} -c statement_timeout={BUSY_SECONDS * 2000}"
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=BUSY_SECONDS,
            pool_size=10,
            max_overflow=MOST_CONNECTIONS - 10,
            hide_parameters=True,
            connect_args={"connect_timeout": BUSY_SECONDS, "options": options},
        )
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_timeout=BUSY_SECONDS,
        pool_size=10,
        max_overflow=MOST_CONNECTIONS - 10,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # FULL: a message that was acknowledged survives a power cut, at the price of one more fsync a commit.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A read that turns into a write fails at once despite the busy timeout, so writers say so at the start.
    reading = connection.get_execution_options().get("fourthline_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Turn what the database raises into our own errors, which never show a row.

    Raises:
        StoreUnavailableError: it is away, locked or not migrated.
        StoreRefusedError: it refused a statement.
    """
    try:
        yield
    except (OperationalError, PendingRollbackError, TimeoutError) as error:
        raise _unavailable(error) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable(error) from error
        # PostgreSQL shows the row that it refuses, and with it what a resident wrote.
        raise StoreRefusedError(f"the database refused a statement ({type(error).__name__})") from None


def _unavailable(error: Exception) -> StoreUnavailableError:
    return StoreUnavailableError(f"the database cannot be reached, is locked or not migrated ({type(error).__name__})")
