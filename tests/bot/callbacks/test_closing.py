from __future__ import annotations

import pytest

from bot import clock
from bot.callbacks import closing, service
from bot.callbacks.refusals import (
    AlreadyClosedError,
    ClaimedByOtherError,
    EscalationStandsError,
    ReasonNeededError,
    WroteAgainError,
)
from bot.callbacks.testing import Town
from bot.escalation import service as escalation
from bot.escalation.service import Ending, Taker
from bot.vocabulary import ConversationState, Disposition, EscalationOutcome, EventName, Outcome, Reason


def test_closing_sets_disposition_and_outcome_and_closes_the_conversation(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        closed = closing.close(books, record.id, town.staff["casey"], Disposition.SETTLED_BY_PHONE)
        conversation = books.conversations.get(record.conversation_id)
        names = [event.name for event in books.events.of_conversation(record.conversation_id)]
    assert closed.outcome is Outcome.CALLBACK
    assert closed.closed_by == town.staff["casey"].id
    assert conversation.state is ConversationState.CLOSED
    assert conversation.closed_at is not None
    assert EventName.RECORD_CLOSED in names


@pytest.mark.parametrize("disposition", list(Disposition))
def test_every_disposition_says_how_the_contact_ended_for_the_resident(disposition: Disposition) -> None:
    assert disposition in closing.OUTCOMES


def test_not_served_needs_a_reason(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        with pytest.raises(ReasonNeededError):
            closing.close(books, record.id, town.staff["casey"], Disposition.NOT_SERVED)
        closed = closing.close(books, record.id, town.staff["casey"], Disposition.NOT_SERVED, Reason.NO_UNIT)
    assert closed.reason is Reason.NO_UNIT


@pytest.mark.parametrize(
    ("disposition", "reason"),
    [(Disposition.NO_CONTACT, Reason.LOST_CONTACT), (Disposition.CANCELLED, Reason.DECLINED)],
)
def test_a_disposition_that_says_why_needs_no_reason_beside_it(
    town: Town, disposition: Disposition, reason: Reason
) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        assert closing.close(books, record.id, town.staff["casey"], disposition).reason is reason


def test_a_reason_beside_a_served_contact_is_refused(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books, pytest.raises(ReasonNeededError):
        closing.close(books, record.id, town.staff["casey"], Disposition.TRANSPORTED, Reason.NO_UNIT)


@pytest.mark.parametrize("acknowledged", [False, True])
def test_nothing_closes_while_its_escalation_is_open(town: Town, acknowledged: bool) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    opened = town.emergency(conversation)
    with town.store.writing() as books:
        if acknowledged:
            escalation.acknowledge(books, opened.id, Taker.at_the_desk(town.staff["casey"]))
        with pytest.raises(EscalationStandsError):
            closing.close(books, record.id, town.staff["casey"], Disposition.FALSE_ALARM)
        assert books.records.get(record.id).closed_at is None


def test_what_911_was_told_of_stays_911_whatever_the_disposition(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    opened = town.emergency(conversation)
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(town.staff["casey"]))
        escalation.close(
            books, opened.id, town.staff["casey"], Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911")
        )
        closed = closing.close(books, record.id, town.staff["casey"], Disposition.SETTLED_BY_PHONE)
    assert closed.outcome is Outcome.NINE_ONE_ONE


def test_a_false_alarm_does_not_count_as_sent_to_911(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    opened = town.emergency(conversation)
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(town.staff["casey"]))
        escalation.close(books, opened.id, town.staff["casey"], Ending(EscalationOutcome.FALSE_ALARM, "a stage prop"))
        closed = closing.close(books, record.id, town.staff["casey"], Disposition.SETTLED_BY_PHONE)
    assert closed.outcome is Outcome.CALLBACK


def test_somebody_who_opted_out_and_could_not_be_reached_ends_as_opted_out(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    with town.store.writing() as books:
        books.contacts.set_opted_out(conversation.contact_id, clock.now())
        closed = closing.close(books, record.id, town.staff["casey"], Disposition.NO_CONTACT)
    assert closed.outcome is Outcome.OPTED_OUT


def test_it_is_not_closed_over_a_message_that_the_person_has_not_seen(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    seen = town.says(conversation, "he went home, all good")
    newer = town.says(conversation, "no wait he is back and shouting")
    with town.store.writing() as books:
        with pytest.raises(WroteAgainError):
            closing.close(books, record.id, town.staff["casey"], Disposition.CANCELLED, seen_message_id=seen.id)
        closing.close(books, record.id, town.staff["casey"], Disposition.CANCELLED, seen_message_id=newer.id)


def test_a_record_is_closed_once(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        closing.close(books, record.id, town.staff["casey"], Disposition.INFORMATION)
        with pytest.raises(AlreadyClosedError):
            closing.close(books, record.id, town.staff["casey"], Disposition.REFERRED)


def test_only_whoever_has_it_or_a_supervisor_closes_it(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        with pytest.raises(ClaimedByOtherError):
            closing.close(books, record.id, town.staff["robin"], Disposition.INFORMATION)
        assert closing.close(books, record.id, town.staff["sam"], Disposition.INFORMATION).closed_by


def test_the_conversation_stays_open_while_a_second_record_of_it_is(town: Town) -> None:
    conversation = town.conversation()
    first = town.record(conversation)
    town.record(conversation)
    with town.store.writing() as books:
        closing.close(books, first.id, town.staff["casey"], Disposition.INFORMATION)
        assert books.conversations.get(conversation.id).closed_at is None
