"""Gives Rasa the sentences of bot/dialogue/responses, so that the stock command line trains and speaks with them.

A Rasa domain cannot hold one response in two files, so English becomes the unconditional variation and every other
language one that holds when the slot `language` says so. It must never change the words themselves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter

from bot import wording
from bot.taught import SAFETY_FILES
from bot.vocabulary import Language

OURS = (wording.RESPONSES.resolve(), SAFETY_FILES.resolve())


class DialogueFiles(RasaFileImporter):
    """Rasa's own importer, with the responses of every language merged into the domain."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Find the files, without those that Rasa would mistake for its own.

        Responses look like NLU data, and the screen's lexicons, whose entries are rules too, like stories.
        """
        super().__init__(config_file, domain_path, training_data_paths)
        self._nlu_files = [path for path in self._nlu_files if not _is_ours(path)]
        self._story_files = [path for path in self._story_files if not _is_ours(path)]

    def get_domain(self) -> Domain:
        """Return the domain with `responses` in every language."""
        return super().get_domain().merge(Domain.from_dict({"version": "3.1", "responses": response_variations()}))


def _is_ours(path: str) -> bool:
    return any(Path(path).resolve().is_relative_to(folder) for folder in OURS)


def response_variations() -> dict[str, list[dict[str, Any]]]:
    """Return the responses as Rasa's domain holds them, English first and the others on a condition."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for language in Language:
        condition = [] if language is Language.ENGLISH else [_spoken_in(language)]
        for name, variants in wording.responses(language).items():
            merged.setdefault(name, []).extend(
                _variation(words, channel, condition) for channel, words in variants.items()
            )
    return merged


def _variation(words: str, channel: str | None, condition: list[dict[str, str]]) -> dict[str, Any]:
    variation: dict[str, Any] = {"text": words}
    if channel:
        variation["channel"] = channel
    if condition:
        variation["condition"] = condition
    return variation


def _spoken_in(language: Language) -> dict[str, str]:
    return {"type": "slot", "name": "language", "value": language.value}
