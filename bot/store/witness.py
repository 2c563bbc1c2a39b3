"""Sets the records beside the chain of events: whoever cuts links off the chain's end, or a row out of the tables,
leaves one of the two without the other.
"""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.store.models import EscalationAttemptRow, EscalationRow, EventRow, MessageRow
from bot.vocabulary import Direction, EscalationState, EventName


class Witness:
    """What should stand in both, within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def first_missing(self) -> str | None:
        """Return the first thing that only one of the two tells of, in words; None where they agree."""
        return self._message() or self._escalation() or self._acknowledgement() or self._attempt() or self._row()

    def _message(self) -> str | None:
        told = exists().where(EventRow.message_id == MessageRow.id, EventRow.name == EventName.MESSAGE_RECEIVED)
        query = select(MessageRow.id).where(MessageRow.direction == Direction.INBOUND, ~told).order_by(MessageRow.id)
        found = self._session.scalar(query.limit(1))
        return None if found is None else f"the chain does not tell of message {found}"

    def _escalation(self) -> str | None:
        told = exists().where(EventRow.escalation_id == EscalationRow.id, EventRow.name == EventName.ESCALATION_OPENED)
        found = self._session.scalar(select(EscalationRow.id).where(~told).order_by(EscalationRow.opened_at).limit(1))
        return None if found is None else f"the chain does not tell of escalation {found}"

    def _acknowledgement(self) -> str | None:
        told = exists().where(
            EventRow.escalation_id == EscalationRow.id, EventRow.name == EventName.ESCALATION_ACKNOWLEDGED
        )
        query = select(EscalationRow.id).where(EscalationRow.state != EscalationState.OPEN, ~told)
        found = self._session.scalar(query.order_by(EscalationRow.opened_at).limit(1))
        return None if found is None else f"the chain does not tell who took escalation {found}"

    def _attempt(self) -> str | None:
        alarms = select(func.count()).where(
            EventRow.escalation_id == EscalationRow.id, EventRow.name == EventName.ESCALATION_ALARMED
        )
        attempts = select(func.count()).where(EscalationAttemptRow.escalation_id == EscalationRow.id)
        query = select(EscalationRow.id).where(alarms.scalar_subquery() != attempts.scalar_subquery())
        found = self._session.scalar(query.order_by(EscalationRow.opened_at).limit(1))
        return None if found is None else f"the chain tells of more or fewer attempts of escalation {found}"

    def _row(self) -> str | None:
        kept = exists().where(EscalationRow.id == EventRow.escalation_id)
        query = select(EventRow.id).where(EventRow.name == EventName.ESCALATION_OPENED, ~kept).order_by(EventRow.id)
        found = self._session.scalar(query.limit(1))
        return None if found is None else f"link {found} tells of an escalation that is not in the records"
