"""Reads a city's own wording of texts. It must never let a city's words lose the numbers a resident may need."""

from __future__ import annotations

from bot import wording
from bot.profile_fields import Field
from bot.program.profile import Phrase
from bot.vocabulary import Language

NUMBERS_KEPT = ("911", "988")
"""Where the house's own words of a text name these, a city's words of it must name them too."""


def read_wording(field: Field) -> dict[str, Phrase]:
    """Return the city's texts by response name. A text that could not be said is refused now, not when it is due."""
    return {name: _read_text(name, words) for name, words in field.fields("", field.keys()).items()}


def read_words_of_911(field: Field) -> Phrase:
    """Return words that name 911 in every language."""
    phrase = field.phrase()
    if any("911" not in text for text in phrase.texts.values()):
        field.wrong("must name 911 in every language")
    return phrase


def _read_text(response: str, field: Field) -> Phrase:
    if not wording.exists(response):
        field.wrong("is not the name of a text (those of bot/dialogue/responses/ are)")
    phrase = field.phrase()
    for language, text in phrase.texts.items():
        _check(field, response, language, text)
    return phrase


def _check(field: Field, response: str, language: Language, text: str) -> None:
    house = wording.responses(language)[response][None]
    given = field.built(lambda: wording.parameters(text))
    if unknown := given - wording.parameters(house):
        field.wrong(f"in `{language.value}` there is nothing to put in for: {', '.join(sorted(unknown))}")
    if lost := [number for number in NUMBERS_KEPT if number in house and number not in text]:
        field.wrong(f"must name {' and '.join(lost)} in `{language.value}`, as the house's own words do")
