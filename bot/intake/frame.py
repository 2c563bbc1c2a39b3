"""The intake frame: what is known so far, how it is known, and what was asked last.

PURE. The frame travels with every turn and the engine keeps nothing, so its document form is complete. Nothing here
turns an unknown or a refusal into a no.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.vocabulary import Known, Language, Question, Slot


@dataclass(frozen=True)
class SlotValue:
    """One fact with where it came from.

    Attributes:
        known: answered, unknown, refused or not answered.
        value: the JSON value by the shapes of docs/reference/record.md; None unless answered.
        said: the resident's exact words.
        message_id: the message that said it, "" where a rule of the house set it.
        confirmed: whether the resident confirmed it in a read-back.
    """

    known: Known
    value: Any = None
    said: str = ""
    message_id: str = ""
    confirmed: bool = False

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "known": self.known.value,
            "value": self.value,
            "said": self.said,
            "message_id": self.message_id,
            "confirmed": self.confirmed,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> SlotValue:
        """Read the JSON form back."""
        return cls(
            known=Known(document["known"]),
            value=document["value"],
            said=document["said"],
            message_id=document["message_id"],
            confirmed=document["confirmed"],
        )


@dataclass(frozen=True)
class Frame:
    """Everything the intake knows of one request.

    Attributes:
        slots: the facts by slot; a slot that is absent was neither told nor asked.
        asked: the question that the next message answers, None where nothing is open.
        asks: how often each question was put; two re-asks at most.
        language: the language the resident is served in.
        noticed: whether the notice (automated, not 911, staff may read) was given.
        queued: whether the record was queued, so that later texts add to it.
    """

    slots: dict[Slot, SlotValue] = field(default_factory=dict)
    asked: Question | None = None
    asks: dict[Question, int] = field(default_factory=dict)
    language: Language = Language.ENGLISH
    noticed: bool = False
    queued: bool = False

    def with_slot(self, slot: Slot, value: SlotValue) -> Frame:
        """Return the frame with `slot` set; an earlier value is replaced (the event chain keeps it)."""
        return replace(self, slots={**self.slots, slot: value})

    def answered(self, slot: Slot) -> Any:
        """Return the value of `slot` if it was answered, else None."""
        known = self.slots.get(slot)
        return known.value if known is not None and known.known is Known.ANSWERED else None

    def to_document(self) -> dict[str, Any]:
        """Return the JSON form that is stored and sent to the engine."""
        return {
            "slots": {slot.value: value.to_document() for slot, value in self.slots.items()},
            "asked": self.asked.value if self.asked else None,
            "asks": {question.value: count for question, count in self.asks.items()},
            "language": self.language.value,
            "noticed": self.noticed,
            "queued": self.queued,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Frame:
        """Read the JSON form back; {} is the empty frame."""
        if not document:
            return cls()
        return cls(
            slots={Slot(name): SlotValue.from_document(value) for name, value in document["slots"].items()},
            asked=Question(document["asked"]) if document["asked"] else None,
            asks={Question(name): count for name, count in document["asks"].items()},
            language=Language(document["language"]),
            noticed=document["noticed"],
            queued=document["queued"],
        )
