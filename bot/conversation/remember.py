"""Remembers and screens one inbound message, in one transaction, and settles what cannot wait.

Nothing about a message happens before this has committed, and everything that danger calls for (the escalation, the
reply that says 911) is committed with the message itself or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot import clock
from bot.conversation import settle
from bot.conversation.house import House
from bot.conversation.inbound import Inbound, Remembered, storable
from bot.intake.frame import Frame
from bot.intake.languages import spoken_language
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.contacts import kind_for
from bot.store.events import RESIDENT, SYSTEM
from bot.store.values import Contact, Conversation, Message
from bot.vocabulary import DangerLevel, EventName, Language, Question

# Thumbs send a thought in pieces within seconds. A minute and a half leaves room for shaking
# ones.
ONE_THOUGHT = timedelta(seconds=90)
MOST_PIECES = 3


@dataclass(frozen=True)
class _Listening:
    """What the message is heard against: the open question, the standing danger, the language so far, and the texts of
    the moments before, which it may complete.
    """

    asked: Question | None = None
    standing: DangerLevel = DangerLevel.NONE
    language: Language | None = None
    before: tuple[str, ...] = ()


def remember(house: House, inbound: Inbound) -> Remembered:
    """Remember, screen and, where nothing else may come first, answer.

    Raises:
        StoreUnavailableError: the database cannot be reached; nothing was remembered.
    """
    inbound = replace(inbound, text=storable(inbound.text))
    with house.store.reading() as books:
        listening = _listening(books, inbound)
    assessment = screen(house, inbound, listening)
    with house.store.writing() as books:
        known = books.messages.by_sid(inbound.sid)
        if known is not None:
            return _repeated(books, known)
        standing = _listening(books, inbound)
        if standing != listening:
            # A question was put, or danger heard, since the text was screened: it is heard against what stands now.
            listening, assessment = standing, screen(house, inbound, standing)
        conversation, message = _store(books, house, inbound, listening, assessment)
        replies = settle.at_once(books, house, conversation, message, inbound, assessment)
    return Remembered(
        conversation_id=conversation.id,
        message_id=message.id,
        repeated=False,
        answered=replies is not None,
        assessment=assessment,
        replies=replies or (),
    )


def screen(house: House, inbound: Inbound, listening: _Listening | None = None) -> Assessment:
    """Screen a message against what it answers. The screen itself never raises."""
    heard = listening or _Listening()
    return house.screen.assess(
        inbound.text,
        language=heard.language,
        channel=inbound.channel,
        asked=heard.asked,
        standing=heard.standing,
        before=heard.before,
    )


def open_question(books: Books, conversation: Conversation) -> Question | None:
    """Return the question that the resident's next message answers."""
    if conversation.safety_asked_at is not None:
        return Question.SAFETY_CHECK
    if conversation.record_id is None:
        return None
    return Frame.from_document(books.records.get(conversation.record_id).frame).asked


def _listening(books: Books, inbound: Inbound) -> _Listening:
    contact = books.contacts.find(kind_for(inbound.channel), inbound.sender)
    conversation = books.conversations.current(contact.id) if contact else None
    if conversation is None:
        return _Listening(language=inbound.language)
    # Both languages are read unless the text is plainly in one: people switch when they are frightened.
    return _Listening(
        asked=open_question(books, conversation), standing=conversation.danger, before=_just_before(books, conversation)
    )


def _just_before(books: Books, conversation: Conversation) -> tuple[str, ...]:
    """Return the resident's last few texts, if they are so fresh that one more may end the same thought."""
    since = clock.now() - ONE_THOUGHT
    return tuple(
        message.body for message in books.messages.last_inbound(conversation.id, MOST_PIECES) if message.at >= since
    )


def _repeated(books: Books, known: Message) -> Remembered:
    if known.repeated_at is None:
        books.messages.change(known.id, repeated_at=clock.now())
        books.events.append(
            EventName.MESSAGE_REPEATED, actor=SYSTEM, conversation_id=known.conversation_id, message_id=known.id
        )
    return Remembered(known.conversation_id, known.id, repeated=True, answered=known.answered_at is not None)


def _store(
    books: Books, house: House, inbound: Inbound, listening: _Listening, assessment: Assessment
) -> tuple[Conversation, Message]:
    now = clock.now()
    contact, _ = books.contacts.find_or_open(kind_for(inbound.channel), inbound.sender, now)
    conversation = _conversation(books, house, contact, inbound)
    message = books.messages.receive(
        conversation.id,
        inbound.channel,
        inbound.sid,
        inbound.text,
        now,
        media=inbound.media,
        meta=inbound.meta,
        asked=listening.asked,
    )
    books.messages.assess(message.id, assessment, now)
    books.events.append(
        EventName.MESSAGE_RECEIVED,
        actor=RESIDENT,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message.id,
        channel=inbound.channel.value,
    )
    books.events.append(
        EventName.MESSAGE_SCREENED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message.id,
        level=assessment.level.value,
        hazards=[hazard.value for hazard in assessment.hazards],
        rules=list(assessment.rules),
        version=assessment.version,
    )
    danger = max(conversation.danger, assessment.level, key=lambda level: level.rank)
    language = _language(house, inbound, conversation.language)
    return books.conversations.change(conversation.id, last_inbound_at=now, danger=danger, language=language), message


def _language(house: House, inbound: Inbound, otherwise: Language) -> Language:
    """Return the language to answer in: the one chosen, else the one the text is plainly in, where the city has it."""
    spoken = inbound.language or spoken_language(inbound.text)
    return spoken if spoken in house.profile.languages else otherwise


def _conversation(books: Books, house: House, contact: Contact, inbound: Inbound) -> Conversation:
    current = books.conversations.current(contact.id)
    if current is not None:
        return current
    language = _language(house, inbound, contact.language or house.profile.languages[0])
    conversation = books.conversations.open(
        contact, inbound.channel, house.profile.id, house.profile.version, language, clock.now()
    )
    books.events.append(
        EventName.CONVERSATION_OPENED,
        actor=RESIDENT,
        conversation_id=conversation.id,
        channel=inbound.channel.value,
        program=house.profile.id,
        program_version=house.profile.version,
    )
    return conversation
