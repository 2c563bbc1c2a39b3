"""One call that a REST request placed, from dialing to its end: rings, lets documents be followed, hangs up.

What is said on the line is the follower's; this knows only when the call comes to which status.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from typing import Any

from channels.twin.announcer import Announcer
from channels.twin.call_leg import CallLeg
from channels.twin.call_requests import CallRequest
from channels.twin.callee import Callee, Reaction
from channels.twin.calls import Call, CallStatus
from channels.twin.courier import Courier, Errand
from channels.twin.errands import Errands
from channels.twin.journal import Entry, EntryKind
from channels.twin.listener import Listener
from channels.twin.twin import Twin
from channels.twin.voice_follower import VoiceFollower
from channels.twin.voice_forms import detection_form
from channels.twin.voice_verbs import Hangup, Page


class LiveCall:
    """A call that is not over."""

    def __init__(self, call: Call, request: CallRequest, twin: Twin, courier: Courier, errands: Errands) -> None:
        """Make ready to call; nothing is dialed before `run`."""
        self._sid = call.sid
        self._request = request
        self._twin = twin
        self._courier = courier
        self._errands = errands
        self._callee = twin.callees.of(call.to)
        self._leg = CallLeg(call.sid, twin, courier, errands)
        self._announcer = Announcer(request.callback, courier, errands, twin.dice)
        self._orders: asyncio.Queue[Page | Hangup] = asyncio.Queue()
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Call, and return when the call is over."""
        self._move(CallStatus.INITIATED)
        ending = await self._ring()
        if ending is None:
            self._move(CallStatus.IN_PROGRESS)
            await self._talk()
        self._move(ending or CallStatus.COMPLETED)
        self._over.set()

    async def end(self) -> None:
        """End the call from outside, and return when it is over."""
        self._orders.put_nowait(Hangup())
        await self._over.wait()

    def redirect(self, page: Page) -> None:
        """Send the call, which is in progress, to another document."""
        self._orders.put_nowait(page)

    async def _ring(self) -> CallStatus | None:
        """Ring the callee; how the call ends, None where they answer."""
        callee, longest = self._callee, self._request.ring_seconds
        if callee.reaction is Reaction.FAILED:
            return CallStatus.FAILED
        busy = callee.reaction is Reaction.BUSY
        if not busy:
            self._move(CallStatus.RINGING)
        in_vain = callee.reaction is Reaction.NO_ANSWER or callee.after_seconds >= longest
        if await self._ended_within(longest if in_vain else callee.after_seconds):
            return CallStatus.CANCELED
        if busy:
            return CallStatus.BUSY
        return CallStatus.NO_ANSWER if in_vain else None

    async def _ended_within(self, seconds: float) -> bool:
        """Let the call's time pass; whether its end was asked for meanwhile."""
        try:
            await asyncio.wait_for(self._orders.get(), seconds / self._twin.haste)
        except TimeoutError:
            return False
        return True

    async def _talk(self) -> None:
        """Let documents be followed until the last of them ends, somebody hangs up, or the time is up."""
        follower = VoiceFollower(self._leg, Listener(self._callee), self._request.fallback)
        deadline = asyncio.get_running_loop().time() + self._longest(self._callee) / self._twin.haste
        onward = await self._interrupted(self._from_the_start(follower), deadline)
        while onward is not None:
            onward = await self._interrupted(follower.follow(onward), deadline)

    def _longest(self, callee: Callee) -> float:
        longest = self._request.call_seconds
        return longest if callee.hangs_up_after is None else min(longest, callee.hangs_up_after)

    async def _interrupted(self, following: Coroutine[Any, Any, None], deadline: float) -> Page | None:
        """Follow until the end or until something else is asked for; the page that is asked for, if any."""
        loop = asyncio.get_running_loop()
        followed, ordered = tasks = loop.create_task(following), loop.create_task(self._orders.get())
        try:
            left = max(0.0, deadline - loop.time())
            done, _ = await asyncio.wait(tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if followed in done:
            followed.result()
        order = ordered.result() if ordered in done else None
        return order if isinstance(order, Page) else None

    async def _from_the_start(self, follower: VoiceFollower) -> None:
        """Find out who answered where that is asked for, then follow the first document."""
        detection = self._request.detection
        if detection.aside:
            self._errands.start(self._detect())
        elif detection.enabled:
            await self._detect()
        await follower.follow(self._request.page)

    async def _detect(self) -> None:
        detection = self._request.detection
        detected = detection.detect(self._callee.machine)
        await self._leg.wait(detected.seconds)
        call = self._twin.calls.identify(self._sid, detected)
        if detection.aside and detection.url:
            form, token = detection_form(call, detected), secrets.token_hex(16)
            errand = Errand(EntryKind.CALLBACK, self._sid, detection.url, form, token, detection.method)
            await self._courier.run(errand)

    def _move(self, status: CallStatus) -> None:
        call = self._twin.calls.move(self._sid, status)
        self._twin.journal.write(Entry(EntryKind.CALL, sid=self._sid, verdict=status.value))
        self._announcer.announce(call)
