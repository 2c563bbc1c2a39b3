from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.conversation.house import House
from bot.program.profile import Profile
from bot.safety.screen import Screen
from bot.store import Store
from bot.store.migrate import migrate
from bot.testing import plain_screen, texts_to_911
from channels.engine_script import ScriptedEngine
from channels.pipeline import Pipeline
from channels.sender_script import ScriptedSender
from channels.spool import Spool
from channels.trial import Trial

SERVER = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
TABLES = (
    "events, escalation_attempts, escalations, assessments, messages, notes, records, conversations, contacts, "
    "sign_ins, staff"
)
# Longer than any engine of a test is slow, far shorter than a person waits.
ENGINE_SECONDS = 1.0


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "empty.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    # The last connection to close writes everything into the one file.
    store.close()
    assert not path.with_name("empty.db-wal").exists()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    name = f"fourthline_test_{uuid.uuid4().hex[:12]}"
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip("no PostgreSQL server answers")
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        store = Store(f"{SERVER}/{name}")
        migrate(store)
        store.close()
        yield f"{SERVER}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def embedded_store(tmp_path: Path, empty_database: Path) -> Iterator[Store]:
    path = tmp_path / "fourthline.db"
    shutil.copy(empty_database, path)
    store = Store(f"sqlite:///{path}")
    yield store
    store.close()


@pytest.fixture
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
    store = Store(postgresql_url)
    yield store
    store.close()


@pytest.fixture(params=["embedded", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest) -> Store:
    return request.getfixturevalue(f"{request.param}_store")


@pytest.fixture(scope="session")
def screen() -> Screen:
    return plain_screen()


@pytest.fixture(scope="session")
def profile() -> Profile:
    return texts_to_911(False)


@pytest.fixture
def house(embedded_store: Store, screen: Screen, profile: Profile) -> House:
    return House(embedded_store, screen, profile)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def pipeline(house: House, engine: ScriptedEngine) -> Pipeline:
    return Pipeline(house, engine.client(), ENGINE_SECONDS)


@pytest.fixture
def trial(pipeline: Pipeline, engine: ScriptedEngine) -> Trial:
    return Trial(pipeline, engine)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


@pytest.fixture
def sender() -> ScriptedSender:
    return ScriptedSender()
