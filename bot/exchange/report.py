"""Gathers what a dispatch centre needs to know of one escalation, from what is committed. It sends nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.exchange.known import Fact, facts_of
from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.contacts import PHONE
from bot.store.values import Contact, Escalation, Message
from bot.vocabulary import Channel, Concern, DangerLevel, Direction, Hazard, Language, Slot

#: A dispatcher reads so many messages and no more; the one that opened the escalation is always among them.
MOST_MESSAGES = 20
#: So many stretches of words that were heard as danger; of more, the newest.
MOST_TRIGGERS = 20
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_Line = tuple[Message, Assessment | None]


@dataclass(frozen=True)
class Heard:
    """One message of the resident, word for word. `media` counts the pictures that came with it."""

    id: int
    at: datetime
    text: str
    media: int


@dataclass(frozen=True)
class Trigger:
    """Words of the resident that were heard as a danger of the escalation."""

    hazard: Hazard
    words: str


@dataclass(frozen=True)
class Report:
    """One escalation, for whoever sends help.

    Attributes:
        program: the city's programme by its profile's name.
        reference: of the record, as people say it; empty where there is none.
        begun_at: when the conversation began.
        opened_at: when the escalation was opened.
        place: where, as the resident said it; empty where it is not known.
        number: the resident's own, in E.164; empty on the web phone and for a hidden number.
        given_number: the number to call back that they named, where it is another one.
        heard: their last messages, oldest first.
        known: what the intake knows.
    """

    escalation_id: str
    conversation_id: str
    program: str
    reference: str
    channel: Channel
    language: Language
    begun_at: datetime
    opened_at: datetime
    hazards: tuple[Hazard, ...]
    concern: Concern | None
    place: str
    number: str
    given_number: str
    heard: tuple[Heard, ...]
    triggers: tuple[Trigger, ...]
    known: tuple[Fact, ...]

    @property
    def changed_at(self) -> datetime:
        """When the newest of what it tells was told: the same for the same state, whatever the clock says."""
        return max((self.opened_at, *(message.at for message in self.heard)))


def report_of(books: Books, escalation_id: str) -> Report:
    """Return the report of one escalation. Raises KeyError where there is none of that id."""
    escalation = books.escalations.get(escalation_id)
    conversation = books.conversations.get(escalation.conversation_id)
    record_id = escalation.record_id or conversation.record_id
    record = books.records.get(record_id) if record_id else None
    frame = Frame.from_document(record.frame if record else {})
    said = [line for line in books.messages.transcript(conversation.id) if line[0].direction is Direction.INBOUND]
    number = _number_of(books.contacts.get(conversation.contact_id))
    concern = frame.answered(Slot.CONCERN)
    return Report(
        escalation_id=escalation.id,
        conversation_id=conversation.id,
        program=conversation.program,
        reference=record.reference if record else "",
        channel=conversation.channel,
        language=conversation.language,
        begun_at=conversation.opened_at,
        opened_at=escalation.opened_at,
        hazards=tuple(Hazard(value) for value in escalation.hazards),
        concern=Concern(concern) if concern else None,
        place=_place(frame),
        number=number,
        given_number=_given_number(frame, number),
        heard=_heard(said, escalation.message_id),
        triggers=_triggers(said, escalation),
        known=facts_of(frame),
    )


def _heard(said: Sequence[_Line], opening_id: int | None) -> tuple[Heard, ...]:
    last = said[-MOST_MESSAGES:]
    opening = [line for line in said[:-MOST_MESSAGES] if line[0].id == opening_id]
    return tuple(Heard(message.id, message.at, message.body, message.media) for message, _ in (*opening, *last))


def _triggers(said: Sequence[_Line], escalation: Escalation) -> tuple[Trigger, ...]:
    """Return the words behind the hazards; those of a message that was let pass (a film, long ago) are none."""
    dangerous = [read for _, read in said if read is not None and read.level is not DangerLevel.NONE]
    spans = (span for read in dangerous for span in read.spans)
    found = (Trigger(span.hazard, span.text) for span in spans if span.hazard in escalation.hazards and span.hazard)
    return tuple(dict.fromkeys(found))[-MOST_TRIGGERS:]


def _place(frame: Frame) -> str:
    place = frame.answered(Slot.LOCATION)
    return str(place.get("said") or "") if isinstance(place, dict) else str(place or "")


def _number_of(contact: Contact) -> str:
    return contact.address if contact.kind == PHONE and _E164.fullmatch(contact.address) else ""


def _given_number(frame: Frame, own: str) -> str:
    given = str(frame.answered(Slot.CALLBACK_NUMBER) or "")
    return given if given != own and _E164.fullmatch(given) else ""
