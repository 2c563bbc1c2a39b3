"""`fourthline screen --jsonl`: one line in, one line out, in order; a bad line is answered and the run goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from bot.safety.screen import Screen
from bot.vocabulary import Channel, Language, Question


class BadLineError(ValueError):
    """A line is not what the interface says; the message names the field."""


def screen_lines(screen: Screen, lines: Iterable[bytes], out: TextIO) -> None:
    """Screen every line and write its assessment, or the reason why not."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            out.write(json.dumps(_answer(screen, line, number)) + "\n")
            out.flush()


def _answer(screen: Screen, line: bytes, number: int) -> dict[str, Any]:
    try:
        document = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line {number}: not JSON: {error}"}
    if not isinstance(document, dict):
        return {"id": None, "error": f"line {number}: must be a JSON object"}
    try:
        return {"id": document.get("id"), **_screened(screen, document)}
    except BadLineError as error:
        return {"id": document.get("id"), "error": f"line {number}: {error}"}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _screened(screen: Screen, document: dict[str, Any]) -> dict[str, Any]:
    if "id" not in document:
        raise BadLineError("id is missing")
    text = document.get("text")
    if not isinstance(text, str):
        raise BadLineError("text must be a string")
    language = _choice(Language, document, "lang")
    channel = _choice(Channel, document, "channel") or Channel.SMS
    asked = _choice(Question, document, "asked")
    return screen.assess(text, language=language, channel=channel, asked=asked).to_document()


def _choice(kind: Any, document: dict[str, Any], name: str) -> Any:
    value = document.get(name)
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(word.value for word in kind)
        raise BadLineError(f"{name} is {value!r}; it must be one of {known}") from None
