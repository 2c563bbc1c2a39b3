from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.store import Store
from bot.testing import ROSA
from bot.vocabulary import EventName

CHANGES = [
    "UPDATE events SET actor = 'someone else' WHERE id = 3",
    "UPDATE events SET name = 'escalation.closed' WHERE id = 3",
    'UPDATE events SET facts = \'{"level": "none"}\' WHERE id = 3',
    "UPDATE events SET message_id = 999 WHERE id = 3",
    "UPDATE events SET conversation_id = NULL WHERE id = 3",
    "UPDATE events SET previous_hash = hash WHERE id = 3",
]


@pytest.fixture
def chained(store: Store) -> Store:
    with store.writing() as books:
        for number in range(5):
            books.events.append(
                EventName.MESSAGE_SCREENED, actor="system", conversation_id="c1", message_id=number, level="ask é 🙂"
            )
    return store


def first_broken(store: Store) -> int | None:
    with store.reading() as books:
        return books.events.first_broken()


def change(store: Store, statement: str) -> None:
    with store.engine.connect() as connection:
        connection.execute(text(statement.replace(":", "\\:")))
        connection.commit()


def test_a_chain_that_nobody_touched_is_whole(chained: Store) -> None:
    assert first_broken(chained) is None


def test_an_empty_chain_is_whole(store: Store) -> None:
    assert first_broken(store) is None


@pytest.mark.parametrize("statement", CHANGES)
def test_a_changed_link_breaks_the_chain_where_it_was_changed(chained: Store, statement: str) -> None:
    change(chained, statement)
    assert first_broken(chained) == 3


def test_a_link_that_was_taken_out_breaks_the_chain_at_the_next(chained: Store) -> None:
    change(chained, "DELETE FROM events WHERE id = 3")
    assert first_broken(chained) == 4


def test_a_failed_transaction_leaves_no_link(chained: Store) -> None:
    with pytest.raises(RuntimeError), chained.writing() as books:
        books.events.append(EventName.MESSAGE_RECEIVED, actor="resident")
        raise RuntimeError(ROSA.name)
    with chained.reading() as books:
        assert books.events.last_id() == 5
    assert first_broken(chained) is None


def test_events_are_read_on_from_any_point_in_order(chained: Store) -> None:
    with chained.reading() as books:
        assert [event.id for event in books.events.after(2)] == [3, 4, 5]
