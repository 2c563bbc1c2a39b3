"""The web phone on a real store and pipeline. The dialogue engine is down: the line answers with its safe reply."""

from __future__ import annotations

import pytest

from bot.conversation.house import House
from bot.profiles import load_profile
from bot.store import Store
from bot.store.migrate import migrate
from bot.taught import load_screen
from channels.engine_client import EngineClient
from channels.pipeline import Pipeline
from channels.webchat.testing import browser

NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def house(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'line.db'}")
    migrate(store)
    yield House(store, load_screen(), load_profile("denver-star"))
    store.close()


@pytest.fixture
def pipeline(house):
    return Pipeline(house, EngineClient(NOBODY_LISTENS, ""), 0.5)


@pytest.fixture
def rosa(house, pipeline):
    return browser(house, pipeline.receive)


@pytest.fixture
def inbound_count(house):
    """How many messages the line has remembered."""

    def count() -> int:
        with house.store.reading() as books:
            return len([event for event in books.events.after(0) if event.name.value == "message.received"])

    return count
