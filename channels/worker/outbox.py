"""Sends what stands in the outbox. The attempt is written before it is made, so a crash can only repeat a text."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import clock
from bot.conversation.house import House
from bot.store.contacts import PHONE
from bot.store.events import SYSTEM
from bot.store.values import Message
from bot.vocabulary import Channel, Delivery, EventName, Purpose
from channels import metrics
from channels.outbound import UNREACHABLE, OutboundText, PermanentSendError, Sender, TemporarySendError
from channels.sms.status import not_delivered
from channels.worker.each import each

# An attempt that is not heard of again by then died with its process.
ATTEMPT_SECONDS = 30
# 2, 4, 8 ... seconds, at most five minutes apart: an outage of the phone company ends within one of these waits.
LONGEST_BACKOFF_SECONDS = 300
# A phone company that asked twice for the same message and confirmed nothing did not get our answer.
UNCONFIRMED_SECONDS = 15


def send_due(house: House, sender: Sender, public_url: str) -> int:
    """Try to send every text that is due; return how many were tried, 0 where nobody could be reached."""
    _requeue_unconfirmed(house)
    with house.store.reading() as books:
        due = books.messages.due(clock.now())
    try:
        return each("send_due", due, lambda message: _send_one(house, sender, public_url, message.id))
    except TemporarySendError:
        # Each try may cost seconds while the carrier is away: the next round begins with safety texts again.
        return 0


def _send_one(house: House, sender: Sender, public_url: str, message_id: int) -> None:
    text = _write_attempt(house, message_id, public_url)
    if text is None:
        return
    try:
        sid = sender.send(text)
    except TemporarySendError as error:
        metrics.SENDS.labels("temporary").inc()
        _put_off(house, message_id, error.code)
        if error.code == UNREACHABLE:
            raise
        return
    except PermanentSendError as error:
        metrics.SENDS.labels("permanent").inc()
        _give_up(house, message_id, error.code)
        return
    metrics.SENDS.labels("taken").inc()
    _taken(house, message_id, sid)


def _write_attempt(house: House, message_id: int, public_url: str) -> OutboundText | None:
    now = clock.now()
    with house.store.writing() as books:
        message = books.messages.get(message_id)
        if not _is_due(message, now):
            return None
        conversation = books.conversations.get(message.conversation_id)
        contact = books.contacts.get(conversation.contact_id)
        if contact.opted_out_at is not None and message.purpose not in (Purpose.SAFETY, Purpose.CARRIER):
            books.messages.change(message_id, delivery=Delivery.SUPPRESSED, due_at=None)
            return None
        if message.channel is Channel.WEBCHAT or contact.kind != PHONE:
            books.messages.change(message_id, delivery=Delivery.DELIVERED, due_at=None)
            return None
        attempt = message.attempts + 1
        books.messages.change(
            message_id,
            delivery=Delivery.SENDING,
            attempts=attempt,
            due_at=now + timedelta(seconds=ATTEMPT_SECONDS),
        )
        books.events.append(
            EventName.REPLY_ATTEMPTED,
            actor=SYSTEM,
            conversation_id=message.conversation_id,
            message_id=message_id,
            attempt=attempt,
        )
    return OutboundText(contact.address, message.body, f"{public_url}/twilio/status?m={message_id}")


def _is_due(message: Message, now: datetime) -> bool:
    waiting = message.delivery in (Delivery.QUEUED, Delivery.SENDING, Delivery.OFFERED)
    return waiting and message.due_at is not None and message.due_at <= now


def _taken(house: House, message_id: int, sid: str) -> None:
    with house.store.writing() as books:
        message = books.messages.get(message_id)
        # The delivery report may have come before the answer to the request.
        if message.delivery is Delivery.SENDING:
            books.messages.change(message_id, delivery=Delivery.SENT, due_at=None, sid=sid, error_code=None)
        books.events.append(
            EventName.REPLY_SENT, actor=SYSTEM, conversation_id=message.conversation_id, message_id=message_id
        )


def _put_off(house: House, message_id: int, code: str) -> None:
    with house.store.writing() as books:
        message = books.messages.get(message_id)
        if message.delivery is not Delivery.SENDING:
            # It was taken all the same: the delivery report came before we gave up waiting.
            return
        wait = min(2.0**message.attempts, LONGEST_BACKOFF_SECONDS)
        books.messages.change(
            message_id,
            delivery=Delivery.QUEUED,
            due_at=clock.now() + timedelta(seconds=wait),
            error_code=code,
        )


def _give_up(house: House, message_id: int, code: str) -> None:
    with house.store.writing() as books:
        if books.messages.get(message_id).delivery is not Delivery.SENDING:
            return
        message = books.messages.change(message_id, delivery=Delivery.FAILED, due_at=None, error_code=code)
        not_delivered(books, message, code)


def _requeue_unconfirmed(house: House) -> None:
    before = clock.now() - timedelta(seconds=UNCONFIRMED_SECONDS)
    with house.store.reading() as books:
        unconfirmed = books.messages.handed_over_but_repeated(before)
    each("send_due", unconfirmed, lambda message: _requeue(house, message.id))


def _requeue(house: House, message_id: int) -> None:
    with house.store.writing() as books:
        if books.messages.get(message_id).delivery is Delivery.HANDED_OVER:
            books.messages.change(message_id, delivery=Delivery.QUEUED, due_at=clock.now())
