"""The words of every text a resident can get, for those who speak without Rasa: safety texts, carrier words, status.

Rasa reads the same files, so a sentence stands in one place. Never words a text from anything but those files and a
city's overrides, and never sends half a sentence: a missing parameter is an error.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import PermanentError
from bot.vocabulary import Channel, Language

RESPONSES = Path(__file__).parent / "dialogue" / "responses"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORMATTER = string.Formatter()


def text(
    response: str,
    language: Language,
    channel: Channel,
    overrides: Mapping[str, str] | None = None,
    **params: str,
) -> str:
    """Return the words of `response`, with `params` in place.

    A city's override stands before the channel's own words, and those before the words for all channels. A parameter
    given as "{reference}" stays as it is, for the pipeline to fill.

    Raises:
        PermanentError: there is no such response, or its words need a parameter that was not given.
    """
    template = _template(response, language, channel, overrides or {})
    try:
        return _FORMATTER.vformat(template, (), params)
    except (KeyError, IndexError, ValueError) as error:
        raise PermanentError(f"{response} ({language.value}) cannot be worded: parameter {error}") from error


def parameters(template: str) -> frozenset[str]:
    """Return the names that stand in braces in `template`. Raises ValueError where its braces do not match."""
    return frozenset(name for _, name, _, _ in _FORMATTER.parse(template) if name is not None)


def exists(response: str) -> bool:
    """Return whether there is a response of that name."""
    return response in responses(Language.ENGLISH)


@cache
def responses(language: Language) -> dict[str, dict[str | None, str]]:
    """Return the words by response and then by channel, None standing for every channel.

    Raises:
        PermanentError: the file is missing, is not YAML, or an entry has no words for every channel.
    """
    path = RESPONSES / f"{language.value}.yml"
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise PermanentError(f"{path.name}: cannot be read: {error}") from error
    return {name: _variants(path.name, name, entries) for name, entries in document["responses"].items()}


def _variants(file: str, name: str, entries: list[dict[str, Any]]) -> dict[str | None, str]:
    variants: dict[str | None, str] = {entry.get("channel"): entry["text"] for entry in entries}
    if None not in variants:
        raise PermanentError(f"{file}: {name} has no words that serve every channel")
    return variants


def _template(response: str, language: Language, channel: Channel, overrides: Mapping[str, str]) -> str:
    if response in overrides:
        return overrides[response]
    variants = responses(language).get(response)
    if variants is None:
        raise PermanentError(f"there is no response {response} in {language.value}")
    return variants.get(channel.value) or variants[None]
