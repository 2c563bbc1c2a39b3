"""Reads the labelled examples of nlu_data/safety: those that teach and those that only measure.

A folder decides which they are, so that no example can do both. A file that is wrong refuses to load and says where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import PermanentError
from bot.safety.felt import View
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

SAFETY_FILES = Path(__file__).parents[2] / "nlu_data" / "safety"
#: What teaches.
TAUGHT = SAFETY_FILES / "examples"
#: What only measures: training never opens it.
HELD_OUT = SAFETY_FILES / "held_out"
#: The order of a triple's lines.
LEVELS = (DangerLevel.EMERGENCY, DangerLevel.ASK, DangerLevel.NONE)
#: How the topic of an everyday text is written.
NO_HAZARD = "none"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """One message with the level that is right.

    Attributes:
        hazard: what it is about; harmless ones have it as well where they only sound like it, None for everyday texts.
        voice: whose words they are.
        file: the file that it stands in.
        triple: the place of its triple in the file, None for one that stands alone.
    """

    text: str
    level: DangerLevel
    hazard: Hazard | None
    voice: Voice
    language: Language
    file: str
    triple: int | None = None


@dataclass(frozen=True)
class Taught:
    """One example as it is learned from: its view, and the encoder's row."""

    example: Example
    view: View


def read_examples(folder: Path) -> list[Example]:
    """Return every example of a folder's *.<language>.yml files.

    Raises PermanentError that names the file and what is wrong, or where no file is there.
    """
    found = [
        example
        for language in Language
        for path in sorted(folder.glob(f"*.{language.value}.yml"))
        for example in _examples(path, language)
    ]
    if not found:
        raise PermanentError(f"{folder}: no examples")
    return found


def _examples(path: Path, language: Language) -> Iterator[Example]:
    document = _document(path)
    for number, entry in enumerate(_entries(path, document, "sets"), start=1):
        where = f"{path.name}: sets: {number}"
        hazard, voice = _hazard(where, entry), _voice(where, entry)
        for level in LEVELS:
            for text in _lines(where, entry.get(level.value, "")):
                yield Example(text, level, hazard, voice, language, path.name)
    for number, entry in enumerate(_entries(path, document, "triples"), start=1):
        where = f"{path.name}: triples: {number}"
        texts = _lines(where, entry.get("texts", ""))
        if len(texts) != len(LEVELS):
            raise PermanentError(f"{where}: must be three lines: an emergency, a question, nothing")
        for level, text in zip(LEVELS, texts, strict=True):
            yield Example(text, level, _hazard(where, entry), Voice.TRIPLE, language, path.name, number)


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe loaders only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PermanentError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(document, dict) or not set(document) <= {"sets", "triples"}:
        raise PermanentError(f"{path.name}: must be a mapping of sets and triples")
    return document


def _entries(path: Path, document: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    entries = document.get(name) or []
    if not isinstance(entries, list):
        raise PermanentError(f"{path.name}: {name}: must be a list")
    known = {"hazard", "texts"} if name == "triples" else {"hazard", "voice", *(level.value for level in LEVELS)}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or not set(entry) <= known:
            raise PermanentError(f"{path.name}: {name}: {number}: must be a mapping of {', '.join(sorted(known))}")
    return list(entries)


def _hazard(where: str, entry: Mapping[str, Any]) -> Hazard | None:
    value = str(entry.get("hazard"))
    try:
        return None if value == NO_HAZARD else Hazard(value)
    except ValueError:
        known = ", ".join([NO_HAZARD, *(hazard.value for hazard in Hazard)])
        raise PermanentError(f"{where}: hazard is {value!r}; it must be one of {known}") from None


def _voice(where: str, entry: Mapping[str, Any]) -> Voice:
    value = str(entry.get("voice"))
    try:
        return Voice(value)
    except ValueError:
        known = ", ".join(voice.value for voice in Voice)
        raise PermanentError(f"{where}: voice is {value!r}; it must be one of {known}") from None


def _lines(where: str, block: object) -> list[str]:
    """Read a block of lines that each begin with "- "; nothing in them needs quoting."""
    if not isinstance(block, str):
        raise PermanentError(f"{where}: examples must be a block of lines: put | after the level")
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    for line in lines:
        if not line.startswith("- ") or not line[2:].strip():
            raise PermanentError(f"{where}: every line must begin with a dash and a blank: {line[:40]!r}")
    return [line[2:].strip() for line in lines]
