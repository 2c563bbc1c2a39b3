"""Takes an escalation for somebody on call who answered a text or pressed a key. The first wins; later ones are told
who has it. A repeat of the same answer changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import clock
from bot.conversation.house import House
from bot.conversation.inbound import Inbound
from bot.escalation.service import Taker, acknowledge
from bot.store import Books
from bot.store.contacts import kind_for
from bot.store.values import Escalation, EscalationAttempt
from bot.vocabulary import AckWay, AttemptState, EscalationState, EventName, Means
from channels.ladder.words import link_to, said

#: A text is an answer to a notice of the last day; later it is a resident's.
ANSWERED_WITHIN = timedelta(hours=24)
#: What calls are answered with is a yes in a text too, unless a notice has that very number.
_YES = "1"
_TAKES = (
    r"(?:yes|yeah|yep|y|ok|okay|taken|mine|on it|got it|i got it|i have it|i've got it|taking it|"
    r"(?:i |i'll |i will )?take(?: it)?|s[ií]|(?:yo )?(?:(?:lo|la) )?tomo|(?:lo|la) tengo)"
)
_BETWEEN = r"[\s,.:;!#-]+"
#: "4711", "yes 4711", "4711, got it", "Reply 4711", "yes", in either language, and nothing else.
_ANSWER = re.compile(
    rf"(?:(?:(?:{_TAKES}|reply){_BETWEEN})?(?P<number>[0-9]{{1,9}})(?:{_BETWEEN}{_TAKES})?|{_TAKES})", re.IGNORECASE
)
_AROUND = " \t\r\n,.:;!#\"'“”«»"
_Pair = tuple[EscalationAttempt, Escalation]


@dataclass(frozen=True)
class Told:
    """What an answer by text is answered with; `text` is empty where the text was no answer of somebody on call."""

    text: str


def taken_by_text(house: House, inbound: Inbound, public_url: str) -> Told:
    """Take what a person on call answers for by text. Raises StoreUnavailableError."""
    match = _ANSWER.fullmatch(unicodedata.normalize("NFC", inbound.text).replace("’", "'").strip(_AROUND))
    if match is None:
        return Told("")
    number = int(match["number"]) if match["number"] else None
    since = clock.now() - ANSWERED_WITHIN
    with house.store.writing() as books:
        told = books.escalations.told(inbound.sender, since)
        before = next((pair for pair in told if _took(books, pair[1], inbound.sid)), None)
        if before is not None:
            return Told(_taken(books, before, inbound, public_url))
        named = _named(books, told, inbound.sender, number, since)
        if named is not None:
            return Told(_taken(books, named, inbound, public_url))
        if _was_asked_of_danger(books, inbound):
            return Told("")
        still_open = _one_each(told)
        if match["number"] not in (None, _YES):
            # A number that is not theirs is a slip: whoever meant another one must not get this one.
            return Told(_which(still_open) if still_open else "")
        read = [pair for pair in told if pair[0].state is not AttemptState.REFUSED]
        still_open = _one_each(read)
        if len(still_open) > 1:
            return Told(_which(still_open))
        about = next(iter(still_open or read), None)
        return Told(_taken(books, about, inbound, public_url) if about else "")


def taken_by_key(house: House, attempt_id: int) -> str:
    """Take what a call was about, and return what is to be said. Raises KeyError where there is no such call."""
    with house.store.writing() as books:
        attempt = books.escalations.attempt(attempt_id)
        if attempt.means is not Means.CALL:
            raise KeyError(attempt_id)
        escalation = books.escalations.get(attempt.escalation_id)
        if escalation.state is EscalationState.CLOSED:
            return said("call_closed")
        taken = acknowledge(books, escalation.id, Taker(attempt.target, AckWay.CALL), attempt_id=attempt.id)
        if taken.first or _has_it(books, escalation, attempt.address):
            return said("call_taken")
        return said("call_taken_by_other", name=taken.escalation.acknowledged_name)


def call_ended(house: House, attempt_id: int, code: str) -> None:
    """Note that a call or text ended without reaching anybody, and let the next deed of the rung be made at once.

    Args:
        code: the phone company's word for it, such as busy, no-answer, failed, or an error's number.

    Raises:
        KeyError: there is no such attempt.
    """
    with house.store.writing() as books:
        attempt = books.escalations.attempt(attempt_id)
        if attempt.ended_at is not None and attempt.state is not AttemptState.TAKEN:
            return
        now = clock.now()
        books.escalations.end_attempt(attempt_id, AttemptState.UNREACHED, now, code=code)
        escalation = books.escalations.get(attempt.escalation_id)
        books.events.append(
            EventName.ESCALATION_ATTEMPT_ENDED,
            actor="system",
            conversation_id=escalation.conversation_id,
            record_id=escalation.record_id,
            escalation_id=escalation.id,
            rung=attempt.rung.value,
            means=attempt.means.value,
            state=AttemptState.UNREACHED.value,
            code=code,
        )
        latest = books.escalations.attempts_of(escalation.id)[-1]
        # While it is being made, its climb is under way and goes on by itself; hurried, it would be made twice.
        hurries = latest.id == attempt_id and attempt.state is AttemptState.TAKEN
        if escalation.state is EscalationState.OPEN and hurries and escalation.due_at > now:
            # The next person of this rung need not wait until this one would have answered. Where there is none, the
            # climb puts it back to the rung's end.
            books.escalations.change(escalation.id, due_at=now, looked_at=now)


def _taken(books: Books, pair: _Pair, inbound: Inbound, public_url: str) -> str:
    """Take the escalation of a notice for whoever answered, and return what they are told."""
    attempt, escalation = pair
    reference = books.records.get(escalation.record_id).reference if escalation.record_id else ""
    if escalation.state is EscalationState.CLOSED:
        return said("text_closed", reference=reference)
    taker = Taker(attempt.target, AckWay.TEXT)
    taken = acknowledge(books, escalation.id, taker, attempt_id=attempt.id, sid=inbound.sid)
    if taken.first or _has_it(books, escalation, inbound.sender):
        return said("text_taken", reference=reference, link=link_to(escalation.conversation_id, public_url))
    return said("text_taken_by_other", name=taken.escalation.acknowledged_name, reference=reference)


def _took(books: Books, escalation: Escalation, sid: str) -> bool:
    """Whether this very text took an escalation: the phone company repeats a text whose answer it did not get."""
    events = books.events.of_escalation(escalation.id)
    return any(event.name is EventName.ESCALATION_ACKNOWLEDGED and event.facts.get("sid") == sid for event in events)


def _has_it(books: Books, escalation: Escalation, address: str) -> bool:
    """Whether an escalation was taken from that address: two people on call may bear one name."""
    events = books.events.of_escalation(escalation.id)
    taken = [event.facts for event in events if event.name is EventName.ESCALATION_ACKNOWLEDGED]
    if not taken or "attempt_id" not in taken[-1]:
        return False
    return books.escalations.attempt(int(taken[-1]["attempt_id"])).address == address


def _named(books: Books, told: Sequence[_Pair], address: str, number: int | None, since: datetime) -> _Pair | None:
    """Return the notice that a number names, if it was for that address; it may be of what was closed since."""
    if number is None:
        return None
    known = next((pair for pair in told if pair[0].id == number), None)
    if known is not None:
        return known
    try:
        attempt = books.escalations.attempt(number)
    except KeyError:
        return None
    theirs = attempt.address == address and attempt.means is Means.TEXT and attempt.at >= since
    return (attempt, books.escalations.get(attempt.escalation_id)) if theirs else None


def _one_each(told: Sequence[_Pair]) -> list[_Pair]:
    """Return the newest attempt of each escalation that nobody has taken."""
    found: dict[str, _Pair] = {}
    for attempt, escalation in told:
        if escalation.state is EscalationState.OPEN:
            found.setdefault(escalation.id, (attempt, escalation))
    return list(found.values())


def _which(still_open: Sequence[_Pair]) -> str:
    return said("text_which", replies=", ".join(str(number) for number in sorted(pair[0].id for pair in still_open)))


def _was_asked_of_danger(books: Books, inbound: Inbound) -> bool:
    """Whether the sender, as a resident, was just asked the safety question: a bare yes is the answer to that."""
    contact = books.contacts.find(kind_for(inbound.channel), inbound.sender)
    conversation = books.conversations.current(contact.id) if contact else None
    return conversation is not None and conversation.safety_asked_at is not None
