from __future__ import annotations

import pytest

from bot.callbacks.testing import Town
from bot.store import Store


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)
