from __future__ import annotations

import pytest

from bot.store.values import Message
from bot.testing import ROSA, new_sid
from bot.vocabulary import Delivery, EventName, Outcome, Purpose
from channels.trial import Trial
from channels.webhook_trial import PhoneCompany


@pytest.fixture
def reply(trial: Trial) -> Message:
    trial.says(ROSA, "someone is asleep on my steps")
    return trial.outbound(ROSA)[0]


@pytest.fixture
def safety_text(trial: Trial) -> Message:
    trial.says(ROSA, "I saw a knife in the hallway")
    return trial.outbound(ROSA)[0]


def report(status: str, sid: str = "SM0d", **fields: str) -> dict[str, str]:
    return {"MessageSid": sid, "MessageStatus": status, **fields}


def test_reports_move_a_reply_forward(phone_company: PhoneCompany, trial: Trial, reply: Message) -> None:
    for status, delivery in [("sent", Delivery.SENT), ("delivered", Delivery.DELIVERED)]:
        assert phone_company.reports(reply.id, report(status)).status_code == 204
        assert trial.outbound(ROSA)[0].delivery is delivery
    assert trial.outbound(ROSA)[0].sid == "SM0d"


@pytest.mark.parametrize("late", ["queued", "sending", "sent", "undelivered", "failed", "delivered"])
def test_what_comes_after_delivered_changes_nothing(
    phone_company: PhoneCompany, trial: Trial, reply: Message, late: str
) -> None:
    phone_company.reports(reply.id, report("delivered"))
    phone_company.reports(reply.id, report(late, ErrorCode="30003"))
    assert trial.outbound(ROSA)[0].delivery is Delivery.DELIVERED
    assert trial.event_names(ROSA).count(EventName.REPLY_STATUS_CHANGED) == 1
    assert EventName.REPLY_FAILED not in trial.event_names(ROSA)


def test_the_same_report_twice_is_one_event(phone_company: PhoneCompany, trial: Trial, reply: Message) -> None:
    for _ in range(3):
        phone_company.reports(reply.id, report("undelivered", ErrorCode="30005"))
    assert trial.event_names(ROSA).count(EventName.REPLY_FAILED) == 1


@pytest.mark.parametrize("m", ["999999", "0", "-1", "abc", "", "99999999999999999999", "1%00"])
def test_a_report_about_a_text_nobody_knows_is_taken_and_changes_nothing(
    phone_company: PhoneCompany, trial: Trial, reply: Message, m: str
) -> None:
    assert phone_company.reports(m, report("failed", sid="SMnobody")).status_code == 204
    assert trial.outbound(ROSA)[0].delivery is Delivery.HANDED_OVER


def test_a_report_about_a_residents_own_text_changes_nothing(
    phone_company: PhoneCompany, trial: Trial, reply: Message
) -> None:
    heard = trial.inbound(ROSA)[0]
    phone_company.reports(heard.id, report("failed", sid=str(heard.sid)))
    assert trial.inbound(ROSA)[0].delivery is None


def test_a_report_on_a_second_copy_does_not_speak_for_the_first(
    phone_company: PhoneCompany, trial: Trial, reply: Message
) -> None:
    phone_company.reports(reply.id, report("sent", sid="SMfirst"))
    phone_company.reports(reply.id, report("failed", sid="SMsecond"))
    assert trial.outbound(ROSA)[0].delivery is Delivery.SENT


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_a_safety_text_that_did_not_arrive_opens_an_escalation(
    phone_company: PhoneCompany, trial: Trial, safety_text: Message, status: str
) -> None:
    phone_company.reports(safety_text.id, report(status, ErrorCode="30003"))
    opened = trial.escalations(ROSA)
    assert [one.cause for one in opened] == ["safety_text_undelivered"]
    assert opened[0].record_id == trial.record(ROSA).id


def test_another_text_that_did_not_arrive_is_queued_for_a_person_who_may_phone(
    phone_company: PhoneCompany, trial: Trial, reply: Message
) -> None:
    phone_company.reports(reply.id, report("undelivered", ErrorCode="30007"))
    assert trial.record(ROSA).queued_at is not None
    assert trial.record(ROSA).outcome is Outcome.HUMAN
    assert trial.escalations(ROSA) == []


def test_an_opt_out_that_only_the_carrier_knew_of_is_remembered(
    phone_company: PhoneCompany, trial: Trial, reply: Message
) -> None:
    phone_company.reports(reply.id, report("failed", ErrorCode="21610"))
    with trial.house.store.reading() as books:
        assert books.contacts.get(trial.conversation(ROSA).contact_id).opted_out_at is not None
    assert EventName.RESIDENT_OPTED_OUT in trial.event_names(ROSA)


def test_a_late_report_does_not_reopen_what_a_person_closed(
    phone_company: PhoneCompany, trial: Trial, safety_text: Message
) -> None:
    with trial.house.store.writing() as books:
        books.conversations.change(trial.conversation(ROSA).id, closed_at=safety_text.at)
    phone_company.reports(safety_text.id, report("undelivered"))
    assert trial.escalations(ROSA) == []
    assert EventName.REPLY_FAILED in trial.event_names(ROSA)


@pytest.mark.parametrize("form", [{}, {"MessageSid": "SM1"}, {"MessageSid": "SM1", "MessageStatus": "dancing"}])
def test_a_report_that_says_nothing_is_taken(phone_company: PhoneCompany, form: dict[str, str]) -> None:
    assert phone_company.reports(1, form).status_code == 204


def test_old_names_of_the_fields_are_read_too(phone_company: PhoneCompany, trial: Trial, reply: Message) -> None:
    phone_company.reports(reply.id, {"SmsSid": new_sid(), "SmsStatus": "sent"})
    assert trial.outbound(ROSA)[0].delivery is Delivery.SENT
    assert trial.outbound(ROSA)[0].purpose is Purpose.CONVERSATION
