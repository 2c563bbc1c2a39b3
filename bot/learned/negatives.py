"""Gives the intents' examples to the screen as harmless: what it is not shown as traffic, it alarms at.

Without plain answers, places and small talk among its examples it asked about a quarter of ordinary messages
(research).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Language, Voice

INTENTS = Path(__file__).parents[2] / "nlu_data" / "intents"
#: Intents in whose examples there may be danger: they were written for what they are about, not for how grave it is.
GRAVE = frozenset(
    "affirm ask_911 correct inform prank report_crime report_disorientation_elder report_domestic_violence"
    " report_family_conflict report_grief_support report_intoxication report_medical report_mental_health_crisis"
    " report_substance_use report_suicidal_thoughts report_trespass_unwanted_person report_welfare_check".split()
)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_negatives(folder: Path = INTENTS) -> list[Example]:
    """Return the examples of every intent that is never grave, as harmless answers."""
    return [example for language in Language for example in _of_language(folder / language.value, language)]


def _of_language(folder: Path, language: Language) -> Iterator[Example]:
    for path in sorted(folder.glob("*.yml")):
        if path.stem in GRAVE:
            continue
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)["nlu"]:  # noqa: S506
            for line in block["examples"].splitlines():
                if line.strip():
                    text = line.strip()[2:].strip()
                    voice = Voice.PLAIN if path.stem.startswith("report_") else Voice.ANSWER
                    yield Example(text, DangerLevel.NONE, None, voice, language, path.name)
