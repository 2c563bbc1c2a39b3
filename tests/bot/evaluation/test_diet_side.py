from __future__ import annotations

import sys

import pytest

from bot.errors import PermanentError
from bot.evaluation import diet_side
from bot.evaluation.diet_side import levels_by_diet
from bot.evaluation.testing import ASK, EMERGENCY, a_case
from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Language, Voice

TAUGHT = [Example("hello [you](there)", DangerLevel.NONE, None, Voice.ANSWER, Language.ENGLISH, "a.en.yml")]
CASES = [a_case("line\nbreak"), a_case("same id", id="x"), a_case("same id too", id="x")]


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """Stand a script of ours in for the engine's side."""

    def stands(script):
        (tmp_path / "pretends.py").write_text(script, encoding="utf-8")
        monkeypatch.setattr(diet_side, "engine_command", lambda: [sys.executable, "-m", "bot.engine"])
        monkeypatch.setattr(diet_side, "engine_environment", lambda: {"PYTHONPATH": str(tmp_path)})
        monkeypatch.setattr(diet_side, "MODULE", "pretends")

    return stands


def test_what_teaches_goes_before_what_is_read_and_levels_come_back_in_order(engine):
    engine("""
import json, sys
assert sys.argv[1:] == ["--epochs", "2"]
lines = [json.loads(line) for line in sys.stdin]
assert lines[0] == {"text": "hello [you](there)", "level": "none"}, lines
asked = lines[1:]
assert [one["text"] for one in asked] == ["line\\nbreak", "same id", "same id too"], asked
for one, level in reversed(list(zip(asked, ["ask", "ask", "emergency"]))):
    print(json.dumps({"id": one["id"], "level": level}))
""")
    assert levels_by_diet(TAUGHT, CASES, epochs=2) == [ASK, ASK, EMERGENCY]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("raise SystemExit(1)", "ended with status 1"),
        ('print(\'{"id": 0, "level": "ask"}\')', "without a level: 1"),
        ('for n in range(3): print(\'{"id": %d, "level": "grave"}\' % n)', "without a level"),
    ],
)
def test_where_diet_fails_it_is_said_and_nothing_is_made_up(engine, script, why):
    engine(script)
    with pytest.raises(PermanentError, match=why):
        levels_by_diet(TAUGHT, CASES)
