"""The screen gets its trained reader where there is one, and reads by its rules where there is none or a broken one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.encoding.e5 import GRAPH_FILE
from bot.errors import PermanentError
from bot.learned import load
from bot.learned.load import adopt_if_trained, adopt_when_trained
from bot.safety.felt import Felt
from bot.safety.screen import FAILING, MISSING, UNREADABLE, WORKING, Screen
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel

OBLIQUE = "they put him in the trunk"
SECONDS = 10


@pytest.fixture
def screen() -> Screen:
    return plain_screen()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the model of these files is looked for; it is not there yet."""
    path = tmp_path / "screen-0123"
    monkeypatch.setattr(load, "model_path", lambda: path)
    monkeypatch.setattr(load, "LOOK_AGAIN", 0.01)
    return path


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever folder is there holds a reader."""

    def reader(folder: Path) -> ScriptedReader:
        return ScriptedReader({OBLIQUE: Felt(0.95, 0.97)}, version=f"learned-{folder.name}")

    monkeypatch.setattr("bot.learned.reader.TrainedReader", reader)


def breaks(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def reader(_folder: Path) -> ScriptedReader:
        raise error

    monkeypatch.setattr("bot.learned.reader.TrainedReader", reader)


def wait_until_looked() -> None:
    for thread in threading.enumerate():
        if thread.name == "learned-reader":
            thread.join(SECONDS)
            assert not thread.is_alive()


def test_where_none_is_trained_the_rules_read_alone(screen, folder):
    with capture_logs() as lines:
        assert not adopt_if_trained(screen)
    assert screen.learned_state == MISSING
    assert lines == []


@pytest.mark.usefixtures("trained")
def test_a_trained_reader_is_adopted(screen, folder):
    folder.mkdir()
    assert adopt_if_trained(screen)
    assert screen.learned_state == WORKING
    assert screen.version.endswith("+learned-screen-0123")
    assert screen.assess(OBLIQUE).level is DangerLevel.EMERGENCY


@pytest.mark.usefixtures("folder")
def test_a_screen_that_has_its_reader_does_not_look_for_another(screen):
    screen.adopt(ScriptedReader(broken=True))
    assert adopt_if_trained(screen)
    screen.assess("hello")
    assert screen.learned_state == FAILING
    assert adopt_if_trained(screen)


@pytest.mark.parametrize("error", [PermanentError("x"), OSError("x"), KeyError("x"), ValueError("x")])
def test_a_model_that_cannot_be_loaded_is_told_by_state_and_log(screen, folder, monkeypatch, error: Exception):
    folder.mkdir()
    breaks(monkeypatch, error)
    with capture_logs() as lines:
        assert not adopt_if_trained(screen)
        assert not adopt_if_trained(screen)
    assert screen.learned_state == UNREADABLE
    assert lines == [{"event": "learned_reader_not_loaded", "why": type(error).__name__, "log_level": "error"}]
    assert screen.assess("he has a knife").level is DangerLevel.EMERGENCY


def test_an_empty_folder_is_told_as_one_that_cannot_be_loaded(screen, folder):
    folder.mkdir()
    with capture_logs() as lines:
        assert not adopt_if_trained(screen)
    assert screen.learned_state == UNREADABLE
    assert [line["event"] for line in lines] == ["learned_reader_not_loaded"]


@pytest.mark.parametrize("rubbish", [b"", b"rubbish"])
def test_a_folder_with_rubbish_is_told_as_one_that_cannot_be_loaded(screen, folder, rubbish: bytes):
    folder.mkdir()
    (folder / GRAPH_FILE).write_bytes(rubbish)
    with capture_logs() as lines:
        assert not adopt_if_trained(screen)
    assert screen.learned_state == UNREADABLE
    assert [line["event"] for line in lines] == ["learned_reader_not_loaded"]


def test_a_model_that_was_broken_is_taken_when_it_is_mended(screen, folder, monkeypatch):
    folder.mkdir()
    breaks(monkeypatch, ValueError("half written"))
    with capture_logs():
        assert not adopt_if_trained(screen)
    monkeypatch.setattr("bot.learned.reader.TrainedReader", lambda _folder: ScriptedReader())
    assert adopt_if_trained(screen)
    assert screen.learned_state == WORKING


@pytest.mark.usefixtures("trained")
def test_a_reader_that_is_trained_later_is_picked_up_while_the_screen_reads(screen, folder):
    with capture_logs() as lines:
        adopt_when_trained(screen)
        assert screen.learned_state == MISSING
        assert screen.assess("he has a knife").level is DangerLevel.EMERGENCY
        folder.mkdir()
        wait_until_looked()
    assert screen.learned_state == WORKING
    assert screen.assess(OBLIQUE).level is DangerLevel.EMERGENCY
    assert [line["event"] for line in lines] == ["learned_reader_up"]


@pytest.mark.usefixtures("trained")
def test_a_reader_that_is_there_already_is_picked_up_at_once(screen, folder):
    folder.mkdir()
    with capture_logs():
        adopt_when_trained(screen)
        wait_until_looked()
    assert screen.learned_state == WORKING
