"""Tells the application how a call goes on: the status callbacks that it asked for, in order or as faults say.

A call never waits for them.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence

from channels.twin.call_events import CallEvent, StatusCallback, event_of
from channels.twin.calls import Call
from channels.twin.courier import Courier, Errand
from channels.twin.errands import Errands
from channels.twin.faults import Dice
from channels.twin.journal import EntryKind
from channels.twin.voice_forms import status_form


class Announcer:
    """The status callbacks of one call."""

    def __init__(self, callback: StatusCallback, courier: Courier, errands: Errands, dice: Dice) -> None:
        """Tell what `callback` asks for."""
        self._callback = callback
        self._courier = courier
        self._errands = errands
        self._dice = dice
        self._sent = 0
        self._held: list[Errand] = []
        self._last: asyncio.Task[None] | None = None

    def announce(self, call: Call) -> None:
        """Tell that a call came to its status, where that is asked for.

        While reordering, every other callback is held back until the next one is there and overtakes it.
        """
        event = event_of(call.status)
        if not self._callback.wants(event) or self._dice.faults.drop_callbacks:
            return
        told = [*self._held, self._errand(call, event)]
        if self._dice.faults.reorder and len(told) == 1 and event is not CallEvent.COMPLETED:
            self._held = told
            return
        self._held = []
        self._last = self._errands.start(self._post(self._dice.order(told), self._last))

    def _errand(self, call: Call, event: CallEvent) -> Errand:
        form = status_form(call, call.status, self._sent)
        self._sent += 1
        token = hashlib.sha256(f"{call.sid} {event.value}".encode()).hexdigest()[:32]
        return Errand(EntryKind.CALLBACK, call.sid, self._callback.url, form, token, self._callback.method)

    async def _post(self, errands: Sequence[Errand], before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})
        for errand in errands:
            await asyncio.sleep(self._dice.faults.callback_delay_ms / 1000)
            await self._courier.run(errand)
