"""Messages that no rule was written from hold the floor; mistakes once made do not come back.

The floors stand a little under what was measured; raise them when the screen gets better, never lower them to pass.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from bot.taught import SAFETY_FILES, load_screen
from bot.vocabulary import DangerLevel, Language

SCREEN = load_screen()
LEVELS = tuple(level.value for level in (DangerLevel.EMERGENCY, DangerLevel.ASK, DangerLevel.NONE))


def document(name: str) -> dict:
    return yaml.safe_load((SAFETY_FILES / name).read_text(encoding="utf-8"))


def held_out(language: Language) -> Iterator[tuple[str, str]]:
    held = document(f"held_out.{language}.yml")
    for one in held["sets"]:
        for level in LEVELS:
            yield from ((level, text) for text in one.get(level, ()))
    for triple in held["triples"]:
        yield from zip(LEVELS, triple["texts"], strict=True)


def share(language: Language, of: str, given: set[str]) -> float:
    texts = [text for level, text in held_out(language) if level == of]
    return sum(SCREEN.assess(text).level.value in given for text in texts) / len(texts)


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.96), (Language.SPANISH, 0.96)])
def test_emergencies_nobody_wrote_a_rule_from_are_caught(language: Language, floor: float):
    assert share(language, "emergency", {"emergency", "ask"}) >= floor


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.93), (Language.SPANISH, 0.94)])
def test_most_of_them_are_sent_at_once(language: Language, floor: float):
    assert share(language, "emergency", {"emergency"}) >= floor


@pytest.mark.parametrize(("language", "floor"), [(Language.ENGLISH, 0.91), (Language.SPANISH, 0.95)])
def test_what_is_too_much_to_let_pass_is_asked_about(language: Language, floor: float):
    assert share(language, "ask", {"emergency", "ask"}) >= floor


@pytest.mark.parametrize("language", list(Language))
def test_harmless_messages_rarely_alarm(language: Language):
    assert share(language, "none", {"emergency"}) <= 0.03
    assert share(language, "none", {"emergency", "ask"}) <= 0.06


@pytest.mark.parametrize("language", list(Language))
def test_the_sets_are_broad_enough_to_mean_something(language: Language):
    assert len(list(held_out(language))) >= {Language.ENGLISH: 250, Language.SPANISH: 120}[language]


@pytest.mark.parametrize(
    ("text", "level"),
    [(one["text"], one["level"]) for language in Language for one in document(f"mistakes.{language}.yml")["messages"]],
)
def test_a_mistake_once_made_does_not_come_back(text: str, level: str):
    assert SCREEN.assess(text).level.value == level
