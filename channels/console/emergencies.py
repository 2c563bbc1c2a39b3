"""The emergencies of one conversation as its page shows them: who was tried, by what, what became of it, who has it.

It leaves no attempt out: one that reached nobody is told as plainly as one that did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot import clock
from bot.callbacks.taking_over import found
from bot.escalation.climbing import ATTEMPT_SECONDS
from bot.vocabulary import AttemptState, EscalationState, EventName, Means, Rung
from channels.console import shown

if TYPE_CHECKING:
    from bot.store import Books
    from bot.store.values import Escalation, EscalationAttempt, Event

NEWEST_ATTEMPTS = 5
"""How many attempts stand open on the page; those before them are a click away."""

_TAKEN_BY: Mapping[Means, str] = {
    Means.DESK: "Shown at the desk",
    Means.TEXT: "Taken by the phone company",
    Means.CALL: "Taken by the phone company",
    Means.POST: "Taken by the dispatch centre",
}
"""What was taken is not yet in a person's hands: the words say who took what."""


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in words.

    Attributes:
        by: the means and whom, as in "A text to Ray Ortiz"; "" for the desk.
        became: what became of it.
        failed: whether it reached nobody.
    """

    at: datetime
    rung: str
    by: str
    became: str
    failed: bool


@dataclass(frozen=True)
class Emergency:
    """One escalation and its attempts, the newest first; `closed_by` is the name of who closed it."""

    escalation: Escalation
    lines: Sequence[AttemptLine]
    made: int
    closed_by: str

    @property
    def newest(self) -> Sequence[AttemptLine]:
        """The attempts that stand open on the page."""
        return self.lines[:NEWEST_ATTEMPTS]

    @property
    def earlier(self) -> Sequence[AttemptLine]:
        """The attempts before them."""
        return self.lines[NEWEST_ATTEMPTS:]

    @property
    def is_due(self) -> bool:
        """Whether the next attempt is due by now."""
        return self.escalation.due_at <= clock.now()


def emergencies(
    books: Books, conversation_id: str, events: Sequence[Event], names: Mapping[str, str]
) -> tuple[Emergency | None, Sequence[Emergency]]:
    """Return the emergency that no person has closed, and those that are closed, the newest first.

    Args:
        events: everything that happened in the conversation.
        names: of staff by id.
    """
    all_of_them = [
        _emergency(books, escalation, [event for event in events if event.escalation_id == escalation.id], names)
        for escalation in books.escalations.of_conversation(conversation_id)
    ]
    unclosed = [one for one in all_of_them if one.escalation.state is not EscalationState.CLOSED]
    closed = [one for one in reversed(all_of_them) if one.escalation.state is EscalationState.CLOSED]
    return (unclosed[0] if unclosed else None), closed


def read_emergency(books: Books, conversation_id: str) -> Emergency | None:
    """Return the emergency that no person has closed. Raises UnknownConversationError."""
    found(books, conversation_id)
    standing = books.escalations.unclosed_of(conversation_id)
    return None if standing is None else _emergency(books, standing, books.events.of_escalation(standing.id), {})


def _emergency(books: Books, escalation: Escalation, events: Sequence[Event], names: Mapping[str, str]) -> Emergency:
    attempts = books.escalations.attempts_of(escalation.id)
    answered = {event.facts.get("attempt_id") for event in events if event.name is EventName.ESCALATION_ACKNOWLEDGED}
    lines = [*(_line(attempt, attempt.id in answered) for attempt in attempts), *_nobody_named(events)]
    # Of two at one moment the later written one is the newer.
    newest_first = sorted(lines, key=lambda line: line.at)[::-1]
    return Emergency(escalation, newest_first, len(attempts), names.get(escalation.closed_by or "", ""))


def _line(attempt: EscalationAttempt, answered: bool) -> AttemptLine:
    lost = attempt.state is AttemptState.WRITTEN and _seconds_since(attempt.at) > ATTEMPT_SECONDS
    failed = lost or attempt.state in (AttemptState.UNREACHED, AttemptState.DELAYED, AttemptState.REFUSED)
    became = "Answered: they took it" if answered else _became(attempt, lost)
    return AttemptLine(attempt.at, attempt.rung.label, _by(attempt), became, failed and not answered)


def _became(attempt: EscalationAttempt, lost: bool) -> str:
    if lost:
        return "Not heard of again"
    if attempt.state is AttemptState.TAKEN:
        return _TAKEN_BY[attempt.means]
    return f"{attempt.state.label}: {shown.code(attempt.code)}" if attempt.code else attempt.state.label


def _by(attempt: EscalationAttempt) -> str:
    if attempt.means is Means.DESK:
        return ""
    of_whom = attempt.target if attempt.means in (Means.TEXT, Means.CALL) else ""
    return f"{attempt.means.label} to {of_whom}" if of_whom else attempt.means.label


def _nobody_named(events: Sequence[Event]) -> Sequence[AttemptLine]:
    """Return the rungs that no attempt could be made on, since the profile names nobody for them."""
    return [
        AttemptLine(
            event.at,
            shown.label_of(str(event.facts.get("rung", "")), Rung),
            "",
            f"Nobody was tried: {shown.code(str(event.facts.get('code', '')))}",
            True,
        )
        for event in events
        if event.name is EventName.ESCALATION_ATTEMPT_ENDED and "means" not in event.facts
    ]


def _seconds_since(at: datetime) -> float:
    return (clock.now() - at).total_seconds()
