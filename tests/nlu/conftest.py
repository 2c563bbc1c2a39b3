"""Runs in the engine's environment: `.venv-engine/bin/python -m pytest tests/nlu`."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

# Elsewhere there is no Rasa to measure with.
collect_ignore_glob = [] if find_spec("rasa") else ["test_*.py"]

if find_spec("rasa"):
    from bot.engine.dialogue import Dialogue
    from bot.training.train import train


@pytest.fixture(scope="session")
def dialogue() -> Dialogue:
    """The dialogue of the files as they are, trained if there is no model yet."""
    return Dialogue(train())
