from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.store import Store
from bot.store.migrate import SchemaTooNewError, current, head, migrate
from bot.store.models import Base


def test_an_empty_database_is_brought_up_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    assert current(store) is None
    assert migrate(store) == head()
    assert migrate(store) == head() == current(store)


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store: Store) -> None:
    with store.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    try:
        with pytest.raises(SchemaTooNewError, match="9999"):
            migrate(store)
        assert current(store) == "9999"
    finally:
        with store.engine.connect() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head()})
            connection.commit()


def test_parts_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    stores = [Store(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(migrate, stores)) == [head()] * 3
