from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from bot import clock
from bot.store.values import Message
from bot.testing import MATEO, ROSA, WREN
from bot.vocabulary import CarrierWord, Delivery, EventName
from channels.outbound import UNREACHABLE, NoSender, PermanentSendError, TemporarySendError
from channels.sender_script import ScriptedSender
from channels.sms.status import DeliveryReport, _note
from channels.trial import Trial
from channels.worker.outbox import send_due

HERE = "https://line.example"


def unsent(trial: Trial, resident=ROSA, body: str = "someone is asleep on my steps") -> Message:
    """Let a gateway die between writing a reply and handing it over."""
    trial.run(lambda: trial.pipeline.receive(resident.texts(body)))
    return trial.outbound(resident)[-1]


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=True)


def newest(trial: Trial, resident=ROSA) -> Message:
    return trial.outbound(resident)[-1]


def test_a_reply_that_was_offered_and_not_handed_over_is_sent_after_a_moment(
    trial: Trial, sender: ScriptedSender
) -> None:
    reply = unsent(trial)
    send_due(trial.house, sender, HERE)
    assert sender.tried == []
    with later(10):
        send_due(trial.house, sender, HERE)
    assert [(text.recipient, text.body) for text in sender.taken] == [(ROSA.number, reply.body)]
    assert sender.taken[0].status_callback == f"{HERE}/twilio/status?m={reply.id}"
    assert newest(trial).delivery is Delivery.SENT


def test_a_reply_that_was_handed_over_is_not_sent_again(trial: Trial, sender: ScriptedSender) -> None:
    trial.says(ROSA, "hello")
    with later(3600):
        send_due(trial.house, sender, HERE)
    assert sender.tried == []


def test_a_reply_that_was_asked_for_again_and_never_confirmed_is_sent_again(
    trial: Trial, sender: ScriptedSender
) -> None:
    inbound = ROSA.texts("hello")
    trial.receives(inbound)
    trial.receives(inbound)
    send_due(trial.house, sender, HERE)
    assert sender.tried == []
    with later(20):
        send_due(trial.house, sender, HERE)
        send_due(trial.house, sender, HERE)
    assert len(sender.taken) == 1


def test_a_reply_that_was_asked_for_again_but_confirmed_is_not_sent_again(trial: Trial, sender: ScriptedSender) -> None:
    inbound = ROSA.texts("hello")
    trial.receives(inbound)
    trial.receives(inbound)
    _note(trial.house, DeliveryReport("SMx", Delivery.SENT, None, newest(trial).id))
    with later(60):
        send_due(trial.house, sender, HERE)
    assert sender.tried == []


def test_a_temporary_error_is_tried_again_later_and_later(trial: Trial) -> None:
    sender = ScriptedSender(*[TemporarySendError("30001") for _ in range(3)])
    unsent(trial)
    waits = []
    with time_machine.travel(clock.now() + timedelta(seconds=10), tick=False) as traveller:
        for _ in range(3):
            send_due(trial.house, sender, HERE)
            due = newest(trial).due_at
            assert due is not None
            waits.append((due - clock.now()).total_seconds())
            send_due(trial.house, sender, HERE)
            traveller.move_to(due + timedelta(seconds=0.1))
        send_due(trial.house, sender, HERE)
    assert waits == [2, 4, 8]
    assert newest(trial).delivery is Delivery.SENT
    assert newest(trial).attempts == 4


def test_a_permanent_error_ends_it_and_a_person_is_told(trial: Trial) -> None:
    sender = ScriptedSender(PermanentSendError("21614"))
    unsent(trial)
    with later(10):
        send_due(trial.house, sender, HERE)
    with later(4000):
        send_due(trial.house, sender, HERE)
    assert len(sender.tried) == 1
    assert (newest(trial).delivery, newest(trial).error_code) == (Delivery.FAILED, "21614")
    assert trial.record(ROSA).queued_at is not None


