"""What the conversation page shows, read in one transaction and made ready for the template.

It leaves nothing out: a message that was not screened, a slot that was not asked and a text that was not delivered
are shown as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.callbacks.taking_over import found
from bot.intake.frame import Frame, SlotValue
from bot.safety.assessment import Assessment, Span
from bot.vocabulary import DangerLevel, Known, Slot
from channels.console import shown
from channels.console.emergencies import Emergency, emergencies
from channels.console.slot_words import slot_words
from channels.console.timeline import Happening, timeline

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Contact, Conversation, Escalation, Message, Note, Record

WANTED = (
    Slot.LOCATION,
    Slot.IMMEDIATE_DANGER,
    Slot.WEAPON,
    Slot.INJURY_MEDICAL,
    Slot.CONCERN,
    Slot.REPORTER_ROLE,
    Slot.PERSON,
    Slot.CALLBACK_NUMBER,
    Slot.SAFE_TO_CONTACT,
    Slot.WILLING_TO_WAIT,
)
"""What a callback wants to know; where one was never asked, the page says so."""


NEWEST_LINES = 200
"""How many messages are shown at first: more than any talk needs, few enough that a flood of texts slows nobody."""

_DANGER_SLOTS = (Slot.IMMEDIATE_DANGER, Slot.WEAPON)
_CAUTIONS: Mapping[str, str] = {
    "text": "Texts are not safe for them.",
    "voice": "Phone calls are not safe for them.",
    "voicemail": "Leave no voicemail.",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a message and the spans that lie over it; none for plain words."""

    text: str
    spans: tuple[Span, ...]

    @property
    def hazards(self) -> tuple[str, ...]:
        """The labels of the harms spoken of, each once."""
        return tuple(dict.fromkeys(span.hazard.label for span in self.spans if span.hazard is not None))


@dataclass(frozen=True)
class Line:
    """One message of the transcript. `writer` is the name of the person who wrote it, "" for the assistant."""

    message: Message
    assessment: Assessment | None
    pieces: tuple[Piece, ...]
    writer: str


@dataclass(frozen=True)
class SlotLine:
    """One slot; `words` and `said` are masked unless the number was revealed, `message_id` is where it was said.

    `contradicted` is whether it says no while an emergency stands.
    """

    slot: Slot
    words: str
    said: str
    message_id: str
    standing: str
    confirmed: bool
    contradicted: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything that the page of one conversation shows.

    Attributes:
        emergency: the one that no person has closed; `ended` are the others, the newest first.
        earlier_lines: how many messages it leaves out.
    """

    conversation: Conversation
    contact: Contact
    record: Record | None
    emergency: Emergency | None
    ended: Sequence[Emergency]
    lines: Sequence[Line]
    earlier_lines: int
    missing: Sequence[SlotLine]
    known: Sequence[SlotLine]
    cautions: Sequence[str]
    notes: Sequence[tuple[Note, str]]
    happenings: Sequence[Happening]
    earlier: Sequence[Conversation]
    names: Mapping[str, str]
    event_id: int
    seen_message_id: int
    address: str

    @property
    def escalation(self) -> Escalation | None:
        """The escalation that no person has closed."""
        return self.emergency.escalation if self.emergency else None

    def name(self, staff_id: str | None) -> str:
        """Return the name of a member of staff, "" for nobody."""
        return self.names.get(staff_id or "", "")


def read(books: Books, conversation_id: str, *, revealed: bool = False, whole: bool = False) -> Reading:
    """Read a conversation; numbers are masked unless `revealed`, and only the newest lines are read unless `whole`.

    Raises:
        UnknownConversationError: there is none of that id.
    """
    event_id = books.events.last_id()
    conversation = found(books, conversation_id)
    contact = books.contacts.get(conversation.contact_id)
    record = books.records.get(conversation.record_id) if conversation.record_id else None
    names = {staff.id: staff.name for staff in books.staff.everyone()}
    transcript = books.messages.transcript(conversation_id)
    most = len(transcript) if whole else NEWEST_LINES
    events = books.events.of_conversation(conversation_id)
    emergency, ended = emergencies(books, conversation_id, events, names)
    frame = Frame.from_document(record.frame if record else {})
    missing, known = slot_lines(frame, revealed=revealed, emergency=conversation.danger is DangerLevel.EMERGENCY)
    return Reading(
        conversation=conversation,
        contact=contact,
        record=record,
        emergency=emergency,
        ended=ended,
        lines=[_line(message, assessment, names, revealed) for message, assessment in transcript[-most:]],
        earlier_lines=max(0, len(transcript) - most),
        missing=missing,
        known=known,
        cautions=cautions(frame),
        notes=books.records.notes(record.id) if record else [],
        happenings=timeline(events, names),
        earlier=[other for other in books.conversations.of_contact(contact.id) if other.id != conversation_id],
        names=names,
        event_id=event_id,
        seen_message_id=max((message.id for message, _ in transcript), default=0),
        address=_address(contact, revealed),
    )


def pieces(body: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut a message where spans begin and end; spans that lie outside it are left to the list of reasons."""
    inside = [span for span in spans if 0 <= span.start < span.end <= len(body)]
    cuts = sorted({0, len(body), *(span.start for span in inside), *(span.end for span in inside)})
    return tuple(
        Piece(body[start:end], tuple(span for span in inside if span.start <= start and end <= span.end))
        for start, end in zip(cuts, cuts[1:], strict=False)
    )


def slot_lines(
    frame: Frame, *, revealed: bool, emergency: bool = False
) -> tuple[Sequence[SlotLine], Sequence[SlotLine]]:
    """Return the slots that are not known, wanted ones that were never asked among them, and those that are."""
    lines = [
        _slot_line(slot, frame.slots.get(slot), revealed, emergency)
        for slot in Slot
        if slot in frame.slots or slot in WANTED
    ]
    answered = Known.ANSWERED.label
    return [line for line in lines if line.standing != answered], [line for line in lines if line.standing == answered]


def cautions(frame: Frame) -> Sequence[str]:
    """Return what a person must mind before they write or phone; a wrong text can give a resident away."""
    safe = frame.answered(Slot.SAFE_TO_CONTACT)
    if not isinstance(safe, dict):
        return []
    said = [words for way, words in _CAUTIONS.items() if safe.get(way) == "no"]
    times = [f"Good times: {safe['times']}."] if safe.get("times") else []
    return [*said, *times, *(["They gave a code word."] if safe.get("code_word") else [])]


def _slot_line(slot: Slot, value: SlotValue | None, revealed: bool, emergency: bool) -> SlotLine:
    if value is None:
        return SlotLine(slot, "", "", "", "Not asked yet", False)
    words = slot_words(slot, value.value) if value.known is Known.ANSWERED else ""
    said = value.said
    if not revealed:
        words, said = shown.masked(words), shown.masked(said)
    contradicted = emergency and slot in _DANGER_SLOTS and words == "No"
    return SlotLine(slot, words, said, value.message_id, value.known.label, value.confirmed, contradicted)


def _line(message: Message, assessment: Assessment | None, names: Mapping[str, str], revealed: bool) -> Line:
    body = message.body if revealed else shown.masked(message.body)
    spans = assessment.spans if assessment is not None else ()
    return Line(message, assessment, pieces(body, spans), names.get(message.written_by or "", ""))


def _address(contact: Contact, revealed: bool) -> str:
    if contact.kind != "phone":
        return "Web phone"
    readable = shown.number(contact.address)
    return readable if revealed else shown.masked(readable)
