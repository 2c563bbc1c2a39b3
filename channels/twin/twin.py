"""The phone company as a state machine: messages, blocked numbers, inboxes, verdicts, and the books of calls.

No input or output of its own: the switchboard carries what it decides, so a test can hold every step in its hand.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import clock
from channels.twin import conformance, keywords
from channels.twin.account import Account, KeywordCare
from channels.twin.call_ledger import CallLedger
from channels.twin.callee import Callees
from channels.twin.description import Description, find
from channels.twin.faults import Dice, Faults
from channels.twin.journal import Entry, EntryKind, Journal
from channels.twin.keywords import OptOut
from channels.twin.ledger import Ledger
from channels.twin.messages import Message, MessageDirection, MessageStatus, new_sid
from channels.twin.refusals import CARRIER_ERRORS, NEVER_LEFT, RefusalError
from channels.twin.twiml import Reading, Redirect, Say
from channels.twin.webhooks import Form, inbound_form, status_form


@dataclass(frozen=True)
class ResidentText:
    """A text that a resident sends; `to` is the line where it is ""."""

    sender: str
    body: str
    to: str = ""
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inbound:
    """An inbound message as it goes out to the webhook: its form, and the token that all its tries share."""

    message: Message
    form: Form
    token: str


@dataclass(frozen=True)
class Callback:
    """A status callback to be posted."""

    sid: str
    url: str
    form: Form
    token: str


class Twin:
    """Twilio's side of one account.

    Attributes:
        account: whom it plays for.
        description: what its REST side checks against.
        dice: the faults in force.
        ledger: the messages and the inboxes.
        journal: everything that happened.
        calls: the phone calls.
        callees: who answers when a number is called.
        haste: how many times faster than real the time of calls runs.
    """

    def __init__(
        self,
        account: Account,
        faults: Faults | None = None,
        description: Description | None = None,
        seed: int | None = None,
    ) -> None:
        """Play for an account; the description is looked for where none is given."""
        self.account = account
        self.description = description or find()
        self.dice = Dice(faults or Faults(), seed)
        self.journal = Journal()
        self.ledger = Ledger()
        self.calls = CallLedger()
        self.callees = Callees()
        self.haste = account.haste
        self._blocked: set[tuple[str, str]] = set()

    def receive(self, text: ResidentText) -> Inbound:
        """Take a resident's text: keep it, obey a carrier word, and return what the webhook is to get."""
        message = self._created(
            MessageDirection.INBOUND, text.sender, text.to or self.account.line, text.body, media=text.media
        )
        opt_out = self._obeyed(message)
        told = opt_out if self.account.keywords is KeywordCare.ADVANCED else None
        return Inbound(message, inbound_form(message, told), secrets.token_hex(16))

    def _obeyed(self, message: Message) -> OptOut | None:
        if self.account.keywords is KeywordCare.OFF:
            return None
        pair = (message.sender, message.to)
        asked = keywords.heard(message.body, pair in self._blocked)
        if asked is OptOut.STOP:
            self._blocked.add(pair)
        elif asked is OptOut.START:
            self._blocked.discard(pair)
        if asked:
            self.journal.write(Entry(EntryKind.KEYWORD, sid=message.sid, verdict=asked.value))
            answer = self._created(MessageDirection.REPLY, message.to, message.sender, keywords.ANSWERS[asked])
            self._delivered(replace(answer, by_twilio=True))
        return asked

    def follow(self, inbound: Inbound, reading: Reading) -> tuple[tuple[Message, ...], Redirect | None]:
        """Do what an answer says: return the messages to carry and where to go on, None for nowhere."""
        sid = inbound.message.sid
        for trouble in reading.troubles:
            self.journal.write(Entry(EntryKind.TWIML, sid=sid, code=trouble.code, verdict=trouble.text))
        said = [self._replied(inbound, step) for step in reading.steps if isinstance(step, Say)]
        onward = [step for step in reading.steps if isinstance(step, Redirect)]
        return tuple(message for message in said if message), onward[0] if onward else None

    def _replied(self, inbound: Inbound, say: Say) -> Message | None:
        sender, to = say.sender or inbound.message.to, say.to or inbound.message.sender
        code = self._refusal(sender, to)
        if code:
            self.journal.write(
                Entry(
                    EntryKind.TWIML,
                    sid=inbound.message.sid,
                    code=code,
                    verdict="Message not sent",
                    answer=say.body,
                )
            )
            return None
        return self._created(MessageDirection.REPLY, sender, to, say.body, media=say.media, callback=say.callback)

    def _refusal(self, sender: str, to: str) -> int | None:
        if sender not in self.account.numbers:
            return 14102
        return 21610 if (to, sender) in self._blocked else None

    def accept(self, parameters: Mapping[str, Sequence[str]]) -> Message:
        """Take a REST request to send. Raises RefusalError where Twilio would refuse, or a fault says so."""
        if self.dice.rest_fails():
            raise self.dice.rest_refusal()
        request = conformance.checked(parameters, self.account, self.description)
        if (request.to, request.sender) in self._blocked:
            raise RefusalError(21610)
        return self._created(
            MessageDirection.API,
            request.sender,
            request.to,
            request.body,
            media=request.media,
            callback=request.callback,
            service=request.service,
        )

    def carry(self, sid: str) -> tuple[Callback, ...]:
        """Bring a queued message to its end and return the status callbacks to post, in the order they go out."""
        message = self.ledger.message(sid)
        failure = self.dice.faults.failure_of(message.to)
        message = self._failed(message, failure) if failure else self._delivered(message)
        if not message.callback or self.dice.faults.drop_callbacks:
            return ()
        left = message.status is not MessageStatus.FAILED
        passed = (MessageStatus.QUEUED, *((MessageStatus.SENDING, MessageStatus.SENT) if left else ()), message.status)
        return tuple(self._callback(message, status) for status in self.dice.order(passed))

    def _callback(self, message: Message, status: MessageStatus) -> Callback:
        token = hashlib.sha256(f"{message.sid} {status.value}".encode()).hexdigest()[:32]
        return Callback(message.sid, message.callback, status_form(message, status), token)

    def is_blocked(self, number: str) -> bool:
        """Whether a number has opted out of the line."""
        return (number, self.account.line) in self._blocked

    def reset(self) -> None:
        """Forget messages, inboxes, opt-outs, calls, callees, log and faults, and run at the account's haste again."""
        self.ledger.clear()
        self.calls.clear()
        self.callees.clear()
        self.haste = self.account.haste
        self._blocked.clear()
        self.journal.clear()
        self.dice.cast(Faults())

    def _created(
        self,
        direction: MessageDirection,
        sender: str,
        to: str,
        body: str,
        media: tuple[str, ...] = (),
        callback: str = "",
        service: str = "",
    ) -> Message:
        now = clock.now()
        inbound = direction is MessageDirection.INBOUND
        status = MessageStatus.RECEIVED if inbound else MessageStatus.ACCEPTED if service else MessageStatus.QUEUED
        message = Message(
            sid=new_sid(bool(media)),
            account=self.account.sid,
            sender=sender,
            to=to,
            body=body,
            direction=direction,
            status=status,
            created=now,
            updated=now,
            media=media,
            callback=callback,
            service=self.account.messaging_service_sid if inbound else service,
        )
        return self.ledger.keep(message)

    def _failed(self, message: Message, code: int) -> Message:
        status = MessageStatus.FAILED if code in NEVER_LEFT else MessageStatus.UNDELIVERED
        self.journal.write(Entry(EntryKind.DELIVERY, sid=message.sid, code=code, verdict=status.value))
        return self.ledger.keep(replace(message, status=status, error_code=code, error_message=CARRIER_ERRORS[code]))

    def _delivered(self, message: Message) -> Message:
        delivered = self.ledger.keep(replace(message, status=MessageStatus.DELIVERED, sent=clock.now()))
        self.ledger.put_in_inbox(delivered)
        self.journal.write(Entry(EntryKind.DELIVERY, sid=message.sid, verdict="delivered"))
        return delivered
