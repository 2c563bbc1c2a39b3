from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.callbacks.testing import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(f"sqlite:///{tmp_path / 'town.db'}")
    yield town
    town.store.close()
