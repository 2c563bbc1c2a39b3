from __future__ import annotations

import pytest

from bot import clock
from bot.store import Store
from bot.store.peek import is_remembered
from bot.vocabulary import Channel, Language


def test_a_remembered_message_is_found_by_its_sid(store: Store):
    now = clock.now()
    with store.writing() as books:
        contact, _ = books.contacts.find_or_open("phone", "+13035550120", now)
        talk = books.conversations.open(contact, Channel.SMS, "denver-star", "1", Language.ENGLISH, now)
        books.messages.receive(talk.id, Channel.SMS, "SM-here", "hello", now, media=0, meta={}, asked=None)
    url = store.url.render_as_string(hide_password=False)
    assert is_remembered(url, "SM-here")
    assert not is_remembered(url, "SM-elsewhere")


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:9/nothing"])
def test_a_database_that_cannot_be_asked_holds_nothing(url: str):
    assert not is_remembered(url, "SM-here")
