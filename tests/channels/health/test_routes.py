from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from starlette.testclient import TestClient

from bot import clock
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.safety.screen import WORKING
from bot.store import Store
from bot.testing import ROSA
from channels.engine_script import ScriptedEngine
from channels.health.routes import CLIMBED_WITHIN
from channels.trial import Trial

KNIFE = "he has a knife"


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def test_a_gateway_is_live_whatever_else_is_down(client: TestClient, engine: ScriptedEngine, trial: Trial) -> None:
    engine.reachable = False
    break_store(trial.house.store)
    assert client.get("/health/live").status_code == 200


@pytest.fixture
def whole_screen(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial.house.screen, "learned_state", WORKING)


def test_it_is_ready_where_every_part_is_there(client: TestClient, trial: Trial, whole_screen: None) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "screen": trial.house.screen.version,
        "learned_reader": "ok",
        "program": "denver-star",
        "engine": "ok",
    }


def test_it_is_degraded_while_the_rules_read_alone_and_says_so(client: TestClient) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "degraded"
    assert answer.json()["learned_reader"] == "missing: the rules read alone"


def test_it_is_not_ready_without_the_engine_and_says_so(client: TestClient, engine: ScriptedEngine) -> None:
    engine.reachable = False
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["engine"] == "not answering"


def test_it_is_not_ready_without_its_database_and_says_so(client: TestClient, trial: Trial) -> None:
    break_store(trial.house.store)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] != "ok"


def test_duty_is_green_while_nobody_waits(client: TestClient) -> None:
    assert client.get("/health/duty").json() == {
        "status": "ok",
        "on_last_rung": 0,
        "overdue_seconds": 0.0,
        "open_escalations": 0,
        "oldest_seconds": 0.0,
        "limit_seconds": 60.0,
    }


def test_duty_turns_red_when_nobody_takes_an_escalation_and_green_when_someone_does(
    client: TestClient, trial: Trial
) -> None:
    trial.says(ROSA, KNIFE)
    assert client.get("/health/duty").status_code == 200
    with later(61):
        red = client.get("/health/duty")
        assert (red.status_code, red.json()["status"]) == (503, "red")
        casey, opened = trial.staff(), trial.escalations(ROSA)[0]
        with trial.house.store.writing() as books:
            escalation.acknowledge(books, opened.id, Taker.at_the_desk(casey))
        assert client.get("/health/duty").status_code == 200


def test_duty_is_red_on_the_last_rung_and_where_nobody_climbs(client: TestClient, trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    opened, last = trial.escalations(ROSA)[0], len(trial.house.profile.ladder.steps) - 1
    with later(CLIMBED_WITHIN + 1):
        overdue = client.get("/health/duty")
        assert overdue.status_code == 503
        assert overdue.json()["overdue_seconds"] > CLIMBED_WITHIN
        with trial.house.store.writing() as books:
            books.escalations.change(opened.id, due_at=clock.now() + timedelta(seconds=60))
        waiting = client.get("/health/duty")
        assert (waiting.status_code, waiting.json()["overdue_seconds"]) == (200, 0.0)
        with trial.house.store.writing() as books:
            books.escalations.change(opened.id, step=last)
        on_last = client.get("/health/duty")
        assert (on_last.status_code, on_last.json()["on_last_rung"]) == (503, 1)


def test_duty_is_not_green_where_nobody_can_tell(client: TestClient, trial: Trial) -> None:
    break_store(trial.house.store)
    answer = client.get("/health/duty")
    assert (answer.status_code, answer.json()["status"]) == (503, "unknown")


def test_the_metrics_tell_ages_and_counts_and_nothing_of_a_resident(client: TestClient, trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    told = client.get("/metrics").text
    assert "fourthline_open_escalations 1.0" in told
    assert ROSA.number not in told
    assert "knife" not in told


def test_the_metrics_are_told_without_a_database(client: TestClient, trial: Trial) -> None:
    break_store(trial.house.store)
    assert client.get("/metrics").status_code == 200


def break_store(store: Store) -> None:
    """Take the tables away, as a database that was never migrated has none."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DROP TABLE events")
        connection.exec_driver_sql("DROP TABLE escalations")
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.commit()
