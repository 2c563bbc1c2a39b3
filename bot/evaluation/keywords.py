"""A plain list of danger words, to be compared with: what a line without a screen would have.

It must never be used to screen a resident's message.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.safety.folding import tokens
from bot.vocabulary import DangerLevel, Language

KEYWORDS = Path(__file__).with_name("keywords.yml")


class Keywords:
    """Calls an emergency whatever holds one of its words, in any language."""

    def __init__(self, phrases: frozenset[str]) -> None:
        """Take words, or phrases of several, in any spelling."""
        self._phrases = frozenset(_spaced(phrase) for phrase in phrases)

    def level(self, text: str) -> DangerLevel:
        """Return emergency where a word of the list occurs, else none."""
        written = _spaced(text)
        return DangerLevel.EMERGENCY if any(phrase in written for phrase in self._phrases) else DangerLevel.NONE


def load_keywords() -> Keywords:
    """Return the lists of every language as one."""
    lists = yaml.safe_load(KEYWORDS.read_text(encoding="utf-8"))
    return Keywords(
        frozenset(word.strip() for language in Language for word in lists[language.value].split(",") if word.strip())
    )


def _spaced(text: str) -> str:
    """Return the folded words with a blank on either side of each."""
    return f" {' '.join(token.text for token in tokens(text))} "
