"""What a person typed into a form of the desk, read field by field; what cannot be read is refused with a sentence."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from bot.callbacks.refusals import DeskRefusalError
from bot.vocabulary import Word
from channels.console.wall_time import moment_of

W = TypeVar("W", bound=Word)


class Form:
    """The fields of one POST."""

    def __init__(self, fields: FormData, zone: ZoneInfo) -> None:
        """Take the fields and the zone that times are typed in."""
        self._fields = fields
        self._zone = zone

    def text(self, name: str) -> str:
        """Return a field as it was typed, "" where it is missing."""
        # PostgreSQL takes no NUL in a text.
        return str(self._fields.get(name, "")).replace("\x00", "")

    def seen(self) -> int | None:
        """Return the newest message that the person was shown."""
        seen = self.text("seen")
        return int(seen) if seen.isdecimal() else None

    def chosen(self, name: str, kind: type[W], otherwise: str) -> W:
        """Return the word that was chosen. Raises DeskRefusalError with `otherwise` where none was."""
        chosen = self.optional(name, kind)
        if chosen is None:
            raise DeskRefusalError(otherwise)
        return chosen

    def optional(self, name: str, kind: type[W]) -> W | None:
        """Return the word that was chosen, if one was."""
        value = self.text(name)
        return kind(value) if value in {word.value for word in kind} else None

    def moment(self, name: str, since: datetime) -> datetime | None:
        """Return when something was that happened after `since`. Raises WrongTimeError."""
        return moment_of(self.text(name), self._zone, since)
