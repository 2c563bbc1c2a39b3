from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import evaluating
from bot.evaluation.testing import readers
from bot.learned import examples
from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

HELD_OUT = [
    Example("he has a knife", DangerLevel.EMERGENCY, Hazard.WEAPON, Voice.PLAIN, Language.ENGLISH, "weapon.en.yml"),
    Example("see you at noon", DangerLevel.NONE, None, Voice.EVERYDAY, Language.ENGLISH, "everyday.en.yml"),
]


@pytest.fixture(autouse=True)
def few_messages(monkeypatch):
    monkeypatch.setattr(examples, "read_examples", lambda folder: HELD_OUT if folder == examples.HELD_OUT else [])
    monkeypatch.setattr(evaluating, "_readers", readers)


def run(*arguments):
    return CliRunner().invoke(app, ["evaluate", "safety", *map(str, arguments)])


def test_a_report_on_the_held_out_messages_is_no_gate():
    told = run()
    assert told.exit_code == 0
    assert "2 messages" in told.stdout
    assert "Emergencies caught" in told.stdout


def test_rows_are_read_beside_them_and_a_bad_line_is_told_aside(tmp_path):
    rows = tmp_path / "calls.jsonl"
    rows.write_text('{"id": 1, "text": "nobody knows me", "expected": "escalate"}\nno json\n', encoding="utf-8")
    html, document = tmp_path / "out.html", tmp_path / "out.json"
    told = run("--rows", rows, "--html", html, "--json", document, "--no-slips", "--no-compare", "--seed", 7)
    assert told.exit_code == 0
    assert "calls.jsonl:2: not JSON" in told.stderr
    written = json.loads(document.read_text(encoding="utf-8"))
    assert written["sets"] == {"held-out": 2, "calls": 1}
    assert (written["seed"], written["slips"], written["compared"]) == (7, [], [])
    assert [one["id"] for one in written["errors"]] == ["1"]
    assert "nobody knows me" not in html.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--rows", "gone.jsonl"), "does not exist"),
        (("--html", "no/such/folder/out.html"), "there is no folder"),
        (("--json", "no/such/folder/out.json"), "there is no folder"),
        (("--seed", "often"), "unable to parse string as an integer"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_read(arguments, why, monkeypatch):
    monkeypatch.setattr(evaluating, "_readers", lambda: pytest.fail("it began to read"))
    told = run(*arguments)
    assert told.exit_code == 2
    assert why in " ".join(told.stderr.replace("│", " ").split())


def test_diet_is_only_asked_where_it_is_wished_for(monkeypatch):
    monkeypatch.setattr(evaluating, "_diet", lambda: lambda cases: [DangerLevel.ASK for _ in cases])
    assert "DIET" not in run("--no-slips").stdout
    assert "DIET" in run("--no-slips", "--diet").stdout
