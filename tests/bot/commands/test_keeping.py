from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import doctor
from bot.commands.engine_side import engine_environment
from bot.commands.serving import UnknownPartError
from bot.commands.staff import UnknownRoleError
from bot.commands.supervisor import PortTakenError, Supervisor
from bot.safety.screen import Screen
from bot.store import Store

TOKEN = "the token of the phone company"


@pytest.fixture(autouse=True)
def this_line(embedded_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", embedded_store.url.render_as_string(hide_password=False))
    monkeypatch.setenv("FOURTHLINE_HOME", str(tmp_path))
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    # A port that nothing listens on.
    monkeypatch.setenv("ENGINE_URL", "http://127.0.0.1:9")


def found(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> dict[str, doctor.Finding]:
    monkeypatch.setattr(doctor, "load_whole_screen", lambda: screen)
    return {finding.subject: finding for finding in doctor.examine()}


def test_the_doctor_looks_at_every_part_and_shows_no_secret(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(screen, monkeypatch)
    assert {"settings", "profile", "screen", "database", "events", "engine", "phone company"} <= set(findings)
    assert findings["database"].well
    assert findings["events"].well
    assert not findings["engine"].well
    assert not any(TOKEN in finding.says for finding in findings.values())


def test_the_doctor_says_what_is_wrong_with_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURTHLINE_PORT", "eighty")
    findings = doctor.examine()
    assert [finding.well for finding in findings] == [False]
    assert "FOURTHLINE_PORT" in findings[0].says


def test_the_doctor_finds_a_database_that_was_never_migrated(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert "migrate" in found(screen, monkeypatch)["database"].says


def test_a_member_of_staff_is_added_with_a_role(embedded_store: Store) -> None:
    arguments = ["staff", "add", "casey", "--name", "Casey", "--role", "call_taker", "--password", "correct horse"]
    assert CliRunner().invoke(app, arguments, catch_exceptions=False).exit_code == 0
    with embedded_store.reading() as books:
        assert books.staff.by_username("casey") is not None


def test_a_role_that_there_is_not_is_refused() -> None:
    arguments = ["staff", "add", "casey", "--name", "Casey", "--role", "boss", "--password", "correct horse"]
    with pytest.raises(UnknownRoleError, match="call_taker"):
        CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownPartError, match="gateway, worker, engine"):
        CliRunner().invoke(app, ["serve", "kitchen"], catch_exceptions=False)


def test_a_port_that_is_taken_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("FOURTHLINE_PORT", str(taken.getsockname()[1]))
        with pytest.raises(PortTakenError, match="the gateway needs"):
            Supervisor.of_parts(("gateway",)).start()


def test_the_engine_is_given_no_secret_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURTHLINE_SECRET_KEY_FILE", "key-file")
    given = engine_environment()
    assert not {"TWILIO_AUTH_TOKEN", "DATABASE_URL", "FOURTHLINE_SECRET_KEY_FILE"} & set(given)
    assert given["RASA_TELEMETRY_ENABLED"] == "false"


def test_help_names_every_command() -> None:
    told = CliRunner().invoke(app, ["--help"]).output
    for command in ("serve", "screen", "understand", "record", "doctor", "train", "migrate", "backup", "verify"):
        assert command in told
