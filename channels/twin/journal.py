"""The twin's log: every webhook, answer, REST request and verdict, for tests and developers to read.

It keeps texts and numbers, since they are made up; it is never used for a real line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from bot import clock

KEPT = 50_000


class EntryKind(str, Enum):
    """What an entry tells of."""

    WEBHOOK = "webhook"
    TWIML = "twiml"
    REST = "rest"
    CALLBACK = "callback"
    DELIVERY = "delivery"
    KEYWORD = "keyword"
    CALL = "call"


@dataclass(frozen=True)
class Entry:
    """One line of the log.

    Attributes:
        number: counts from 1, given by the log.
        attempt: which try of the same request, from 1; 0 where nothing was requested.
        status: the HTTP status that came back or was given, None where none came.
        code: Twilio's error or warning code, None where all was well.
        verdict: what the twin made of it, in a few words.
        token: the request's I-Twilio-Idempotency-Token.
    """

    kind: EntryKind
    sid: str = ""
    url: str = ""
    form: tuple[tuple[str, str], ...] = ()
    attempt: int = 0
    status: int | None = None
    code: int | None = None
    verdict: str = ""
    answer: str = ""
    elapsed_ms: float = 0.0
    token: str = ""
    number: int = 0
    at: datetime = field(default_factory=clock.now)

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            **self.__dict__,
            "at": self.at.isoformat(),
            "kind": self.kind.value,
            "form": [list(pair) for pair in self.form],
        }


class Journal:
    """The entries, newest last; the oldest fall off after KEPT."""

    def __init__(self) -> None:
        """Begin an empty log."""
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def write(self, entry: Entry) -> None:
        """Add an entry under the next number."""
        self._count += 1
        self._entries.append(replace(entry, number=self._count))

    def read(self, kind: EntryKind | None = None, after: int = 0, sid: str = "") -> tuple[Entry, ...]:
        """Return the entries after a number, of one kind or of all, of one message or call or of all."""
        return tuple(self._chosen(kind, after, sid))

    def _chosen(self, kind: EntryKind | None, after: int, sid: str) -> Iterable[Entry]:
        for entry in self._entries:
            if entry.number > after and kind in (None, entry.kind) and sid in ("", entry.sid):
                yield entry

    def clear(self) -> None:
        """Forget all entries; numbers go on counting."""
        self._entries.clear()
