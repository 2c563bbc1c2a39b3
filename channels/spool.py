"""Keeps messages on disk while the database cannot be reached, and gives them back when it can.

A message stands here, synced, before its sender is answered; one that is given back is deleted only afterwards.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bot.conversation.inbound import Inbound
from bot.store.schema import new_id
from bot.vocabulary import CarrierWord, Channel, Language


class Spool:
    """A folder with a file for each message that could not be remembered yet."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when it is needed."""
        self._folder = folder

    def keep(self, inbound: Inbound) -> None:
        """Write one message to disk, synced, under a name that sorts by arrival. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = len(list(self._folder.iterdir()))
        path = self._folder / f"{number:08d}-{new_id()}.json"
        unfinished = path.with_suffix(".tmp")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(inbound), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)

    def waiting(self) -> Iterator[tuple[Path, Inbound]]:
        """Yield the messages that wait, in the order they came."""
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob("*.json")):
            yield path, _inbound(path)


def _inbound(path: Path) -> Inbound:
    document = json.loads(path.read_text(encoding="utf-8"))
    word, language = document["carrier_word"], document["language"]
    return Inbound(
        **{
            **document,
            "channel": Channel(document["channel"]),
            "carrier_word": CarrierWord(word) if word else None,
            "language": Language(language) if language else None,
        }
    )
