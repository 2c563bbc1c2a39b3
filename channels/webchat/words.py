"""What the web phone says around the thread, a file a language. It must never lack the line that says to call 911."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

from bot.errors import PermanentError
from bot.vocabulary import Language

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Words:
    """The page's words in one language, named for what they are for."""

    not_911: str
    if_danger: str
    call_911: str
    thread: str
    empty: str
    you: str
    line: str
    staff: str
    urgent: str
    write: str
    send: str
    sending: str
    refresh: str
    not_sent: str
    too_long: str
    forged: str
    forget: str
    forget_why: str
    other_language: str
    skip: str


@cache
def words_in(language: Language) -> Words:
    """Return the page's words. Raises PermanentError where the file lacks one or has one too many."""
    path = WORDS / f"{language.value}.yml"
    told: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    wanted = {field.name for field in fields(Words)}
    if odd := wanted ^ set(told):
        raise PermanentError(f"{path.name}: {', '.join(sorted(odd))} missing or not known")
    return Words(**told)
