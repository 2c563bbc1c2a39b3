"""Keeps messages on disk while the database cannot be reached, and gives them back when it can.

A message stands here, synced, before its sender is answered; one that is given back is deleted only afterwards. One
that cannot be given back is set aside for a person, so that it holds up no other.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.conversation.inbound import Inbound
from bot.errors import PermanentError
from bot.ids import new_id
from bot.vocabulary import CarrierWord, Channel, Language


class UnreadableSpoolFileError(PermanentError):
    """A file of the spool holds no message."""


class Spool:
    """A folder with a file for each message that could not be remembered yet."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when it is needed."""
        self._folder = folder

    def keep(self, inbound: Inbound, said: str = "") -> None:
        """Write one message, and what was said to it, to disk, synced, under a name that sorts by arrival.

        Raises OSError.
        """
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{time.time_ns():020d}-{new_id()}.json"
        unfinished = path.with_suffix(".tmp")
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump({"inbound": asdict(inbound), "said": said}, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        self._sync_folder()

    def waiting(self) -> Sequence[Path]:
        """Return the files of the messages that wait, in the order they came."""
        return sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []

    def read(self, path: Path) -> tuple[Inbound, str]:
        """Return the message of a file and what was said to it. Raises UnreadableSpoolFileError."""
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            return _inbound(document["inbound"]), str(document["said"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableSpoolFileError(path.name) from error

    def given_back(self, path: Path) -> None:
        """Delete a message that the database has now; another worker may have been first."""
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> None:
        """Keep a message that cannot be given back, out of the way of the others."""
        path.rename(path.with_suffix(".set-aside"))

    def _sync_folder(self) -> None:
        # Without this the file is on disk after a power cut, but its name may not be.
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _inbound(fields: dict[str, Any]) -> Inbound:
    word, language = fields["carrier_word"], fields["language"]
    return Inbound(
        **{
            **fields,
            "channel": Channel(fields["channel"]),
            "carrier_word": CarrierWord(word) if word else None,
            "language": Language(language) if language else None,
        }
    )
