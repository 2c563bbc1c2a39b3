"""A call that a live call's document dials: who of those who are rung answers, and how long they talk.

It is a call of its own on the books, with the live call as its parent; it follows no document.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from channels.twin.call_ledger import CallLedger
from channels.twin.callee import Callees, Reaction
from channels.twin.calls import Call, CallDirection, CallStatus
from channels.twin.steps import Step, StepKind
from channels.twin.voice_verbs import Dial
from channels.twin.webhooks import Form

# How long two people talk where the script of the one who was dialed does not say.
TALK_SECONDS = 1.0
_ENDINGS = {
    Reaction.BUSY: CallStatus.BUSY,
    Reaction.FAILED: CallStatus.FAILED,
    Reaction.NO_ANSWER: CallStatus.NO_ANSWER,
    # Somebody who would answer, but not in the time that they are rung.
    Reaction.ANSWERS: CallStatus.NO_ANSWER,
}


@dataclass(frozen=True)
class Dialed:
    """A dialed call that is over: its SID ("" where nobody could be dialed), status, and the seconds talked."""

    sid: str
    status: CallStatus
    seconds: int = 0

    def form(self) -> Form:
        """Return what the request to the Dial's action carries for it."""
        bridged = self.status is CallStatus.COMPLETED
        told = (("DialCallStatus", self.status.value), ("DialBridged", "true" if bridged else "false"))
        if not self.sid:
            return told
        return (*told, ("DialCallSid", self.sid), ("DialCallDuration", str(self.seconds)))


class Dialing:
    """Dials for live calls by the scripts of those who are rung."""

    def __init__(self, ledger: CallLedger, callees: Callees, wait: Callable[[float], Awaitable[None]]) -> None:
        """Keep the dialed calls on the books of `ledger`; `wait` lets a call's time pass."""
        self._ledger = ledger
        self._callees = callees
        self._wait = wait

    async def dial(self, parent: Call, dial: Dial) -> Dialed:
        """Dial for a live call and return when that is over; the step is noted on the live call."""
        if not dial.targets:
            self._note(parent, dial, CallStatus.FAILED)
            return Dialed("", CallStatus.FAILED)
        answers = self._first_to_answer(dial)
        rung = answers or dial.targets[0]
        sid = self._ledger.open(parent.account, dial.caller or parent.sender, rung, CallDirection.DIAL, parent.sid).sid
        status = CallStatus.CANCELED
        try:
            status = await (self._talked(sid, rung) if answers else self._unanswered(sid, rung, dial.timeout))
        finally:
            # Also where the live call ended in the middle of it.
            ended = self._ended(sid, status)
            self._note(parent, dial, ended.status)
        return Dialed(sid, ended.status, ended.seconds)

    def _first_to_answer(self, dial: Dial) -> str:
        scripts = {target: self._callees.of(target) for target in dial.targets}
        answering = [
            target
            for target, callee in scripts.items()
            if callee.reaction is Reaction.ANSWERS and callee.after_seconds < dial.timeout
        ]
        return min(answering, key=lambda target: scripts[target].after_seconds, default="")

    async def _talked(self, sid: str, target: str) -> CallStatus:
        callee = self._callees.of(target)
        self._ledger.move(sid, CallStatus.INITIATED)
        self._ledger.move(sid, CallStatus.RINGING)
        await self._wait(callee.after_seconds)
        self._ledger.move(sid, CallStatus.IN_PROGRESS)
        await self._wait(TALK_SECONDS if callee.hangs_up_after is None else callee.hangs_up_after)
        return CallStatus.COMPLETED

    async def _unanswered(self, sid: str, target: str, timeout: int) -> CallStatus:
        callee = self._callees.of(target)
        self._ledger.move(sid, CallStatus.INITIATED)
        ending = _ENDINGS[callee.reaction]
        if ending is CallStatus.NO_ANSWER:
            self._ledger.move(sid, CallStatus.RINGING)
        await self._wait(timeout if ending is CallStatus.NO_ANSWER else callee.after_seconds)
        return ending

    def _ended(self, sid: str, status: CallStatus) -> Call:
        answered = self._ledger.call(sid).status is CallStatus.IN_PROGRESS
        return self._ledger.move(sid, CallStatus.COMPLETED if answered else status)

    def _note(self, parent: Call, dial: Dial, status: CallStatus) -> None:
        self._ledger.note(parent.sid, Step(StepKind.DIAL, ", ".join(dial.targets), outcome=status.value))
