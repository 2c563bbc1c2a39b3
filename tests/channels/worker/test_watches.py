from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from bot import clock
from bot.callbacks import board
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.testing import ROSA, Decides
from bot.vocabulary import ConversationState, Delivery, Effect, EscalationState, EventName, Outcome, Purpose
from channels.trial import Trial
from channels.worker import watches
from channels.worker.watches import SILENCE_SECONDS, SILENT_AFTER_DANGER_SECONDS, UNSEEN_SECONDS


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


def taken_by_casey(trial: Trial) -> str:
    casey, opened = trial.staff(), trial.escalations(ROSA)[0]
    with trial.house.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(casey))
    return opened.id


def test_new_danger_that_nobody_looks_at_is_alarmed_from_the_desk_up_again(trial: Trial) -> None:
    trial.says(ROSA, "he took all the pills")
    opened = taken_by_casey(trial)
    trial.says(ROSA, "and now he has a knife")
    assert watches.climb_again_unseen(trial.house) == 0
    with later(UNSEEN_SECONDS + 1):
        assert watches.climb_again_unseen(trial.house) == 1
        assert watches.climb_again_unseen(trial.house) == 0
    standing = trial.escalations(ROSA)[0]
    assert (standing.id, standing.state, standing.step) == (opened, EscalationState.OPEN, 0)
    assert EventName.ESCALATION_REOPENED in trial.event_names(ROSA)


def test_new_danger_that_was_looked_at_alarms_nobody_again(trial: Trial) -> None:
    trial.says(ROSA, "he took all the pills")
    opened = taken_by_casey(trial)
    trial.says(ROSA, "and now he has a knife")
    casey = trial.staff()
    with later(1), trial.house.store.writing() as books:
        board.acknowledge(books, opened, casey)
    with later(UNSEEN_SECONDS + 2):
        assert watches.climb_again_unseen(trial.house) == 0


def test_the_counts_tell_the_oldest_open_escalation_and_the_queue(trial: Trial) -> None:
    assert watches.count(trial.house) == (0, 0.0, 0)
    trial.says(ROSA, "he has a knife")
    with later(100):
        opened, age, queued = watches.count(trial.house)
    assert (opened, queued) == (1, 1)
    assert 99 < age < 110


def test_whoever_has_an_emergency_is_told_once_when_its_resident_falls_silent(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    opened = taken_by_casey(trial)
    assert watches.note_silence_after_danger(trial.house) == 0
    with later(SILENT_AFTER_DANGER_SECONDS + 1):
        assert watches.note_silence_after_danger(trial.house) == 1
        assert watches.note_silence_after_danger(trial.house) == 0
        with trial.house.store.reading() as books:
            assert [alarm.escalation.id for alarm in board.alarms(books).renewed] == [opened]


def test_a_resident_who_writes_again_and_falls_silent_again_is_told_of_again(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    taken_by_casey(trial)
    with later(SILENT_AFTER_DANGER_SECONDS + 1):
        watches.note_silence_after_danger(trial.house)
        trial.says(ROSA, "he went upstairs")
        assert watches.note_silence_after_danger(trial.house) == 0
        with later(SILENT_AFTER_DANGER_SECONDS + 1):
            assert watches.note_silence_after_danger(trial.house) == 1


def test_silence_in_an_emergency_that_nobody_has_yet_is_left_to_the_ladder(trial: Trial) -> None:
    trial.says(ROSA, "he has a knife")
    with later(SILENT_AFTER_DANGER_SECONDS + 1):
        assert watches.note_silence_after_danger(trial.house) == 0