def test_a_safety_text_that_cannot_be_sent_opens_an_escalation(trial: Trial) -> None:
    unsent(trial, body="I saw a knife")
    with later(10):
        send_due(trial.house, NoSender(), HERE)
    assert [one.cause for one in trial.escalations(ROSA)] == ["safety_text_undelivered"]


def test_a_carrier_that_knows_of_an_opt_out_is_believed(trial: Trial) -> None:
    unsent(trial)
    with later(10):
        send_due(trial.house, ScriptedSender(PermanentSendError("21610")), HERE)
    with trial.house.store.reading() as books:
        assert books.contacts.get(trial.conversation(ROSA).contact_id).opted_out_at is not None


def test_safety_texts_go_first(trial: Trial, sender: ScriptedSender) -> None:
    unsent(trial)
    unsent(trial, MATEO, "he has a knife")
    with later(10):
        send_due(trial.house, sender, HERE)
    assert [text.recipient for text in sender.taken] == [MATEO.number, ROSA.number]


def test_a_round_ends_where_nobody_can_be_reached(trial: Trial) -> None:
    sender = ScriptedSender(TemporarySendError(UNREACHABLE), TemporarySendError(UNREACHABLE))
    unsent(trial)
    unsent(trial, MATEO)
    with later(10):
        send_due(trial.house, sender, HERE)
    assert len(sender.tried) == 1


def test_one_text_that_fails_strangely_holds_up_no_other(trial: Trial) -> None:
    sender = ScriptedSender(RuntimeError("a fault"))
    unsent(trial)
    unsent(trial, MATEO)
    with later(10):
        send_due(trial.house, sender, HERE)
    assert [text.recipient for text in sender.taken] == [MATEO.number]


def test_an_attempt_that_died_with_its_process_is_made_again(trial: Trial, sender: ScriptedSender) -> None:
    reply = unsent(trial)
    with trial.house.store.writing() as books:
        at = clock.now() + timedelta(seconds=30)
        books.messages.change(reply.id, delivery=Delivery.SENDING, attempts=1, due_at=at)
    with later(20):
        send_due(trial.house, sender, HERE)
        assert sender.tried == []
    with later(31):
        send_due(trial.house, sender, HERE)
    assert len(sender.taken) == 1


def test_an_attempt_stands_in_the_chain_before_it_is_made(trial: Trial) -> None:
    class Dies:
        def send(self, _text: object) -> str:
            raise SystemExit

    unsent(trial)
    with later(10), pytest.raises(SystemExit):
        send_due(trial.house, Dies(), HERE)
    assert EventName.REPLY_ATTEMPTED in trial.event_names(ROSA)
    assert newest(trial).delivery is Delivery.SENDING


def test_a_report_that_overtook_the_failed_try_is_believed(trial: Trial) -> None:
    reply = unsent(trial)

    class TakesAndTimesOut:
        def send(self, _text: object) -> str:
            _note(trial.house, DeliveryReport("SMx", Delivery.DELIVERED, None, reply.id))
            raise TemporarySendError(UNREACHABLE)

    with later(10):
        send_due(trial.house, TakesAndTimesOut(), HERE)
    assert newest(trial).delivery is Delivery.DELIVERED


def test_what_was_waiting_for_who_opted_out_is_not_sent_but_the_confirmation_is(
    trial: Trial, sender: ScriptedSender
) -> None:
    unsent(trial)
    trial.run(lambda: trial.pipeline.receive(ROSA.texts("STOP", carrier_word=CarrierWord.OPT_OUT)))
    with later(10):
        send_due(trial.house, sender, HERE)
    assert [text.body for text in sender.taken] == [trial.words("utter_opted_out")]
    assert trial.outbound(ROSA)[0].delivery is Delivery.SUPPRESSED


def test_a_web_phones_text_is_never_sent_by_the_carrier(trial: Trial, sender: ScriptedSender) -> None:
    unsent(trial, WREN)
    with later(10):
        send_due(trial.house, sender, HERE)
    assert sender.tried == []
    assert newest(trial, WREN).delivery is Delivery.DELIVERED
