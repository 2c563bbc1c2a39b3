"""What a rule may read is what the record's reference says there is."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot
from bot.program.readable import READABLE

RECORD = (Path(bot.__file__).parents[1] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
LISTED_ELSEWHERE = {"concern"}


def _row(slot: str) -> str:
    return next(line for line in RECORD.splitlines() if line.startswith("|") and f"`{slot}`" in line.split("|")[1])


@pytest.mark.parametrize(("slot", "part"), sorted(READABLE, key=str))
def test_each_fact_stands_in_the_reference_with_each_of_its_values(slot, part):
    row = _row(slot.value)
    if part is not None:
        assert f'"{part}"' in row
    if slot.value not in LISTED_ELSEWHERE:
        said = row.replace("true or false", '"yes" "no"')
        assert all(f'"{value}"' in said or f"`{value}`" in said for value in READABLE[slot, part])
