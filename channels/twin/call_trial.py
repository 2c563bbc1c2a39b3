"""One call from its request to its end: a practice line beyond the twin, time that runs fast. For tests alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from channels.twin.account import Account
from channels.twin.call_switch import CallSwitch
from channels.twin.callee import Callee
from channels.twin.calls import Call
from channels.twin.courier import Courier
from channels.twin.description import from_library
from channels.twin.faults import Faults
from channels.twin.journal import EntryKind
from channels.twin.practice import Heard, PracticeLine, Scripted
from channels.twin.switchboard import Switchboard
from channels.twin.twin import Twin

ROSA = "+13035550142"
HOST = "http://127.0.0.1:8000"
# Asks for every status callback there is, at /status.
TOLD: dict[str, str | list[str]] = {
    "StatusCallback": f"{HOST}/status",
    "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
}


class CallTrial:
    """A twin whose time runs `haste` times faster than real, and a line whose pages are scripts.

    Attributes:
        voice: what the line answers at /voice, one answer after the other; other pages are named by their path.
    """

    def __init__(
        self,
        *voice: Scripted,
        callee: Callee | None = None,
        faults: Faults | None = None,
        public_url: str = "",
        haste: float = 1000,
        **pages: Scripted,
    ) -> None:
        """Let `callee` be Rosa."""
        account = Account(f"{HOST}/twilio/sms", public_url=public_url, haste=haste)
        self.twin = Twin(account, faults, from_library(), seed=7)
        self.twin.callees.script(ROSA, callee or Callee())
        scripts: dict[str, Sequence[Scripted]] = {"/voice": voice}
        scripts.update({f"/{path}": (answer,) for path, answer in pages.items()})
        self.line = PracticeLine(account.auth_token, public_url=public_url, pages=scripts)
        self.switchboard = Switchboard(self.twin, Courier(account, self.twin.journal, self.line))
        self.switch = CallSwitch(self.switchboard)

    def play(self, meanwhile: Callable[[str], Awaitable[object]] | None = None, **parameters: str | list[str]) -> Call:
        """Call Rosa, do something meanwhile, and return the call when all is over."""
        given = {"To": ROSA, "From": self.twin.account.line, "Url": f"{HOST}/voice", **parameters}

        async def calling() -> Call:
            call = await self.switch.place({name: _list(value) for name, value in given.items() if value})
            if meanwhile:
                await meanwhile(call.sid)
            await self.switchboard.settle()
            await self.switchboard.close()
            return self.twin.calls.call(call.sid)

        return asyncio.run(calling())

    async def until(self, sid: str, condition: Callable[[Call], bool]) -> None:
        """Wait until a call is as a condition says. Raises TimeoutError where it never is."""
        async with asyncio.timeout(5):
            while not condition(self.twin.calls.call(sid)):
                await asyncio.sleep(0.001)

    def heard(self, path: str) -> list[Heard]:
        """Return the requests for a page of the line."""
        return [heard for heard in self.line.heard if f"/{path}" in heard.url.partition("?")[0]]

    def codes(self, kind: EntryKind) -> list[int]:
        """Return Twilio's codes in the log."""
        return [entry.code for entry in self.twin.journal.read(kind) if entry.code]

    def statuses(self) -> list[str]:
        """Return the statuses that calls came to."""
        return [entry.verdict for entry in self.twin.journal.read(EntryKind.CALL)]


def spoken(call: Call) -> list[str]:
    """Return what was spoken on a call."""
    return list(call.card()["spoken"])


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
