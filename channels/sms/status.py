"""Takes the phone company's delivery reports. They come late, twice and out of order; a status only moves forward."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import FormData

from bot import clock
from bot.conversation.house import House
from bot.conversation.noting import put_in_queue, record_of
from bot.escalation.service import open_or_add
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Conversation, Message
from bot.vocabulary import Delivery, EventName, Outcome, Purpose, Urgency
from channels.outbound import OPTED_OUT_CODE

_WORDS = {
    "accepted": Delivery.SENDING,
    "scheduled": Delivery.SENDING,
    "queued": Delivery.SENDING,
    "sending": Delivery.SENDING,
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.UNDELIVERED,
    "failed": Delivery.FAILED,
}
_FINAL = frozenset({Delivery.DELIVERED, Delivery.UNDELIVERED, Delivery.FAILED})


@dataclass(frozen=True)
class DeliveryReport:
    """What the phone company says became of one text. `message_id` is ours, None where only the sid tells."""

    sid: str
    delivery: Delivery
    error_code: str | None
    message_id: int | None

    @classmethod
    def from_form(cls, form: FormData, message_id: str) -> DeliveryReport | None:
        """Read the report, None where it is not one."""
        sid, word = form.get("MessageSid") or form.get("SmsSid"), form.get("MessageStatus") or form.get("SmsStatus")
        code = form.get("ErrorCode")
        if not isinstance(sid, str) or not isinstance(word, str) or word.lower() not in _WORDS or len(sid) > 64:
            return None
        ours = int(message_id) if message_id.isascii() and message_id.isdigit() and len(message_id) < 10 else None
        return cls(sid, _WORDS[word.lower()], code[:40] if isinstance(code, str) and code else None, ours)


async def note_delivery(house: House, report: DeliveryReport) -> None:
    """Keep a report. Raises StoreUnavailableError."""
    await to_thread.run_sync(_note, house, report)


def _note(house: House, report: DeliveryReport) -> None:
    with house.store.writing() as books:
        message = books.messages.by_sid(report.sid) or _ours(books, report)
        if message is None or not _moves_forward(message.delivery, report.delivery):
            return
        # The carrier has it, whatever follows: it must not be sent again.
        books.messages.change(
            message.id, sid=report.sid, delivery=report.delivery, due_at=None, error_code=report.error_code
        )
        books.events.append(
            EventName.REPLY_STATUS_CHANGED,
            actor=SYSTEM,
            conversation_id=message.conversation_id,
            message_id=message.id,
            delivery=report.delivery.value,
            code=report.error_code,
        )
        if report.delivery in (Delivery.UNDELIVERED, Delivery.FAILED):
            not_delivered(books, message, report.error_code or "")


def not_delivered(books: Books, message: Message, code: str) -> None:
    """Tell a person what did not arrive, and remember an opt-out that only the carrier knew of.

    A safety text that did not arrive is danger with nobody told; of any other a person must know to phone instead.
    """
    conversation = books.conversations.get(message.conversation_id)
    books.events.append(
        EventName.REPLY_FAILED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message.id,
        code=code,
    )
    if code == OPTED_OUT_CODE:
        _remember_opt_out(books, conversation)
    if conversation.closed_at is not None:
        # A person has closed it since: they know more than a late report.
        return
    record = record_of(books, conversation)
    if message.purpose is Purpose.SAFETY:
        conversation = books.conversations.get(conversation.id)
        open_or_add(books, conversation, cause="safety_text_undelivered", message_id=message.in_reply_to)
    elif message.purpose is not Purpose.CARRIER:
        put_in_queue(
            books,
            record,
            urgency=Urgency.PRIORITY,
            outcome=Outcome.HUMAN,
            why="a text could not be delivered",
            message_id=message.in_reply_to,
        )


def _remember_opt_out(books: Books, conversation: Conversation) -> None:
    if books.contacts.get(conversation.contact_id).opted_out_at is not None:
        return
    books.contacts.set_opted_out(conversation.contact_id, clock.now())
    books.events.append(EventName.RESIDENT_OPTED_OUT, actor=SYSTEM, conversation_id=conversation.id)


def _ours(books: Books, report: DeliveryReport) -> Message | None:
    if report.message_id is None:
        return None
    try:
        message = books.messages.get(report.message_id)
    except KeyError:
        return None
    return message if message.delivery is not None and message.sid is None else None


def _moves_forward(before: Delivery | None, after: Delivery) -> bool:
    order = list(Delivery)
    return before is not None and before not in _FINAL and order.index(after) > order.index(before)
