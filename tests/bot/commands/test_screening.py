from __future__ import annotations

import io
import json

import pytest

from bot.commands.screening import screen_lines
from bot.safety.screen import Screen


def answers(screen: Screen, *lines: bytes) -> list[dict[str, object]]:
    out = io.StringIO()
    screen_lines(screen, lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_its_order(screen: Screen) -> None:
    lines = [json.dumps({"id": number, "text": "he has a knife" if number % 2 else "hello"}) for number in range(6)]
    told = answers(screen, *(line.encode() for line in lines))
    assert [answer["id"] for answer in told] == list(range(6))
    assert [answer["level"] for answer in told] == ["none", "emergency"] * 3
    assert set(told[1]) == {"id", "level", "hazards", "spans", "rules", "version"}


def test_the_question_that_a_text_answers_is_taken_into_account(screen: Screen) -> None:
    told = answers(screen, b'{"id": 1, "text": "yes", "asked": "safety_check", "lang": "en", "channel": "sms"}')
    assert told[0]["level"] == "emergency"


BAD = [
    b"not json",
    b"\xff\xfe",
    b"[]",
    b'"text"',
    b'{"text": "no id"}',
    b'{"id": 1}',
    b'{"id": 1, "text": 5}',
    b'{"id": 1, "text": "x", "lang": "tlh"}',
    b'{"id": 1, "text": "x", "channel": ["sms"]}',
    b'{"id": 1, "text": "x", "asked": "the weather"}',
    b'{"id": NaN, "text": "x"}',
    b"[" * 200_000,
    b'{"id": 1, "text": "x"',
]


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_bad_line_is_answered_with_an_error_and_the_run_goes_on(screen: Screen, line: bytes) -> None:
    bad, good = answers(screen, line, b'{"id": 2, "text": "he has a knife"}')
    assert set(bad) == {"id", "error"}
    assert good["level"] == "emergency"


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "🙂" * 1000, "a" * 100_000])
def test_a_text_of_any_characters_is_screened(screen: Screen, text: str) -> None:
    assert answers(screen, json.dumps({"id": "x", "text": text}).encode())[0]["level"] == "none"


def test_empty_lines_are_passed_over(screen: Screen) -> None:
    assert answers(screen, b"\n", b"  \n", b"\xef\xbb\xbf" + b'{"id": 1, "text": "hello"}\n')[0]["id"] == 1
