"""What was cut off the chain's end, or out of the tables, is named, though every link that is left fits."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.escalation import service
from bot.escalation.service import Taker
from bot.testing import MATEO, ROSA
from channels.trial import Trial

CUT = (
    ("DELETE FROM events WHERE id > (SELECT max(id) FROM events) - 1", "who took escalation"),
    ("DELETE FROM events WHERE name = 'escalation.opened'", "escalation"),
    ("DELETE FROM events WHERE name = 'message.received'", "message"),
    ("DELETE FROM escalation_attempts", "attempts of escalation"),
    ("DELETE FROM events WHERE name = 'escalation.alarmed'", "attempts of escalation"),
)


@pytest.fixture
def taken(trial: Trial) -> Trial:
    trial.says(MATEO, "hello")
    trial.says(ROSA, "he has a knife")
    casey = trial.staff()
    with trial.house.store.writing() as books:
        service.acknowledge(books, trial.escalations(ROSA)[0].id, Taker.at_the_desk(casey))
    return trial


def missing(trial: Trial) -> str | None:
    with trial.house.store.reading() as books:
        return books.witness.first_missing()


def test_records_and_chain_of_an_honest_house_agree(taken: Trial):
    assert missing(taken) is None


@pytest.mark.parametrize(("statement", "named"), CUT, ids=[statement[:60] for statement, _ in CUT])
def test_what_was_removed_is_named(taken: Trial, statement: str, named: str):
    with taken.house.store.engine.begin() as connection:
        connection.execute(text(statement))
    assert named in str(missing(taken))


def test_an_escalation_taken_out_of_the_records_is_named(taken: Trial):
    with taken.house.store.engine.begin() as connection:
        connection.execute(text("DELETE FROM escalation_attempts"))
        connection.execute(text("DELETE FROM escalations"))
    assert "not in the records" in str(missing(taken))
