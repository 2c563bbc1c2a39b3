"""What tests of the evaluation need: cases, and readers of which each test knows what they say.

Shipped and typed as the rest is, so that tests import product code alone. No report ever uses any of it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.evaluation.cases import HELD_OUT_SET, Case, Due, Judged
from bot.evaluation.reading import Read, Readers
from bot.safety.assessment import Assessment
from bot.safety.felt import Felt
from bot.safety.screen import Screen
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel

EMERGENCY, ASK, NONE = DangerLevel.EMERGENCY, DangerLevel.ASK, DangerLevel.NONE


def a_case(text: str, due: Due = Due.EMERGENCY, **fields: Any) -> Case:
    """Return a held-out case named by its text; `fields` replace fields of it."""
    return replace(Case(text, text, due, HELD_OUT_SET, shown=True), **fields)


def given(due: Due, level: DangerLevel, text: str = "", **fields: Any) -> Judged:
    """Return a case to which something is due and which was given a level."""
    return Judged(a_case(text or f"{due} {level} {fields}", due, **fields), level)


@lru_cache(maxsize=1)
def rules_alone() -> Screen:
    """Return the plain screen without a learned reader, always the same one: nobody may give it any."""
    return plain_screen()


def readers(told: dict[str, tuple[float, float]] | None = None) -> Readers:
    """Return the plain screen, with a learned reader that feels (emergency, danger) of texts where it is told any."""
    if told is None:
        return Readers(rules_alone(), rules_alone())
    screen = plain_screen()
    learned = ScriptedReader({text: Felt(*felt) for text, felt in told.items()})
    screen.adopt(learned)
    return Readers(screen, rules_alone(), learned)


def felt(due: Due, emergency: float, danger: float, **fields: Any) -> Read:
    """Return a reading of which only what was felt matters."""
    one = a_case(f"{due} {emergency} {danger}", due, **fields)
    return Read(one, Assessment(NONE), NONE, Felt(emergency, danger))
