"""Drives the twin: takes texts and REST requests, sends webhooks and callbacks, follows the answers.

It decides nothing about messages; that is the twin's. One switchboard runs in one event loop.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from channels.twin.courier import Courier, Errand, Failed
from channels.twin.errands import Errands
from channels.twin.journal import Entry, EntryKind
from channels.twin.messages import Message
from channels.twin.refusals import RefusalError
from channels.twin.twiml import Answer, Reading, Redirect, is_document_error, read
from channels.twin.twin import Callback, Inbound, ResidentText, Twin
from channels.twin.webhooks import Form

TOO_MANY_REDIRECTS = 11215
REDIRECTS_FOLLOWED = 10


@dataclass(frozen=True)
class Exchange:
    """A resident's text and what came of it.

    Attributes:
        answered: whether the webhook or its fallback gave an answer that Twilio takes.
        replies: the messages that the answer told to send; those by REST come later and are not here.
        webhook_ms: from the first post to the answer followed, retries and fallback included.
    """

    inbound: Message
    answered: bool
    replies: tuple[Message, ...]
    webhook_ms: float


class Switchboard:
    """The twin with its wires. Call `close` when done.

    Attributes:
        errands: what is under way, texts and calls alike.
    """

    def __init__(self, twin: Twin, courier: Courier) -> None:
        """Wire a twin to its courier."""
        self.twin = twin
        self.courier = courier
        self.errands = Errands()
        self._arrived = asyncio.Condition()

    async def text(self, text: ResidentText) -> Exchange:
        """Send a resident's text to the line and wait until the answer is followed."""
        return await self._exchange(self.twin.receive(text))

    def post(self, text: ResidentText) -> Message:
        """Send a resident's text and do not wait: several of them are under way at once, as people text."""
        inbound = self.twin.receive(text)
        self.errands.start(self._exchange(inbound))
        return inbound.message

    async def send(self, parameters: Mapping[str, Sequence[str]]) -> Message:
        """Take a REST request to send and start carrying the message. Raises RefusalError."""
        await asyncio.sleep(self.twin.dice.faults.rest_delay_ms / 1000)
        message = self.twin.accept(parameters)
        self.errands.start(self._carry(message))
        if self.twin.dice.rest_is_lost():
            raise RefusalError(20503)
        return message

    async def wait_for(self, number: str, after: int, seconds: float) -> tuple[Message, ...]:
        """Return what reached a number beyond the first `after`; () where nothing came within `seconds`."""
        try:
            async with asyncio.timeout(seconds), self._arrived:
                await self._arrived.wait_for(lambda: bool(self.twin.ledger.inbox(number, after)))
        except TimeoutError:
            return ()
        return self.twin.ledger.inbox(number, after)

    async def settle(self) -> None:
        """Wait until nothing is under way: no webhook, no callback, no call."""
        await self.errands.settle()

    async def reset(self) -> None:
        """Stop what is under way and make the twin forget everything."""
        await self.errands.stop()
        self.twin.reset()

    async def close(self) -> None:
        """Stop what is under way and close the connections."""
        await self.errands.stop()
        await self.courier.close()

    async def _exchange(self, inbound: Inbound) -> Exchange:
        await self._notify()
        await asyncio.sleep(self.twin.dice.hold_up())
        started = time.monotonic()
        reading, answered = await self._asked(inbound)
        replies: list[Message] = []
        for _ in range(REDIRECTS_FOLLOWED):
            said, onward = self.twin.follow(inbound, reading)
            replies += said
            if onward is None:
                break
            reading = await self._onward(inbound, onward)
        else:
            self._trouble(inbound, TOO_MANY_REDIRECTS, "Too many redirects")
        elapsed = round((time.monotonic() - started) * 1000, 2)
        for message in replies:
            self.errands.start(self._carry(message))
        return Exchange(inbound.message, answered, tuple(replies), elapsed)

    async def _asked(self, inbound: Inbound) -> tuple[Reading, bool]:
        """Ask the webhook, then the fallback; the reading of what counts, and whether anything did."""
        account = self.twin.account
        posts = [self._ask(inbound, account.webhook) for _ in range(1 + self.twin.dice.faults.duplicate)]
        # Of several posts of one message the last counts: Twilio tries again because it gave the first up.
        outcome = (await asyncio.gather(*posts))[-1]
        reading = _reading(outcome, account.webhook)
        error = _document_error(outcome, reading)
        if not error or not account.fallback:
            return reading, not error
        self._trouble(inbound, error, "Webhook failed, the fallback is asked")
        form = (*inbound.form, ("ErrorCode", str(error)), ("ErrorUrl", account.known_as(account.webhook)))
        outcome = await self._ask(inbound, account.fallback, form)
        reading = _reading(outcome, account.fallback)
        return reading, not _document_error(outcome, reading)

    async def _ask(self, inbound: Inbound, url: str, form: Form | None = None, method: str = "POST") -> Answer | Failed:
        errand = Errand(EntryKind.WEBHOOK, inbound.message.sid, url, form or inbound.form, inbound.token, method)
        return await self.courier.run(errand)

    async def _onward(self, inbound: Inbound, redirect: Redirect) -> Reading:
        outcome = await self._ask(inbound, redirect.url, method=redirect.method)
        return _reading(outcome, redirect.url)

    async def _carry(self, message: Message) -> None:
        callbacks = self.twin.carry(message.sid)
        await self._notify()
        for callback in callbacks:
            await self._call_back(callback)

    async def _call_back(self, callback: Callback) -> None:
        await asyncio.sleep(self.twin.dice.faults.callback_delay_ms / 1000)
        await self.courier.run(Errand(EntryKind.CALLBACK, callback.sid, callback.url, callback.form, callback.token))

    async def _notify(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    def _trouble(self, inbound: Inbound, code: int, verdict: str) -> None:
        self.twin.journal.write(Entry(EntryKind.TWIML, sid=inbound.message.sid, code=code, verdict=verdict))


def _reading(outcome: Answer | Failed, base: str) -> Reading:
    return read(outcome, base.partition("#")[0]) if isinstance(outcome, Answer) else Reading()


def _document_error(outcome: Answer | Failed, reading: Reading) -> int | None:
    """Return the error that sends Twilio to the fallback: no answer, or no document in it."""
    if isinstance(outcome, Failed):
        return outcome.code
    return next((trouble.code for trouble in reading.troubles if is_document_error(trouble.code)), None)
