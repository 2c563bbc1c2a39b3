"""Takes the REST requests about calls: places them, ends them, sends them elsewhere, and knows which are live.

How one call goes on is the live call's own.
"""

from __future__ import annotations

import asyncio

from channels.twin.call_requests import CallEnding, changed, checked
from channels.twin.calls import Call, CallDirection, CallStatus
from channels.twin.live_call import LiveCall
from channels.twin.parameters import Given
from channels.twin.refusals import RefusalError
from channels.twin.switchboard import Switchboard

_LOOK_SECONDS = 0.02


class CallSwitch:
    """The calls of one switchboard's twin, with the switchboard's courier and errands."""

    def __init__(self, switchboard: Switchboard) -> None:
        """Call through a switchboard's wires."""
        self.twin = switchboard.twin
        self._courier = switchboard.courier
        self._errands = switchboard.errands
        self._live: dict[str, LiveCall] = {}

    async def place(self, parameters: Given) -> Call:
        """Take a REST request to call and start calling. Raises RefusalError."""
        await self._admit()
        request = checked(parameters, self.twin.account, self.twin.description)
        call = self.twin.calls.open(self.twin.account.sid, request.sender, request.to, CallDirection.API)
        self._live[call.sid] = LiveCall(call, request, self.twin, self._courier, self._errands)
        self._errands.start(self._run(call.sid))
        return self._answered(call)

    async def change(self, sid: str, parameters: Given) -> Call:
        """Take a REST request to end or to redirect a call, and do it. Raises RefusalError.

        As Twilio has it, `canceled` leaves a call alone that is in progress, and only such a call is redirected.
        """
        await self._admit()
        call, change = self.twin.calls.call(sid), changed(parameters, self.twin.description)
        live, talking = self._live.get(sid), call.status is CallStatus.IN_PROGRESS
        if live is None or (change.page and not change.ending and not talking):
            raise RefusalError(21220)
        if change.ending is CallEnding.COMPLETED or (change.ending and not talking):
            await live.end()
        elif change.page and not change.ending:
            live.redirect(change.page)
        return self._answered(self.twin.calls.call(sid))

    async def wait_for(self, number: str, after: int, seconds: float) -> tuple[Call, ...]:
        """Return the calls to a number that are over, in the order of their end, without the first `after`.

        Waits up to `seconds` for one; () where none came.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (found := self._over(number)[after:]) and loop.time() < deadline:
            await asyncio.sleep(_LOOK_SECONDS)
        return found

    def _over(self, number: str) -> tuple[Call, ...]:
        ended = [(call.ended, call) for call in reversed(self.twin.calls.calls(to=number)) if call.ended]
        return tuple(call for _, call in sorted(ended, key=lambda pair: pair[0]))

    async def _run(self, sid: str) -> None:
        try:
            await self._live[sid].run()
        finally:
            del self._live[sid]

    async def _admit(self) -> None:
        await asyncio.sleep(self.twin.dice.faults.rest_delay_ms / 1000)
        if self.twin.dice.rest_fails():
            raise self.twin.dice.rest_refusal()

    def _answered(self, call: Call) -> Call:
        if self.twin.dice.rest_is_lost():
            raise RefusalError(20503)
        return call
