from __future__ import annotations

import io
import json

import pytest

from bot.engine import diet
from bot.errors import PermanentError


def test_levels_are_learned_from_lines_and_told_of_others():
    taught = [
        *({"text": f"he has a knife {number}", "level": "emergency"} for number in range(8)),
        *({"text": f"when do you open [the](door) {number}", "level": "none"} for number in range(8)),
    ]
    asked = [{"id": "b", "text": "when do you open"}, {"id": 1, "text": ""}]
    out = io.StringIO()
    diet.run([json.dumps(line) for line in (*taught, *asked)], out, epochs=20)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["id"] for one in told] == ["b", 1]
    assert told[0]["level"] == "none"
    assert {one["level"] for one in told} <= {"emergency", "none"}


@pytest.mark.parametrize("lines", [[], ['{"id": 1, "text": "x"}'], ["no json"], ['{"text": "x"}'], ["7"]])
def test_lines_that_teach_nothing_or_are_wrong_are_refused(lines):
    with pytest.raises(PermanentError):
        diet.run(lines, io.StringIO(), epochs=1)
