"""The transcript and the outbox, which are one table: what was said to the resident is what was, or will be, sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from bot.safety.assessment import Assessment
from bot.store.models import AssessmentRow, ConversationRow, MessageRow
from bot.store.values import Message, value_of
from bot.vocabulary import Channel, Delivery, Direction, Purpose, Question


class Messages:
    """Messages within one transaction."""

    def __init__(self, session: Session) -> None:
        """Work within `session`."""
        self._session = session

    def get(self, message_id: int) -> Message:
        """Return a message by id. Raises KeyError."""
        row = self._session.get(MessageRow, message_id)
        if row is None:
            raise KeyError(message_id)
        return value_of(row, Message)

    def by_sid(self, sid: str) -> Message | None:
        """Return the message that the phone company knows as `sid`."""
        row = self._session.scalar(select(MessageRow).where(MessageRow.sid == sid))
        return value_of(row, Message) if row else None

    def receive(
        self,
        conversation_id: str,
        channel: Channel,
        sid: str,
        body: str,
        at: datetime,
        *,
        media: int,
        meta: dict[str, Any],
        asked: Question | None,
    ) -> Message:
        """Remember one inbound message. The caller has made sure that `sid` is new."""
        row = MessageRow(
            conversation_id=conversation_id,
            direction=Direction.INBOUND,
            channel=channel,
            sid=sid,
            body=body,
            at=at,
            media=media,
            meta=meta,
            asked=asked,
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, Message)

    def write_reply(
        self,
        conversation_id: str,
        channel: Channel,
        body: str,
        at: datetime,
        *,
        purpose: Purpose,
        delivery: Delivery,
        in_reply_to: int | None,
        due_at: datetime | None = None,
        written_by: str | None = None,
        meta: dict[str, Any] | None = None,
    ) -> Message:
        """Write one outbound message into the outbox."""
        row = MessageRow(
            conversation_id=conversation_id,
            direction=Direction.OUTBOUND,
            channel=channel,
            body=body,
            at=at,
            purpose=purpose,
            delivery=delivery,
            in_reply_to=in_reply_to,
            due_at=due_at,
            written_by=written_by,
            meta=meta or {},
        )
        self._session.add(row)
        self._session.flush()
        return value_of(row, Message)

    def change(self, message_id: int, **columns: Any) -> Message:
        """Set columns by name (delivery, due_at, attempts, error_code, sid, ...) and return the result."""
        row = self._session.get_one(MessageRow, message_id)
        for name, value in columns.items():
            setattr(row, name, value)
        self._session.flush()
        return value_of(row, Message)

    def mark_answered(self, message_ids: Sequence[int], at: datetime) -> None:
        """Mark inbound messages as answered."""
        self._session.execute(update(MessageRow).where(MessageRow.id.in_(message_ids)).values(answered_at=at))

    def unanswered(self, conversation_id: str) -> Sequence[Message]:
        """Return the conversation's inbound messages that have no answer yet, in order."""
        query = (
            select(MessageRow)
            .where(
                MessageRow.conversation_id == conversation_id,
                MessageRow.direction == Direction.INBOUND,
                MessageRow.answered_at.is_(None),
            )
            .order_by(MessageRow.id)
        )
        return [value_of(row, Message) for row in self._session.scalars(query)]

    def conversations_unanswered(self, before: datetime, at: datetime) -> Sequence[str]:
        """Return ids of conversations with a message received before a moment, unanswered and in nobody's hands."""
        query = (
            select(MessageRow.conversation_id)
            .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
            .where(
                MessageRow.direction == Direction.INBOUND,
                MessageRow.answered_at.is_(None),
                MessageRow.at < before,
                or_(ConversationRow.lease_until.is_(None), ConversationRow.lease_until < at),
            )
            .distinct()
        )
        return list(self._session.scalars(query))

    def replies_to(self, message_id: int) -> Sequence[Message]:
        """Return what was said in answer to one inbound message."""
        query = select(MessageRow).where(MessageRow.in_reply_to == message_id).order_by(MessageRow.id)
        return [value_of(row, Message) for row in self._session.scalars(query)]

    def due(self, at: datetime, limit: int = 50) -> Sequence[Message]:
        """Return outbound messages that are due for sending, safety texts first.

        A message left in `sending` past its due time was cut short by a crash; it is sent again, since a person may be
        told twice but never not at all.
        """
        waiting = and_(
            MessageRow.delivery.in_((Delivery.QUEUED, Delivery.SENDING, Delivery.OFFERED)), MessageRow.due_at <= at
        )
        query = (
            select(MessageRow).where(waiting).order_by(MessageRow.purpose != Purpose.SAFETY, MessageRow.id).limit(limit)
        )
        return [value_of(row, Message) for row in self._session.scalars(query)]

    def handed_over_but_repeated(self, before: datetime, limit: int = 50) -> Sequence[Message]:
        """Return answers that the phone company asked for again and never confirmed: it did not get them."""
        inbound = select(MessageRow.id).where(
            MessageRow.direction == Direction.INBOUND,
            MessageRow.repeated_at.is_not(None),
            MessageRow.repeated_at < before,
        )
        query = (
            select(MessageRow)
            .where(
                MessageRow.delivery == Delivery.HANDED_OVER,
                MessageRow.sid.is_(None),
                MessageRow.in_reply_to.in_(inbound),
            )
            .limit(limit)
        )
        return [value_of(row, Message) for row in self._session.scalars(query)]

    def transcript(self, conversation_id: str) -> Sequence[tuple[Message, Assessment | None]]:
        """Return the whole transcript, oldest first, with what the screen said of each inbound message."""
        query = (
            select(MessageRow, AssessmentRow)
            .outerjoin(AssessmentRow, AssessmentRow.message_id == MessageRow.id)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(MessageRow.id)
        )
        return [
            (value_of(message, Message), Assessment.from_document(row.document) if row else None)
            for message, row in self._session.execute(query)
        ]

    def last_inbound(self, conversation_id: str, count: int) -> Sequence[Message]:
        """Return the newest `count` inbound messages of a conversation, oldest first."""
        query = (
            select(MessageRow)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.direction == Direction.INBOUND)
            .order_by(MessageRow.id.desc())
            .limit(count)
        )
        return [value_of(row, Message) for row in reversed(list(self._session.scalars(query)))]

    def waiting_for_a_person(self, conversation_ids: Sequence[str]) -> set[str]:
        """Return those conversations whose resident wrote after a person last wrote to them."""
        heard = func.max(case((MessageRow.direction == Direction.INBOUND, MessageRow.id)))
        answered = func.max(case((MessageRow.written_by.is_not(None), MessageRow.id)))
        query = (
            select(MessageRow.conversation_id)
            .where(MessageRow.conversation_id.in_(conversation_ids))
            .group_by(MessageRow.conversation_id)
            .having(heard > func.coalesce(answered, 0))
        )
        return set(self._session.scalars(query))

    def assess(self, message_id: int, assessment: Assessment, at: datetime) -> None:
        """Keep what the screen said of a message; saying it again replaces nothing."""
        if self._session.get(AssessmentRow, message_id) is None:
            self._session.add(
                AssessmentRow(message_id=message_id, level=assessment.level, document=assessment.to_document(), at=at)
            )

    def assessment_of(self, message_id: int) -> Assessment | None:
        """Return what the screen said of a message, None where it was not screened yet."""
        row = self._session.get(AssessmentRow, message_id)
        return Assessment.from_document(row.document) if row else None

    def unscreened(self, conversation_id: str | None = None) -> Sequence[Message]:
        """Return inbound messages that were remembered but not screened (the process died in between)."""
        query = (
            select(MessageRow)
            .outerjoin(AssessmentRow, AssessmentRow.message_id == MessageRow.id)
            .where(MessageRow.direction == Direction.INBOUND, AssessmentRow.message_id.is_(None))
            .order_by(MessageRow.id)
        )
        if conversation_id is not None:
            query = query.where(MessageRow.conversation_id == conversation_id)
        return [value_of(row, Message) for row in self._session.scalars(query)]
