"""The one direct question that follows a message of level `ask`, and how its answer is taken.

Yes and unsure raise; only a plain no lets the talk go on; anything else is asked once more and then raised. Silence is
raised by the worker's watch.
"""

from __future__ import annotations

from bot import clock
from bot.conversation.house import House
from bot.intake.frame import Frame
from bot.safety.answers import read_answer
from bot.safety.assessment import Assessment
from bot.store import Books
from bot.store.events import SYSTEM
from bot.store.values import Conversation, Message
from bot.vocabulary import Answer, DangerLevel, EventName, Hazard, Question, Slot

# The question is put twice at the most: a third time is a loop, and by then only a person can tell.
MOST_ASKS = 2
GENERAL = "general"


def is_due(conversation: Conversation, assessment: Assessment) -> bool:
    """Return whether a message calls for the question: its danger was not denied in this conversation already."""
    if assessment.level is not DangerLevel.ASK:
        return False
    return bool(_asked_about(assessment) - set(conversation.cleared_hazards))


def response_for(books: Books, conversation: Conversation, assessment: Assessment) -> str:
    """Return the response that puts the question, in the wording of its hazard and of who is speaking."""
    if conversation.safety_asks:
        return "utter_safety_check_again"
    if assessment.hazards[:1] != (Hazard.SUICIDE,):
        return "utter_safety_check"
    role = None
    if conversation.record_id is not None:
        role = Frame.from_document(books.records.get(conversation.record_id).frame).answered(Slot.REPORTER_ROLE)
    return "utter_safety_check_suicide" if role in (None, "self") else "utter_safety_check_suicide_third"


def put(books: Books, conversation: Conversation, message_id: int) -> Conversation:
    """Remember that the question is put now."""
    changed = books.conversations.change(
        conversation.id, safety_asked_at=clock.now(), safety_asks=conversation.safety_asks + 1
    )
    books.events.append(
        EventName.SAFETY_QUESTION_ASKED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message_id,
        ask=changed.safety_asks,
    )
    return changed


def hear(books: Books, house: House, conversation: Conversation, message: Message, assessment: Assessment) -> Answer:
    """Take a message as the answer to the open question; a plain no closes it.

    A no beside which new danger is named ("no but he says he will get one") is no plain no.
    """
    answer = _read(message, conversation, assessment)
    if answer is Answer.NO:
        cleared = sorted(set(conversation.cleared_hazards) | _open_hazards(books, conversation))
        books.conversations.change(conversation.id, safety_asked_at=None, safety_asks=0, cleared_hazards=cleared)
    books.events.append(
        EventName.SAFETY_QUESTION_ANSWERED,
        actor=SYSTEM,
        conversation_id=conversation.id,
        record_id=conversation.record_id,
        message_id=message.id,
        answer=answer.value,
    )
    return answer


def hazards_asked(books: Books, conversation: Conversation) -> tuple[Hazard, ...]:
    """Return the hazards that the open question is about; a yes or a doubt means these."""
    asked = _open_hazards(books, conversation) - set(conversation.cleared_hazards)
    return tuple(hazard for hazard in Hazard if hazard.value in asked)


def _read(message: Message, conversation: Conversation, assessment: Assessment) -> Answer:
    """Read the answer in the light of what else the message says."""
    answer = read_answer(message.body, Question.SAFETY_CHECK, None)
    if assessment.level is DangerLevel.EMERGENCY:
        return answer if answer is Answer.UNSURE else Answer.YES
    if answer is Answer.NO and is_due(conversation, assessment):
        return Answer.UNCLEAR
    return answer


def _asked_about(assessment: Assessment) -> set[str]:
    return {hazard.value for hazard in assessment.hazards} or {GENERAL}


def _open_hazards(books: Books, conversation: Conversation) -> set[str]:
    """Return the hazards that the question was about: those of the last messages of level `ask`."""
    hazards: set[str] = {GENERAL}
    for message in books.messages.last_inbound(conversation.id, 6):
        assessment = books.messages.assessment_of(message.id)
        if assessment is not None and assessment.level is DangerLevel.ASK:
            hazards |= _asked_about(assessment)
    return hazards
