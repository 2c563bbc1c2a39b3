from __future__ import annotations

import pytest

from bot import clock
from bot.callbacks import service, taking_over
from bot.callbacks.refusals import (
    AlreadyClosedError,
    ClaimedByOtherError,
    DangerStandsError,
    DeskRefusalError,
    EmptyTextError,
    EscalationStandsError,
    OptedOutError,
    ReasonNeededError,
)
from bot.callbacks.testing import Town
from bot.escalation import service as escalation
from bot.escalation.service import Ending, Taker
from bot.store.values import Conversation
from bot.vocabulary import (
    Channel,
    ConversationState,
    DangerLevel,
    Delivery,
    Direction,
    EscalationOutcome,
    EventName,
    Purpose,
    Urgency,
)


def close_emergency(town: Town, conversation: Conversation) -> None:
    with town.store.writing() as books:
        standing = books.escalations.unclosed_of(conversation.id)
        assert standing is not None
        escalation.acknowledge(books, standing.id, Taker.at_the_desk(town.staff["casey"]))
        escalation.close(books, standing.id, town.staff["casey"], Ending(EscalationOutcome.REACHED_RESIDENT))


def test_taking_over_silences_the_assistant_and_claims_the_record(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation, queued=False)
    with town.store.writing() as books:
        taken = taking_over.take_over(books, conversation.id, town.staff["casey"])
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id
    assert taken.state is ConversationState.PERSON


