"""The calls on the phone company's books: what was placed, how it went on, what happened on the line.

It keeps and finds; it decides nothing, and it forgets everything when the twin ends.
"""

from __future__ import annotations

from dataclasses import replace

from bot import clock
from channels.twin.calls import Call, CallDirection, CallStatus, new_call_sid
from channels.twin.machine_detection import Detected
from channels.twin.refusals import RefusalError
from channels.twin.steps import Step


class CallLedger:
    """Calls by SID in order of creation."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._calls: dict[str, Call] = {}

    def open(self, account: str, sender: str, to: str, direction: CallDirection, parent: str = "") -> Call:
        """Keep a new call, queued, and return it."""
        now = clock.now()
        return self._keep(
            Call(new_call_sid(), account, sender, to, direction, CallStatus.QUEUED, now, now, parent=parent)
        )

    def move(self, sid: str, status: CallStatus) -> Call:
        """Let a call come to a status and return it, with the moment noted."""
        call, now = self.call(sid), clock.now()
        return self._keep(
            replace(
                call,
                status=status,
                updated=now,
                begun=now if status is CallStatus.INITIATED else call.begun,
                answered=now if status is CallStatus.IN_PROGRESS else call.answered,
                ended=now if status.is_over else call.ended,
            )
        )

    def note(self, sid: str, step: Step) -> None:
        """Add what happened on the line."""
        call = self.call(sid)
        self._keep(replace(call, steps=(*call.steps, step)))

    def identify(self, sid: str, detected: Detected) -> Call:
        """Note what machine detection found and return the call."""
        return self._keep(replace(self.call(sid), detected=detected))

    def call(self, sid: str) -> Call:
        """Return one call. Raises RefusalError (20404) where there is none."""
        if sid not in self._calls:
            raise RefusalError(20404, f"/Calls/{sid}.json")
        return self._calls[sid]

    def calls(self, to: str = "", sender: str = "", status: str = "", parent: str = "") -> tuple[Call, ...]:
        """Return the calls, newest first, as the list resource does; `status` is the resource's."""
        return tuple(
            call
            for call in reversed(self._calls.values())
            if to in ("", call.to)
            and sender in ("", call.sender)
            and status in ("", call.shown_status)
            and parent in ("", call.parent)
        )

    def clear(self) -> None:
        """Forget everything."""
        self._calls.clear()

    def _keep(self, call: Call) -> Call:
        self._calls[call.sid] = call
        return call
