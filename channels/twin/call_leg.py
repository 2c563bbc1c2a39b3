"""A live call's wires: its documents, its time, the calls that it dials, and what is written down of it.

Both what Twilio calls and what calls Twilio can be followed on it. It decides nothing.
"""

from __future__ import annotations

import asyncio
import secrets

from channels.twin.calls import Call
from channels.twin.courier import Courier, Errand, Failed
from channels.twin.dialing import Dialed, Dialing
from channels.twin.errands import Errands
from channels.twin.journal import Entry, EntryKind
from channels.twin.steps import Step
from channels.twin.twiml import Answer, Trouble
from channels.twin.twin import Twin
from channels.twin.voice_forms import voice_form
from channels.twin.voice_verbs import Dial, Page


class CallLeg:
    """The wires of one call of a twin."""

    def __init__(self, sid: str, twin: Twin, courier: Courier, errands: Errands) -> None:
        """Wire a call that is on the twin's books."""
        self._sid = sid
        self._twin = twin
        self._courier = courier
        self._errands = errands
        self._dialing = Dialing(twin.calls, twin.callees, self.wait)

    @property
    def call(self) -> Call:
        """The call as it stands."""
        return self._twin.calls.call(self._sid)

    async def fetch(self, page: Page) -> Answer | Failed:
        """Ask for a document, signed, by the connection policy of its URL and with the faults of inbound texts."""
        if page.twiml:
            return Answer(200, "text/xml", page.twiml.encode("utf-8", "replace"))
        await asyncio.sleep(self._twin.dice.hold_up())
        form = (*voice_form(self.call), *page.extra)
        errand = Errand(EntryKind.WEBHOOK, self._sid, page.url, form, secrets.token_hex(16), page.method)
        posts = [self._errands.start(self._courier.run(errand)) for _ in range(1 + self._twin.dice.faults.duplicate)]
        # Shielded: somebody who hangs up does not take back a request that is under way.
        outcomes = await asyncio.shield(asyncio.gather(*posts))
        # Of several posts the last counts: Twilio tries again because it gave the first up.
        return outcomes[-1]

    async def wait(self, seconds: float) -> None:
        """Let so much of the call's time pass."""
        await asyncio.sleep(seconds / self._twin.haste)

    async def dial(self, dial: Dial) -> Dialed:
        """Connect the call to somebody and return when that is over."""
        return await self._dialing.dial(self.call, dial)

    def note(self, step: Step) -> None:
        """Write down what happens on the line."""
        self._twin.calls.note(self._sid, step)

    def warn(self, trouble: Trouble) -> None:
        """Write down what is wrong with a document."""
        self._twin.journal.write(Entry(EntryKind.TWIML, sid=self._sid, code=trouble.code, verdict=trouble.text))

    def known_as(self, url: str) -> str:
        """Return a URL as the application knows it."""
        return self._twin.account.known_as(url)
