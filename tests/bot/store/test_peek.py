from __future__ import annotations

import pytest

from bot.store import Store
from bot.store.peek import is_remembered
from bot.testing import ROSA
from channels.trial import Trial


def test_a_remembered_message_is_found_by_its_sid(trial: Trial, store: Store):
    trial.says(ROSA, "hello", sid="SM-here")
    url = store.url.render_as_string(hide_password=False)
    assert is_remembered(url, "SM-here")
    assert not is_remembered(url, "SM-elsewhere")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:9/nothing"])
def test_a_database_that_cannot_be_asked_holds_nothing(url: str):
    assert not is_remembered(url, "SM-here")
