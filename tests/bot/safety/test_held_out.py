"""Messages that nothing was taught from hold the floor; mistakes once made do not come back.

The floors stand a little under what was measured; raise them when the screen gets better, never lower them to pass.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

import pytest
import yaml

from bot.learned.examples import HELD_OUT, read_examples
from bot.learned.load import load_whole_screen
from bot.safety.screen import MISSING, WORKING
from bot.taught import SAFETY_FILES, load_screen
from bot.vocabulary import DangerLevel, Language

NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY


@dataclass(frozen=True)
class Floors:
    """Shares of the held-out messages that the whole screen holds at the least, and of one kind at the most.

    Attributes:
        caught: emergencies sent or asked about.
        at_once: emergencies sent at once.
        asked: messages that are too much to let pass, sent or asked about.
        alarmed: harmless messages sent, at the most.
    """

    caught: float
    at_once: float
    asked: float
    alarmed: float


FLOORS = {
    Language.ENGLISH: Floors(caught=0.955, at_once=0.87, asked=0.87, alarmed=0.06),
    Language.SPANISH: Floors(caught=0.955, at_once=0.87, asked=0.87, alarmed=0.06),
}


@dataclass(frozen=True)
class Measured:
    """How often each held-out level was given which, by language."""

    given: Counter[tuple[Language, DangerLevel, DangerLevel]]

    def share(self, language: Language, due: DangerLevel, *given: DangerLevel) -> float:
        return sum(self.given[language, due, one] for one in given) / sum(
            self.given[language, due, one] for one in DangerLevel
        )


@pytest.fixture(scope="module")
def measured() -> Measured:
    """Every held-out message as the screen with both readers reads it."""
    screen = load_whole_screen()
    if screen.learned_state == MISSING and not os.environ.get("CI"):
        pytest.skip("the screen's reader is not trained for the files as they are: run make train")
    assert screen.learned_state == WORKING
    given = Counter(
        (one.language, one.level, screen.assess(one.text, language=one.language).level)
        for one in read_examples(HELD_OUT)
    )
    assert screen.learned_state == WORKING
    return Measured(given)


@pytest.mark.learned
@pytest.mark.parametrize("language", list(Language))
def test_emergencies_that_nothing_was_taught_from_are_caught(measured: Measured, language: Language):
    assert measured.share(language, EMERGENCY, EMERGENCY, ASK) >= FLOORS[language].caught


@pytest.mark.learned
@pytest.mark.parametrize("language", list(Language))
def test_most_of_them_are_sent_at_once(measured: Measured, language: Language):
    assert measured.share(language, EMERGENCY, EMERGENCY) >= FLOORS[language].at_once


@pytest.mark.learned
@pytest.mark.parametrize("language", list(Language))
def test_what_is_too_much_to_let_pass_is_asked_about(measured: Measured, language: Language):
    assert measured.share(language, ASK, EMERGENCY, ASK) >= FLOORS[language].asked


@pytest.mark.learned
@pytest.mark.parametrize("language", list(Language))
def test_harmless_messages_rarely_alarm(measured: Measured, language: Language):
    assert measured.share(language, NONE, EMERGENCY) <= FLOORS[language].alarmed


def mistakes() -> list[tuple[str, str]]:
    documents = [
        yaml.safe_load((SAFETY_FILES / f"mistakes.{language}.yml").read_text(encoding="utf-8")) for language in Language
    ]
    return [(one["text"], one["level"]) for document in documents for one in document["messages"]]


@pytest.mark.parametrize(("text", "level"), mistakes())
def test_a_mistake_once_made_does_not_come_back(text: str, level: str):
    assert load_screen().assess(text).level.value == level


#: What the rules alone reached on the first held-out messages before there was a second reader; it only rises.
RULES_ALONE = {
    Language.ENGLISH: Floors(caught=0.96, at_once=0.93, asked=0.91, alarmed=0.03),
    Language.SPANISH: Floors(caught=0.96, at_once=0.94, asked=0.95, alarmed=0.03),
}


@pytest.mark.parametrize("language", list(Language))
def test_the_rules_alone_still_hold_the_first_held_out_messages(language: Language):
    screen, given = load_screen(), Counter[tuple[Language, DangerLevel, DangerLevel]]()
    for example in read_examples(HELD_OUT):
        if example.file == f"first.{language.value}.yml":
            given[language, example.level, screen.assess(example.text).level] += 1
    measured, floors = Measured(given), RULES_ALONE[language]
    assert measured.share(language, EMERGENCY, EMERGENCY, ASK) >= floors.caught
    assert measured.share(language, EMERGENCY, EMERGENCY) >= floors.at_once
    assert measured.share(language, ASK, EMERGENCY, ASK) >= floors.asked
    assert measured.share(language, NONE, EMERGENCY) <= floors.alarmed
    assert measured.share(language, NONE, EMERGENCY, ASK) <= 0.06
