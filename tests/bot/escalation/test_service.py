from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from bot.escalation import service
from bot.escalation.service import (
    CenterMissingError,
    Ending,
    FalseAlarmNeedsReasonError,
    NotAcknowledgedError,
    Taker,
)
from bot.testing import MATEO, ROSA
from bot.vocabulary import (
    ConversationState,
    DangerLevel,
    EscalationOutcome,
    EscalationState,
    EventName,
    Hazard,
    Outcome,
    Urgency,
)
from channels.trial import Trial


@pytest.fixture
def talking(trial: Trial) -> Trial:
    trial.says(ROSA, "hello")
    return trial


def opened(trial: Trial, *hazards: Hazard, cause: str = "screen"):
    with trial.house.store.writing() as books:
        return service.open_or_add(books, trial.conversation(ROSA), cause=cause, hazards=hazards)


def test_an_escalation_raises_the_conversation_and_its_record_with_it(talking: Trial) -> None:
    escalation = opened(talking, Hazard.WEAPON)
    assert escalation.state is EscalationState.OPEN
    conversation, record = talking.conversation(ROSA), talking.record(ROSA)
    assert (conversation.state, conversation.danger) == (ConversationState.ESCALATED, DangerLevel.EMERGENCY)
    assert (record.urgency, record.outcome) == (Urgency.EMERGENCY, Outcome.NINE_ONE_ONE)
    assert record.queued_at is not None


def test_a_conversation_has_one_open_escalation_to_which_danger_is_added(talking: Trial) -> None:
    first, second = opened(talking, Hazard.WEAPON), opened(talking, Hazard.MEDICAL, Hazard.WEAPON)
    assert first.id == second.id
    assert second.hazards == ["weapon", "medical"]
    assert talking.event_names(ROSA).count(EventName.ESCALATION_OPENED) == 1


def test_a_new_escalation_opens_after_a_person_closed_the_first(talking: Trial) -> None:
    casey, first = talking.staff(), opened(talking, Hazard.WEAPON)
    with talking.house.store.writing() as books:
        service.acknowledge(books, first.id, Taker.at_the_desk(casey))
        service.close(books, first.id, casey, Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911"))
    assert opened(talking, Hazard.WEAPON).id != first.id


def test_the_first_person_to_acknowledge_has_it_and_the_second_is_told_who(talking: Trial) -> None:
    casey, sam, escalation = talking.staff(), talking.staff("sam"), opened(talking)
    with talking.house.store.writing() as books:
        first = service.acknowledge(books, escalation.id, Taker.at_the_desk(casey))
        second = service.acknowledge(books, escalation.id, Taker.at_the_desk(sam))
    assert (first.first, second.first) == (True, False)
    assert second.escalation.acknowledged_by == casey.id


def test_it_is_acknowledged_before_it_is_closed(talking: Trial) -> None:
    casey, escalation = talking.staff(), opened(talking)
    with pytest.raises(NotAcknowledgedError), talking.house.store.writing() as books:
        service.close(books, escalation.id, casey, Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911"))


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_false_alarm_needs_its_reason(talking: Trial, note: str) -> None:
    casey, escalation = talking.staff(), opened(talking)
    with talking.house.store.writing() as books:
        service.acknowledge(books, escalation.id, Taker.at_the_desk(casey))
    with pytest.raises(FalseAlarmNeedsReasonError), talking.house.store.writing() as books:
        service.close(books, escalation.id, casey, Ending(EscalationOutcome.FALSE_ALARM, note))


@pytest.mark.parametrize("outcome", [EscalationOutcome.NOTIFIED_911, EscalationOutcome.TRANSFERRED])
def test_whoever_handed_it_on_says_to_which_centre(talking: Trial, outcome: EscalationOutcome) -> None:
    casey, escalation = talking.staff(), opened(talking)
    with talking.house.store.writing() as books:
        service.acknowledge(books, escalation.id, Taker.at_the_desk(casey))
    with pytest.raises(CenterMissingError), talking.house.store.writing() as books:
        service.close(books, escalation.id, casey, Ending(outcome, center="  "))
    with talking.house.store.writing() as books:
        closed = service.close(books, escalation.id, casey, Ending(outcome, center=" Denver 911 ", incident="26-118"))
    assert (closed.outcome_center, closed.outcome_incident) == ("Denver 911", "26-118")
    assert closed.outcome_at is not None


def test_closing_it_leaves_the_danger_for_a_person_to_lower(talking: Trial) -> None:
    casey, escalation = talking.staff(), opened(talking)
    with talking.house.store.writing() as books:
        service.acknowledge(books, escalation.id, Taker.at_the_desk(casey))
        service.close(books, escalation.id, casey, Ending(EscalationOutcome.FALSE_ALARM, "a film"))
        again = service.close(books, escalation.id, casey, Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911"))
    assert again.outcome is EscalationOutcome.FALSE_ALARM
    assert talking.conversation(ROSA).danger is DangerLevel.EMERGENCY
    assert talking.conversation(ROSA).state is ConversationState.PERSON


def test_it_is_overdue_when_nobody_took_it_in_time(talking: Trial) -> None:
    escalation = opened(talking)
    talking.says(MATEO, "hello")
    with talking.house.store.reading() as books:
        in_time, late = (clock.now() + timedelta(seconds=seconds) for seconds in (50, 70))
        assert service.overdue_since(books, in_time, 60) is None
        assert service.overdue_since(books, late, 60) == escalation.opened_at