def test_a_conversation_that_another_has_is_not_taken_over(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        with pytest.raises(ClaimedByOtherError, match="Casey Okafor"):
            taking_over.take_over(books, conversation.id, town.staff["robin"])


def test_in_an_emergency_any_call_taker_writes_whoever_claimed_the_record(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["robin"])
    town.emergency(conversation)
    with town.store.writing() as books:
        taking_over.reply(books, conversation.id, town.staff["casey"], "Get out of the house if you can.")
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id


def test_a_supervisor_takes_a_conversation_from_a_call_taker_and_has_it_then(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        taking_over.take_over(books, conversation.id, town.staff["sam"])
        assert books.records.get(record.id).claimed_by == town.staff["sam"].id


def test_taking_over_leaves_an_open_escalation_open(town: Town) -> None:
    conversation = town.conversation()
    town.record(conversation)
    opened = town.emergency(conversation)
    with town.store.writing() as books:
        taking_over.take_over(books, conversation.id, town.staff["casey"])
        assert books.escalations.unclosed_of(conversation.id) == opened


def test_a_reply_of_a_person_is_queued_to_be_sent_now_with_its_writer(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        message = taking_over.reply(books, conversation.id, town.staff["casey"], " I am Casey. Are you safe? ")
        due = books.messages.due(clock.now())
        last = books.events.after(books.events.last_id() - 1)[-1]
    assert message.body == "I am Casey. Are you safe?"
    assert message.direction is Direction.OUTBOUND
    assert (message.purpose, message.delivery) == (Purpose.STAFF, Delivery.QUEUED)
    assert message.written_by == town.staff["casey"].id
    assert [each.id for each in due] == [message.id]
    assert last.name is EventName.REPLY_WRITTEN
    assert last.actor == f"staff:{town.staff['casey'].id}"


def test_a_reply_takes_the_conversation_over(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        taking_over.reply(books, conversation.id, town.staff["casey"], "I am reading this myself now.")
        assert books.conversations.get(conversation.id).state is ConversationState.PERSON


def test_a_reply_to_a_caller_goes_as_a_text(town: Town) -> None:
    conversation = town.conversation(channel=Channel.VOICE)
    with town.store.writing() as books:
        message = taking_over.reply(books, conversation.id, town.staff["casey"], "We were cut off.")
    assert message.channel is Channel.SMS


def test_nobody_who_opted_out_is_written_to(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.contacts.set_opted_out(conversation.contact_id, clock.now())
        with pytest.raises(OptedOutError):
            taking_over.reply(books, conversation.id, town.staff["casey"], "Are you there?")
        assert books.messages.due(clock.now()) == []


@pytest.mark.parametrize("body", ["  ", "x" * 1601])
def test_an_empty_reply_or_one_that_twilio_would_refuse_is_not_queued(town: Town, body: str) -> None:
    conversation = town.conversation()
    with town.store.writing() as books, pytest.raises(EmptyTextError):
        taking_over.reply(books, conversation.id, town.staff["casey"], body)


def test_a_closed_conversation_takes_no_reply(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.conversations.change(conversation.id, closed_at=clock.now())
        with pytest.raises(AlreadyClosedError):
            taking_over.reply(books, conversation.id, town.staff["casey"], "Hello?")


@pytest.mark.parametrize(
    ("queued", "state"), [(False, ConversationState.ASSISTANT), (True, ConversationState.WAITING_CALLBACK)]
)
def test_handed_back_the_assistant_goes_on_where_the_intake_stood(
    town: Town, queued: bool, state: ConversationState
) -> None:
    conversation = town.conversation()
    town.record(conversation, queued=queued)
    with town.store.writing() as books:
        taking_over.take_over(books, conversation.id, town.staff["casey"])
        assert taking_over.hand_back(books, conversation.id, town.staff["casey"]).state is state


def test_it_is_not_handed_back_while_its_escalation_stands(town: Town) -> None:
    conversation = town.conversation()
    town.record(conversation)
    town.emergency(conversation)
    with town.store.writing() as books:
        taking_over.take_over(books, conversation.id, town.staff["casey"])
        with pytest.raises(EscalationStandsError):
            taking_over.hand_back(books, conversation.id, town.staff["casey"])


def test_it_is_not_handed_back_before_a_person_lowered_the_danger(town: Town) -> None:
    conversation = town.conversation()
    town.record(conversation)
    town.emergency(conversation)
    close_emergency(town, conversation)
    with town.store.writing() as books:
        with pytest.raises(DangerStandsError):
            taking_over.hand_back(books, conversation.id, town.staff["casey"])
        taking_over.lower_danger(
            books, conversation.id, town.staff["casey"], DangerLevel.NONE, Urgency.PRIORITY, "He dropped it and left."
        )
        handed = taking_over.hand_back(books, conversation.id, town.staff["casey"])
    assert handed.danger is DangerLevel.NONE


def test_lowering_a_danger_sets_the_urgency_and_keeps_the_reason_as_a_note(town: Town) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    town.emergency(conversation)
    close_emergency(town, conversation)
    with town.store.writing() as books:
        taking_over.lower_danger(
            books, conversation.id, town.staff["casey"], DangerLevel.ASK, Urgency.URGENT, "She put the pills away."
        )
        [(note, _)] = books.records.notes(record.id)
        event = books.events.after(books.events.last_id() - 1)[-1]
        assert books.records.get(record.id).urgency is Urgency.URGENT
    assert note.body == "She put the pills away."
    assert event.name is EventName.DANGER_LOWERED
    assert event.facts == {"before": "emergency", "level": "ask", "urgency": "urgent", "note": note.id}


def test_a_danger_is_not_lowered_without_a_reason(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.conversations.change(conversation.id, danger=DangerLevel.ASK)
        with pytest.raises(ReasonNeededError):
            taking_over.lower_danger(
                books, conversation.id, town.staff["casey"], DangerLevel.NONE, Urgency.ROUTINE, " "
            )
        assert books.conversations.get(conversation.id).danger is DangerLevel.ASK


def test_lowering_never_raises_or_repeats(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        books.conversations.change(conversation.id, danger=DangerLevel.ASK)
        for level in (DangerLevel.ASK, DangerLevel.EMERGENCY):
            with pytest.raises(DeskRefusalError):
                taking_over.lower_danger(
                    books, conversation.id, town.staff["casey"], level, Urgency.ROUTINE, "a reason"
                )


def test_a_danger_stands_while_its_escalation_does(town: Town) -> None:
    conversation = town.conversation()
    town.emergency(conversation)
    with town.store.writing() as books, pytest.raises(EscalationStandsError):
        taking_over.lower_danger(
            books, conversation.id, town.staff["casey"], DangerLevel.NONE, Urgency.ROUTINE, "a reason"
        )


def test_revealing_a_number_is_written_down_with_who_saw_it(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        address = taking_over.reveal_number(books, conversation.id, town.staff["casey"])
        event = books.events.after(books.events.last_id() - 1)[-1]
    assert address == "+13035550147"
    assert event.name is EventName.NUMBER_REVEALED
    assert event.actor == f"staff:{town.staff['casey'].id}"
    assert "0147" not in str(event.facts)
