"""Writes replies into the outbox, within the caller's transaction, in the way that their channel delivers them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import clock
from bot.conversation.house import HAND_OVER_GRACE
from bot.conversation.inbound import Written
from bot.store import Books
from bot.store.events import ASSISTANT
from bot.store.values import Conversation
from bot.vocabulary import Channel, Delivery, EventName, Purpose

# Twilio refuses a body over 1600 characters (error 21617); what a resident said may come back in a read-back.
LONGEST_TEXT = 1600


# XML 1.0 has no way to write these (its production Char), nor any control character but tab and line ends.
_NOT_IN_XML = "\ufffe\uffff"


def sendable(text: str) -> str:
    """Return the text without characters that no TwiML document may hold, and no longer than may be sent."""
    clean = "".join(letter for letter in text if letter in "\n\t" or _may_stand(letter))
    # Twilio counts as phones do, in units of UTF-16: an emoji is two.
    units = clean.encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return clean
    return units[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore").rstrip() + "…"


def _may_stand(letter: str) -> bool:
    return letter not in _NOT_IN_XML and unicodedata.category(letter) not in ("Cc", "Cs")


def write_reply(
    books: Books,
    conversation: Conversation,
    channel: Channel,
    text: str,
    *,
    purpose: Purpose,
    responses: Sequence[str],
    in_reply_to: int | None,
    inline: bool,
) -> Written:
    """Write one reply and its event.

    Args:
        responses: the names of the responses that it is made of.
        inline: whether the channel is waiting for it; otherwise the outbox sends it.
    """
    text = sendable(text)
    now = clock.now()
    delivery, due_at = _delivery(channel, inline)
    meta: dict[str, Any] = {"responses": list(responses)}
    message = books.messages.write_reply(
        conversation.id,
        channel,
        text,
        now,
        purpose=purpose,
        delivery=delivery,
        in_reply_to=in_reply_to,
        due_at=None if due_at is None else now + due_at,
        meta=meta,
    )
    books.events.append(
        EventName.REPLY_WRITTEN,
        actor=ASSISTANT,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message.id,
        purpose=purpose.value,
        responses=list(responses),
    )
    return Written(message.id, text)


def _delivery(channel: Channel, inline: bool) -> tuple[Delivery, timedelta | None]:
    if channel is Channel.WEBCHAT:
        # The page shows the transcript itself: written is delivered.
        return Delivery.DELIVERED, None
    if inline:
        return Delivery.OFFERED, HAND_OVER_GRACE
    return Delivery.QUEUED, timedelta(0)
