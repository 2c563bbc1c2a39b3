from __future__ import annotations

import io
import json

from bot.engine.lines import answer_lines


def test_every_line_is_answered_in_order_and_a_bad_one_only_for_itself(dialogue, run):
    lines = [
        '{"id": "a", "text": "hello"}',
        "",
        "no json",
        '{"id": "b"}',
        '{"id": "c", "text": 3}',
        '{"id": "d", "text": "hola", "lang": "xx"}',
        "[1, 2]",
        '{"id": 7, "text": "needles in the sandbox", "lang": "en"}',
        '{"id": "e", "text": "\\ud800 \\u0000"}',
        '{"id": "f", "text": ""}',
    ]
    out = io.StringIO()
    run(answer_lines(lines, out, dialogue))
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d", None, 7, "e", "f"]
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, True, False, False, False]
    assert set(answers[0]) == {"id", "intent", "confidence", "concern", "slots"}
    assert answers[6]["concern"] == "needle_cleanup"


class Watched(io.StringIO):
    """Keeps how much had been written at each flush."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[int] = []

    def flush(self) -> None:
        self.flushed.append(self.getvalue().count("\n"))


def test_each_answer_is_written_at_once(dialogue, run):
    out = Watched()
    run(answer_lines(['{"id": 1, "text": "hello"}', '{"id": 2, "text": "bye"}'], out, dialogue))
    assert out.flushed == [1, 2]
