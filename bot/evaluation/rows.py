"""Reads cases from JSON lines, the form in which public sets of messages are kept beside the repository.

A bad line is told with its file and its number, and the run goes on. The words are never part of what is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import PermanentError
from bot.evaluation.cases import EVERYDAY_SETS, Case, Due
from bot.vocabulary import Hazard, Language, Voice, Word

#: How rows say what is due. Whatever else `expected` says leaves the row out.
EXPECTED = {"escalate": Due.EMERGENCY, "escalate_acceptable": Due.SERIOUS, "no_911": Due.NOT_911}
LEVELS = {"emergency": Due.EMERGENCY, "ask": Due.ASK, "none": Due.NONE}
Kind = TypeVar("Kind", bound=Word)


@dataclass
class Rows:
    """What was read: the cases, how many rows say nothing of what is due, and why lines could not be read."""

    cases: list[Case] = field(default_factory=list)
    left_out: int = 0
    refused: list[str] = field(default_factory=list)


class _BadRowError(ValueError):
    """A line is no row; the message says why."""


def read_rows(paths: Sequence[Path]) -> Rows:
    """Read files, and every *.jsonl of folders. Raises PermanentError where one cannot be opened or holds no file."""
    rows = Rows()
    for path in _files(paths):
        try:
            lines = path.read_bytes().splitlines()
        except OSError as error:
            raise PermanentError(f"{path}: cannot be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            _add(rows, path, number, line)
    return rows


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(path.glob("*.jsonl"))
        if not inside:
            raise PermanentError(f"{path}: holds no *.jsonl file")
        yield from inside


def _add(rows: Rows, path: Path, number: int, line: bytes) -> None:
    if not line.strip():
        return
    try:
        case = _case(_document(line), path.stem)
    except _BadRowError as error:
        rows.refused.append(f"{path}:{number}: {error}")
        return
    if case is None:
        rows.left_out += 1
    else:
        rows.cases.append(case)


def _document(line: bytes) -> dict[str, Any]:
    try:
        document = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _BadRowError("not JSON") from None
    if not isinstance(document, dict):
        raise _BadRowError("must be a JSON object")
    return document


def _case(document: dict[str, Any], name: str) -> Case | None:
    """Return the case of a row; None where it says nothing of what is due."""
    due = _due(document)
    if due is None:
        return None
    if due is Due.NOT_911 and name in EVERYDAY_SETS:
        due = Due.NONE
    id_, text = document.get("id"), document.get("text")
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        raise _BadRowError("id must be a string or a whole number")
    if not isinstance(text, str):
        raise _BadRowError("text must be a string")
    hazard = None if document.get("hazard") == "none" else _choice(Hazard, document, "hazard")
    language = _choice(Language, document, "language") or _choice(Language, document, "lang")
    return Case(str(id_), text, due, name, hazard, _choice(Voice, document, "voice"), language)


def _due(document: dict[str, Any]) -> Due | None:
    level = document.get("level")
    if level is None:
        expected = document.get("expected")
        return EXPECTED.get(expected) if isinstance(expected, str) else None
    if not isinstance(level, str) or level not in LEVELS:
        raise _BadRowError(f"level must be one of {', '.join(LEVELS)}")
    return LEVELS[level]


def _choice(kind: type[Kind], document: dict[str, Any], name: str) -> Kind | None:
    value = document.get(name)
    if value is None:
        return None
    known = {word.value: word for word in kind}
    if not isinstance(value, str) or value not in known:
        raise _BadRowError(f"{name} must be one of {', '.join(known)}")
    return known[value]
