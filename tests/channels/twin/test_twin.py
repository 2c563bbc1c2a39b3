"""The state machine by itself: no network, no loop."""

from __future__ import annotations

import pytest

from channels.twin.account import Account
from channels.twin.description import from_library
from channels.twin.faults import Faults
from channels.twin.journal import EntryKind
from channels.twin.messages import MessageStatus
from channels.twin.refusals import RefusalError
from channels.twin.twiml import Reading, Redirect, Say
from channels.twin.twin import ResidentText, Twin

ROSA = "+13035550142"
OTHER = "+13035550143"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms", numbers=("+13035550100", "+13035550101"))
PLAIN = {"To": [ROSA], "From": [ACCOUNT.line], "Body": ["Hello"]}


def a_twin(**faults: object) -> Twin:
    return Twin(ACCOUNT, Faults(**faults), from_library(), seed=1)  # type: ignore[arg-type]


def test_a_text_goes_to_the_line_unless_another_number_is_named():
    twin = a_twin()
    assert twin.receive(ResidentText(ROSA, "hello")).message.to == "+13035550100"
    assert twin.receive(ResidentText(ROSA, "hello", "+13035550101")).message.to == "+13035550101"


def test_a_reply_comes_from_the_number_that_was_texted_and_goes_to_the_sender():
    twin = a_twin()
    inbound = twin.receive(ResidentText(ROSA, "hello", "+13035550101"))
    replies, onward = twin.follow(inbound, Reading((Say("Hi"), Redirect("http://127.0.0.1:8000/more"))))
    assert (replies[0].sender, replies[0].to) == ("+13035550101", ROSA)
    assert onward == Redirect("http://127.0.0.1:8000/more")


def test_a_reply_may_go_to_somebody_else_but_not_come_from_a_foreign_number():
    twin = a_twin()
    inbound = twin.receive(ResidentText(ROSA, "hello"))
    replies, _ = twin.follow(inbound, Reading((Say("Hi", to=OTHER), Say("Hi", sender="+13035550199"))))
    assert [reply.to for reply in replies] == [OTHER]
    assert [entry.code for entry in twin.journal.read(EntryKind.TWIML)] == [14102]


def test_nothing_is_in_the_inbox_before_it_was_carried():
    twin = a_twin()
    message = twin.accept(PLAIN)
    assert (message.status, message.sent, twin.ledger.inbox(ROSA)) == (MessageStatus.QUEUED, None, ())
    twin.carry(message.sid)
    carried = twin.ledger.message(message.sid)
    assert carried.status is MessageStatus.DELIVERED
    assert carried.sent is not None
    assert twin.ledger.inbox(ROSA) == (carried,)


def test_a_message_without_a_callback_calls_nobody_back():
    twin = a_twin()
    assert twin.carry(twin.accept(PLAIN).sid) == ()


def test_a_message_that_never_left_fails_and_one_that_did_is_undelivered():
    called_back = {**PLAIN, "StatusCallback": ["http://127.0.0.1:8000/twilio/status"]}
    for code, statuses in (
        (30002, ["queued", "failed"]),
        (30004, ["queued", "sending", "sent", "undelivered"]),
    ):
        twin = a_twin(carrier_error=code)
        message = twin.accept(called_back)
        callbacks = twin.carry(message.sid)
        assert [dict(callback.form)["MessageStatus"] for callback in callbacks] == statuses
        assert dict(callbacks[-1].form)["ErrorCode"] == str(code)
        assert twin.ledger.message(message.sid).error_code == code
        assert twin.ledger.inbox(ROSA) == ()


def test_an_opt_out_holds_for_the_number_that_was_texted():
    twin = a_twin()
    twin.receive(ResidentText(ROSA, "STOP", "+13035550101"))
    assert twin.accept(PLAIN).status is MessageStatus.QUEUED
    with pytest.raises(RefusalError) as caught:
        twin.accept({**PLAIN, "From": ["+13035550101"]})
    assert caught.value.code == 21610


def test_a_refused_request_leaves_no_message_behind():
    twin = a_twin(fail_rest=1)
    for parameters in (PLAIN, {"To": [ROSA]}):
        with pytest.raises(RefusalError):
            twin.accept(parameters)
    assert twin.ledger.messages() == ()


def test_the_thread_has_both_sides_and_what_did_not_arrive():
    twin = a_twin(undeliverable=frozenset({ROSA}))
    twin.receive(ResidentText(ROSA, "hello"))
    twin.receive(ResidentText(OTHER, "hello"))
    twin.carry(twin.accept(PLAIN).sid)
    statuses = [message.status for message in twin.ledger.thread(ROSA)]
    assert statuses == [MessageStatus.RECEIVED, MessageStatus.UNDELIVERED]
    assert twin.ledger.residents() == (ROSA, OTHER)
