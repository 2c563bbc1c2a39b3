from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import clock
from bot.cli import app, main
from bot.commands.keeping import ChainBrokenError
from bot.commands.records import NoSuchRecordError
from bot.escalation import service
from bot.escalation.service import Ending, Taker
from bot.store.backup import BackupFailedError
from bot.testing import ROSA, Decides
from bot.vocabulary import AckWay, AttemptState, Effect, EscalationOutcome, Means, Rung
from channels.trial import Trial


@pytest.fixture(autouse=True)
def this_line(trial: Trial, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", trial.house.store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("FOURTHLINE_HOME", str(tmp_path))


def told(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_record_of_a_number_and_of_its_reference_are_the_same(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, frame={"queued": True})
    trial.says(ROSA, "someone is asleep at 412 Pearl Street")
    by_phone = json.loads(told("record", "--phone", ROSA.number, "--json"))
    reference = by_phone["reference"]
    assert json.loads(told("record", "--ref", reference.lower().replace("-", ""), "--json")) == by_phone
    assert by_phone["state"] == by_phone["conversation"]["state"] == "waiting_callback"
    assert by_phone["outcome"] == "callback"
    assert by_phone["queued_at"].endswith("+00:00")


def test_the_record_tells_its_escalations_with_their_times_and_its_slots(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife at 412 Pearl Street")
    record = json.loads(told("record", "--phone", ROSA.number, "--json"))
    assert record["urgency"] == "emergency"
    assert [(one["cause"], one["state"], one["hazards"]) for one in record["escalations"]] == [
        ("screen", "open", ["weapon"])
    ]
    assert record["escalations"][0]["opened_at"]
    assert record["slots"]["narrative"]["known"] == "answered"


def test_an_escalation_tells_its_rung_its_attempts_who_took_it_how_and_how_it_ended(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    opened, casey = trial.escalations(ROSA)[0], trial.staff()
    with trial.house.store.writing() as books:
        ray = {"target": "Ray Ortiz", "address": "+13035550121"}
        attempt = books.escalations.write_attempt(opened.id, Rung.ON_CALL_SMS, clock.now(), means=Means.TEXT, **ray)
        books.escalations.end_attempt(attempt.id, AttemptState.REFUSED, clock.now(), code="21211")
        books.escalations.change(opened.id, rung=Rung.ON_CALL_SMS, step=1)
        service.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.TEXT), attempt_id=attempt.id)
        ending = Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911", incident="26-118")
        service.close(books, opened.id, casey, ending)
    [told_of] = json.loads(told("record", "--phone", ROSA.number, "--json"))["escalations"]
    assert (told_of["rung"], told_of["step"]) == ("on_call_sms", 1)
    assert (told_of["acknowledged_name"], told_of["acknowledged_way"]) == ("Ray Ortiz", "text")
    assert (told_of["outcome_center"], told_of["outcome_incident"]) == ("Denver 911", "26-118")
    assert told_of["outcome_at"].endswith("+00:00")
    desk, text = told_of["attempts"]
    assert (desk["rung"], desk["means"], desk["target"], desk["code"]) == ("desk", "desk", None, None)
    assert (text["target"], text["state"], text["code"]) == ("Ray Ortiz", "refused", "21211")
    assert text["at"] and text["ended_at"]
    assert "acknowledged by Ray Ortiz" in told("record", "--phone", ROSA.number)


def test_a_record_is_told_in_words_too(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    assert "escalation open since" in told("record", "--phone", ROSA.number)


@pytest.mark.parametrize("arguments", [["--phone", "+13035559999"], ["--ref", "ZZZZ-ZZZZ"], ["--ref", ""]])
def test_a_record_that_there_is_not_is_said_in_one_line(arguments: list[str]) -> None:
    with pytest.raises(NoSuchRecordError):
        told("record", *arguments)


@pytest.mark.parametrize("arguments", [[], ["--phone", "+1", "--ref", "A"]])
def test_one_of_number_and_reference_is_to_be_given(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, ["record", *arguments]).exit_code == 2


def test_a_refusal_is_one_line_and_exit_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fourthline", "record", "--phone", "+13035559999"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "fourthline: nobody has written from +13035559999\n"


def test_the_chain_is_verified_and_a_break_is_named(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    assert "whole up to link" in told("verify")
    with trial.house.store.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'nobody' WHERE id = 2")
        connection.commit()
    with pytest.raises(ChainBrokenError, match="link 2"):
        told("verify")


def test_migrate_and_backup_say_what_they_did(tmp_path: Path) -> None:
    assert "revision 0002" in told("migrate")
    assert "complete and readable" in told("backup", str(tmp_path / "copy.db"))
    with pytest.raises(BackupFailedError):
        told("backup", str(tmp_path / "copy.db"))
