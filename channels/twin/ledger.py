"""What the phone company has on its books: every message, and what reached whom.

It keeps and finds; it decides nothing, and it forgets everything when the twin ends.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from bot import clock
from channels.twin.messages import Message, MessageDirection
from channels.twin.refusals import RefusalError


class Ledger:
    """Messages by SID in order of creation, and inboxes by number."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._messages: dict[str, Message] = {}
        self._inboxes: defaultdict[str, list[str]] = defaultdict(list)

    def keep(self, message: Message) -> Message:
        """Keep a message as it is now, new or changed, and return it with the moment of the change."""
        kept = replace(message, updated=clock.now())
        self._messages[message.sid] = kept
        return kept

    def put_in_inbox(self, message: Message) -> None:
        """Let a kept message arrive at its recipient."""
        self._inboxes[message.to].append(message.sid)

    def inbox(self, number: str, after: int = 0) -> tuple[Message, ...]:
        """Return what reached a number, oldest first, without the first `after`."""
        return tuple(self._messages[sid] for sid in self._inboxes.get(number, [])[after:])

    def residents(self) -> tuple[str, ...]:
        """Return every number that wrote to us or was written to, in order of first contact."""
        numbers = (m.sender if m.direction is MessageDirection.INBOUND else m.to for m in self._messages.values())
        return tuple(dict.fromkeys(numbers))

    def thread(self, number: str) -> tuple[Message, ...]:
        """Return all that passed between us and a number, oldest first, whether it arrived or not."""
        return tuple(message for message in self._messages.values() if number in (message.sender, message.to))

    def message(self, sid: str) -> Message:
        """Return one message. Raises RefusalError (20404) where there is none."""
        if sid not in self._messages:
            raise RefusalError(20404, f"/Messages/{sid}.json")
        return self._messages[sid]

    def messages(self, to: str = "", sender: str = "") -> tuple[Message, ...]:
        """Return the messages, newest first, as the list resource does."""
        return tuple(
            message
            for message in reversed(self._messages.values())
            if to in ("", message.to) and sender in ("", message.sender)
        )

    def clear(self) -> None:
        """Forget everything."""
        self._messages.clear()
        self._inboxes.clear()
