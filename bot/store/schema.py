"""The base of the tables and the column types they share. Times are aware UTC on every database."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import DateTime, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

from bot.vocabulary import Word

W = TypeVar("W", bound=Word)


class Base(DeclarativeBase):
    """The declarative base; constraint names are fixed so that migrations can name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Utc(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite forgets the zone, so it is put back on reading; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and turn the rest into UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


class Choice(TypeDecorator[W]):
    """A word of `bot.vocabulary`, stored as its value in a plain string column (a new word needs no migration)."""

    impl = String(40)
    cache_ok = True

    def __init__(self, word: type[W]) -> None:
        """Take the enum whose values the column holds."""
        super().__init__()
        self.word = word

    def process_bind_param(self, value: W | None, dialect: Dialect) -> str | None:
        """Return the stored string."""
        return None if value is None else str(self.word(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> W | None:
        """Return the word. Raises ValueError for a value this version does not know."""
        return None if value is None else self.word(value)


def plain(value: Any) -> Any:
    """Return a word's stored value, anything else as it is."""
    return value.value if isinstance(value, Enum) else value
