"""Calls that a document dials."""

from __future__ import annotations

import asyncio

import pytest

from channels.twin.call_ledger import CallLedger
from channels.twin.callee import Callee, Callees, Reaction
from channels.twin.calls import Call, CallDirection, CallStatus
from channels.twin.dialing import Dialed, Dialing
from channels.twin.voice_verbs import Dial

DESK = "+13035550911"
OTHER = "sip:desk@psap.example.org"


class Books:
    def __init__(self, scripts: dict[str, Callee]) -> None:
        self.ledger, self.callees, self.seconds = CallLedger(), Callees(), 0.0
        for number, script in scripts.items():
            self.callees.script(number, script)
        self.parent = self.ledger.open("AC1", "+13035550100", "+13035550142", CallDirection.API)

    async def wait(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)

    def dial(self, dial: Dial) -> Dialed:
        return asyncio.run(Dialing(self.ledger, self.callees, self.wait).dial(self.parent, dial))

    @property
    def child(self) -> Call:
        return self.ledger.calls(parent=self.parent.sid)[0]


def test_who_answers_talks_and_the_call_is_completed():
    books = Books({DESK: Callee(after_seconds=2, hangs_up_after=7)})
    dialed = books.dial(Dial((DESK,)))
    assert (dialed.status, books.seconds) == (CallStatus.COMPLETED, 9)
    assert dict(dialed.form())["DialBridged"] == "true"
    child = books.child
    assert (child.sid, child.to, child.direction) == (dialed.sid, DESK, CallDirection.DIAL)
    assert books.ledger.call(books.parent.sid).steps[-1].outcome == "completed"


@pytest.mark.parametrize(
    ("script", "status", "seconds"),
    [
        (Callee(Reaction.BUSY, after_seconds=1), CallStatus.BUSY, 1),
        (Callee(Reaction.FAILED, after_seconds=0), CallStatus.FAILED, 0),
        (Callee(Reaction.NO_ANSWER), CallStatus.NO_ANSWER, 20),
        (Callee(after_seconds=30), CallStatus.NO_ANSWER, 20),
    ],
)
def test_who_does_not_answer_leaves_the_dial_with_why(script: Callee, status: CallStatus, seconds: float):
    books = Books({DESK: script})
    dialed = books.dial(Dial((DESK,), timeout=20))
    assert (dialed.status, dialed.seconds, books.seconds) == (status, 0, seconds)
    assert books.child.status is status


def test_of_several_the_first_to_answer_is_connected():
    books = Books({DESK: Callee(after_seconds=5), OTHER: Callee(after_seconds=1)})
    assert books.dial(Dial((DESK, OTHER))).status is CallStatus.COMPLETED
    assert books.child.to == OTHER


def test_a_dial_that_names_nobody_fails():
    books = Books({})
    assert books.dial(Dial(())) == Dialed("", CallStatus.FAILED)
    assert "DialCallSid" not in dict(Dialed("", CallStatus.FAILED).form())


def test_a_live_call_that_ends_in_the_middle_ends_the_dialed_one_too():
    books = Books({DESK: Callee(after_seconds=0)})

    async def hung_up() -> None:
        talking = asyncio.Event()

        async def wait(seconds: float) -> None:
            if seconds:
                talking.set()
                await asyncio.sleep(30)

        task = asyncio.ensure_future(Dialing(books.ledger, books.callees, wait).dial(books.parent, Dial((DESK,))))
        await talking.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(hung_up())
    assert books.child.status is CallStatus.COMPLETED
    assert books.ledger.call(books.parent.sid).steps[-1].outcome == "completed"
