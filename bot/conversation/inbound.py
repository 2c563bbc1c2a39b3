"""The values that a message's way through the house is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.safety.assessment import Assessment
from bot.vocabulary import CarrierWord, Channel, Language


@dataclass(frozen=True)
class Inbound:
    """One message as a channel received it.

    Attributes:
        channel: how it came.
        sid: what the channel knows it by; the same sid is the same message, always.
        sender: the address it came from: E.164 on the phone, a random id on the web.
        text: exactly what was said.
        media: how many pictures or sounds came with it.
        carrier_word: set where the text is nothing but a carrier's word.
        carrier_answered: whether the phone company has already answered that word itself.
        language: what the resident chose, None where the text decides.
        meta: the channel's own fields worth keeping, as plain JSON values.
    """

    channel: Channel
    sid: str
    sender: str
    text: str
    media: int = 0
    carrier_word: CarrierWord | None = None
    carrier_answered: bool = False
    language: Language | None = None
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Remembered:
    """What became of a message in the transaction that remembered it.

    Attributes:
        repeated: it was here before; nothing was changed by it.
        answered: it needs no turn any more.
        replies: ids and texts of what was written in answer, in the same transaction.
    """

    conversation_id: str
    message_id: int
    repeated: bool
    answered: bool
    assessment: Assessment | None = None
    replies: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Written:
    """One outbound message that stands in the outbox."""

    id: int
    text: str


@dataclass(frozen=True)
class Answer:
    """What a channel gives back for one message: nothing where it was a repeat or another turn answers it."""

    replies: tuple[Written, ...] = ()
    repeated: bool = False


def storable(text: str) -> str:
    """Return the text with what no database can hold made visible: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode("utf-8")
