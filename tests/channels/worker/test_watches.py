from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from bot import clock
from bot.escalation import service as escalation
from bot.testing import MATEO, ROSA, Decides
from bot.vocabulary import ConversationState, Delivery, Effect, EventName, Outcome, Purpose
from channels.trial import Trial
from channels.worker import watches
from channels.worker.watches import ALARM_AGAIN_SECONDS, SILENCE_SECONDS


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def test_a_safety_question_that_stays_unanswered_is_raised(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    assert watches.raise_unanswered_safety_questions(trial.house) == 0
    with later(trial.house.profile.safety_answer_seconds + 1):
        assert watches.raise_unanswered_safety_questions(trial.house) == 1
        assert watches.raise_unanswered_safety_questions(trial.house) == 0
    opened = trial.escalations(ROSA)
    assert [one.cause for one in opened] == ["safety_question_unanswered"]
    assert opened[0].hazards == ["weapon"]
    last = trial.outbound(ROSA)[-1]
    assert (last.body, last.purpose, last.delivery) == (
        trial.words("utter_escalated_where"),
        Purpose.SAFETY,
        Delivery.QUEUED,
    )


def test_an_answered_safety_question_is_not_raised_by_silence(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no")
    with later(3600):
        assert watches.raise_unanswered_safety_questions(trial.house) == 0
    assert trial.escalations(ROSA) == []


def test_what_a_silent_resident_told_is_queued_with_a_text_that_says_so(trial: Trial) -> None:
    trial.says(ROSA, "someone is asleep on my steps")
    assert watches.queue_silent(trial.house) == 0
    with later(SILENCE_SECONDS + 1):
        assert watches.queue_silent(trial.house) == 1
        assert watches.queue_silent(trial.house) == 0
    record = trial.record(ROSA)
    assert record.queued_at is not None
    assert record.outcome is Outcome.CALLBACK
    assert trial.conversation(ROSA).state is ConversationState.WAITING_CALLBACK
    assert record.reference in trial.outbound(ROSA)[-1].body


@pytest.mark.parametrize("effect", [Effect.QUEUE, Effect.HAND_OFF, Effect.CLOSE])
def test_only_a_talk_that_broke_off_is_queued_by_silence(trial: Trial, effect: Effect) -> None:
    trial.engine.decide = Decides(effect)
    trial.says(ROSA, "hello")
    said = len(trial.outbound(ROSA))
    with later(SILENCE_SECONDS + 1):
        watches.queue_silent(trial.house)
    assert len(trial.outbound(ROSA)) == said


def test_the_desk_is_alarmed_again_and_again_until_a_person_takes_it(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    assert watches.alarm_desk(trial.house) == 1
    assert watches.alarm_desk(trial.house) == 0
    with later(ALARM_AGAIN_SECONDS + 1):
        assert watches.alarm_desk(trial.house) == 1
    assert trial.event_names(ROSA).count(EventName.ESCALATION_ALARMED) == 2
    casey, opened = trial.staff(), trial.escalations(ROSA)[0]
    with trial.house.store.writing() as books:
        escalation.acknowledge(books, opened.id, casey)
    with later(3600):
        assert watches.alarm_desk(trial.house) == 0


def test_two_workers_alarm_once(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    opened = trial.escalations(ROSA)[0].id
    watches._alarm(trial.house, opened)
    watches._alarm(trial.house, opened)
    assert trial.event_names(ROSA).count(EventName.ESCALATION_ALARMED) == 1


def test_one_escalation_that_fails_does_not_silence_the_others(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.says(ROSA, "he has a knife")
    trial.says(MATEO, "he has a gun")
    broken, alarm = trial.escalations(ROSA)[0].id, watches._alarm_once

    def fail_for_one(books: object, escalation_id: str) -> None:
        if escalation_id == broken:
            raise RuntimeError("a fault")
        alarm(books, escalation_id)  # type: ignore[arg-type]

    monkeypatch.setattr(watches, "_alarm_once", fail_for_one)
    assert watches.alarm_desk(trial.house) == 1
    assert EventName.ESCALATION_ALARMED in trial.event_names(MATEO)


def test_the_counts_tell_the_oldest_open_escalation_and_the_queue(trial: Trial) -> None:
    assert watches.count(trial.house) == (0, 0.0, 0)
    trial.says(ROSA, "he has a knife")
    with later(100):
        opened, age, queued = watches.count(trial.house)
    assert (opened, queued) == (1, 1)
    assert 99 < age < 110
