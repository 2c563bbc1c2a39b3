"""What a call to people on call says and does, asked as the phone company asks it."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import time_machine
from httpx import Response

from bot import clock
from bot.escalation.notice import notice_of
from bot.escalation.testing import ScriptedReach
from bot.store.session import StoreRefusedError
from bot.store.values import Escalation
from bot.testing import ROSA
from bot.vocabulary import AckWay, AttemptState, EscalationState, EventName, Means
from channels.ladder import routes
from channels.ladder.words import said, summary_of
from channels.webhook_trial import PhoneCompany

NEVER = ["999999", "0", "2147483647", "2147483648", "9223372036854775808", "9" * 30, "9" * 5000]


@dataclass
class Calls:
    """The phone company while it phones people on call."""

    company: PhoneCompany

    def answered(self, attempt: object) -> ET.Element:
        return self._twiml(self.company.posts(f"/twilio/ladder/{attempt}/answered", {"CallStatus": "in-progress"}))

    def pressed(self, attempt: object, digits: str) -> ET.Element:
        return self._twiml(self.company.posts(f"/twilio/ladder/{attempt}/key", {"Digits": digits}))

    def status(self, attempt: object, **form: str) -> Response:
        return self.company.posts(f"/twilio/ladder/{attempt}/status", form)

    def _twiml(self, answer: Response) -> ET.Element:
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/xml")
        document = ET.fromstring(answer.text)
        assert document.tag == "Response"
        assert {element.tag for element in document.iter()} <= {"Response", "Gather", "Say", "Hangup"}
        assert document[-1].tag == "Hangup"
        return document


@pytest.fixture
def calls(phone_company: PhoneCompany) -> Calls:
    return Calls(phone_company)


@pytest.fixture
def escalation(duty) -> Escalation:
    return duty.emergency(words="he has a knife at 1450 Pearl Street")


def spoken(document: ET.Element) -> list[str]:
    return [element.text or "" for element in document.iter("Say")]


def summary(duty, attempt: int) -> list[str]:
    with duty.trial.house.store.reading() as books:
        found = books.escalations.attempt(attempt)
        return list(summary_of(notice_of(books, books.escalations.get(found.escalation_id), found)))


@pytest.mark.parametrize("what", ["answered", "key", "status"])
@pytest.mark.parametrize("changed", [{"sign": ""}, {"token": "another"}, {"url": "https://elsewhere.example/x"}])
def test_what_the_phone_company_did_not_sign_is_refused_and_takes_nothing(
    duty, escalation, phone_company: PhoneCompany, what: str, changed: dict[str, str]
) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    form = {"Digits": "1", "CallStatus": "busy"}
    assert phone_company.posts(f"/twilio/ladder/{attempt}/{what}", form, **changed).status_code == 403
    assert duty.row(escalation).state is EscalationState.OPEN
    assert duty.attempt(attempt).state is AttemptState.TAKEN


def test_a_signature_for_one_call_does_not_serve_for_another(duty, escalation, phone_company: PhoneCompany) -> None:
    first, second = (duty.told(person, escalation, Means.CALL) for person in (duty.ana, duty.ben))
    url = f"https://line.example/twilio/ladder/{first}/key"
    assert phone_company.posts(f"/twilio/ladder/{second}/key", {"Digits": "1"}, url=url).status_code == 403


@pytest.mark.parametrize("what", ["answered", "key", "status"])
def test_only_posts_are_taken(client, what: str) -> None:
    assert client.get(f"/twilio/ladder/1/{what}").status_code == 405


def test_a_call_says_the_summary_three_times_each_with_room_for_one_key(duty, escalation, calls: Calls) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    document = calls.answered(attempt)
    gathers = document.findall("Gather")
    assert len(gathers) == 3
    for gather in gathers:
        assert [say.text for say in gather] == summary(duty, attempt)
        assert gather.get("input") == "dtmf"
        assert gather.get("numDigits") == "1"
        assert gather.get("method") == "POST"
        assert gather.get("action") == f"https://line.example/twilio/ladder/{attempt}/key"
        assert int(gather.get("timeout", "0")) >= 5
    assert [element.tag for element in document] == ["Gather"] * 3 + ["Say", "Hangup"]
    assert spoken(document)[-1] == said("call_nothing")
    assert "1450 Pearl Street" in spoken(document)[1]


def test_answering_alone_takes_nothing_since_it_may_be_a_machine(duty, escalation, calls: Calls) -> None:
    calls.answered(duty.told(duty.ana, escalation, Means.CALL))
    assert duty.row(escalation).state is EscalationState.OPEN


@pytest.mark.parametrize("place", ['a <b> & "c" </Say><Dial>911</Dial>', "a\x01\x0b\ufffe b", "Ávila 🔥"])
def test_whatever_a_place_is_made_of_the_call_is_well_formed(
    duty, calls: Calls, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    attempt = duty.told(duty.ana, duty.emergency(), Means.CALL)
    found = routes._notice
    monkeypatch.setattr(routes, "_notice", lambda house, number: replace(found(house, number), place=place))
    assert len(calls.answered(attempt).findall("Gather")) == 3


def test_key_1_takes_it_and_says_so(duty, escalation, calls: Calls) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    assert spoken(calls.pressed(attempt, "1")) == [said("call_taken")]
    row = duty.row(escalation)
    assert row.state is EscalationState.ACKNOWLEDGED
    assert (row.acknowledged_name, row.acknowledged_way, row.acknowledged_by) == ("Ana", AckWay.CALL, None)


def test_the_dispatch_centre_may_take_it_too(duty, escalation, calls: Calls) -> None:
    centre = type(duty.ana)("Dispatch centre", duty.trial.house.profile.numbers.dispatch_center)
    assert spoken(calls.pressed(duty.told(centre, escalation, Means.CALL), "1")) == [said("call_taken")]
    assert duty.row(escalation).acknowledged_name == "Dispatch centre"


def test_key_1_twice_says_the_same_and_changes_nothing(duty, escalation, calls: Calls) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    calls.pressed(attempt, "1")
    taken = duty.row(escalation)
    assert spoken(calls.pressed(attempt, "1")) == [said("call_taken")]
    assert duty.row(escalation) == taken
    assert duty.events(escalation).count(EventName.ESCALATION_ACKNOWLEDGED) == 1


def test_the_second_caller_hears_who_has_it(duty, escalation, calls: Calls) -> None:
    anas, bens = (duty.told(person, escalation, Means.CALL) for person in (duty.ana, duty.ben))
    calls.pressed(anas, "1")
    assert spoken(calls.pressed(bens, "1")) == [said("call_taken_by_other", name="Ana")]
    assert duty.row(escalation).acknowledged_name == "Ana"


def test_of_two_who_press_in_one_moment_one_has_it(duty, escalation, calls: Calls) -> None:
    attempts = [duty.told(person, escalation, Means.CALL) for person in (duty.ana, duty.ben)]
    heard: list[str] = []
    threads = [threading.Thread(target=lambda a=a: heard.extend(spoken(calls.pressed(a, "1")))) for a in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    winner = duty.row(escalation).acknowledged_name
    assert sorted(heard) == sorted([said("call_taken"), said("call_taken_by_other", name=winner)])


def test_after_it_was_closed_the_caller_hears_so(duty, escalation, calls: Calls) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    duty.close(escalation)
    assert spoken(calls.pressed(attempt, "1")) == [said("call_closed")]
    assert duty.row(escalation).state is EscalationState.CLOSED


@pytest.mark.parametrize("digits", ["2", "9", "0", "*", "#", "", "11", " 1", "one"])
def test_any_other_key_reads_again_and_takes_nothing(duty, escalation, calls: Calls, digits: str) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    document = calls.pressed(attempt, digits)
    assert spoken(document)[:3] == summary(duty, attempt)
    assert len(document.findall("Gather")) == 3
    assert duty.row(escalation).state is EscalationState.OPEN


def test_no_key_of_a_text_or_of_the_desks_alarm_takes_it(duty, escalation, calls: Calls) -> None:
    with duty.trial.house.store.reading() as books:
        desk = books.escalations.attempts_of(escalation.id)[0]
    for attempt in (desk.id, duty.told(duty.ana, escalation)):
        assert spoken(calls.pressed(attempt, "1")) == [said("call_unknown")]
    assert duty.row(escalation).state is EscalationState.OPEN


@pytest.mark.parametrize("attempt", NEVER, ids=range(len(NEVER)))
def test_a_call_that_nobody_knows_is_sent_to_the_desk_and_never_fails(calls: Calls, attempt: str) -> None:
    assert spoken(calls.answered(attempt)) == [said("call_unknown")]
    assert spoken(calls.pressed(attempt, "1")) == [said("call_unknown")]
    assert calls.status(attempt, CallStatus="busy").status_code == 204


def test_what_nobody_knows_is_not_said_to_be_closed_or_taken():
    for wrong in ("closed", "yours", "has it"):
        assert wrong not in said("call_unknown")


UNREACHED = [
    {"CallStatus": "busy"},
    {"CallStatus": "no-answer"},
    {"CallStatus": "failed"},
    {"CallStatus": "canceled"},
    {"MessageStatus": "undelivered", "ErrorCode": "30003"},
    {"MessageStatus": "failed", "ErrorCode": "30005"},
]


@pytest.mark.parametrize("form", UNREACHED, ids=lambda form: "-".join(form.values()))
def test_a_call_or_text_that_reached_nobody_ends_its_attempt_once(
    duty, escalation, calls: Calls, form: dict[str, str]
) -> None:
    means = Means.CALL if "CallStatus" in form else Means.TEXT
    attempt = duty.told(duty.ana, escalation, means)
    assert calls.status(attempt, **form).status_code == 204
    ended = duty.attempt(attempt)
    assert (ended.state, ended.code) == (AttemptState.UNREACHED, form.get("ErrorCode") or form.get("CallStatus"))
    assert ended.ended_at is not None
    assert duty.row(escalation).state is EscalationState.OPEN
    row, events = duty.row(escalation), duty.events(escalation)
    for again in (form, {"CallStatus": "failed"}, {"CallStatus": "completed"}):
        assert calls.status(attempt, **again).status_code == 204
    assert (duty.attempt(attempt), duty.row(escalation), duty.events(escalation)) == (ended, row, events)
    assert events.count(EventName.ESCALATION_ATTEMPT_ENDED) == 1


@pytest.mark.parametrize(
    "form",
    [
        {"CallStatus": "completed"},
        {"CallStatus": "in-progress"},
        {"CallStatus": "ringing"},
        {"MessageStatus": "delivered"},
        {"MessageStatus": "sent"},
        {"CallStatus": "dancing"},
        {},
    ],
    ids=lambda form: "-".join(form.values()) or "nothing",
)
def test_every_other_status_changes_nothing(duty, escalation, calls: Calls, form: dict[str, str]) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    before = duty.attempt(attempt), duty.row(escalation), duty.events(escalation)
    assert calls.status(attempt, **form).status_code == 204
    assert (duty.attempt(attempt), duty.row(escalation), duty.events(escalation)) == before


def test_a_line_that_is_busy_brings_the_next_person_of_the_rung_forward(duty, escalation, calls: Calls) -> None:
    reach = ScriptedReach()
    with time_machine.travel(clock.now() + timedelta(seconds=60), tick=False) as traveller:
        duty.climb(reach, escalation)
        traveller.shift(60)
        duty.climb(reach, escalation)
        assert [notice.name for notice in reach.told] == ["Ana", "Ben", "Ana"]
        traveller.shift(5)
        assert duty.climb(reach, escalation) == pytest.approx(55)
        calls.status(reach.told[-1].attempt_id, CallStatus="busy")
        duty.climb(reach, escalation)
        assert [notice.name for notice in reach.told] == ["Ana", "Ben", "Ana", "Ben"]
        for _ in range(3):
            # A repeat about who was passed already hurries nobody, nor does it tell anybody twice.
            calls.status(reach.told[2].attempt_id, CallStatus="busy")
            assert duty.climb(reach, escalation) == pytest.approx(60)
        calls.status(reach.told[-1].attempt_id, CallStatus="no-answer")
        # There is nobody else on this rung, and the next one is due in its time.
        assert duty.climb(reach, escalation) == pytest.approx(175)
        assert len(reach.told) == 4


def test_a_late_status_does_not_hurry_what_was_climbed_since(duty, escalation, calls: Calls) -> None:
    reach = ScriptedReach()
    with time_machine.travel(clock.now() + timedelta(seconds=60), tick=False) as traveller:
        duty.climb(reach, escalation)
        traveller.shift(1)
        anas = reach.told[0].attempt_id
        calls.status(anas, MessageStatus="undelivered", ErrorCode="30003")
        assert duty.climb(reach, escalation) == pytest.approx(59)
        assert [notice.name for notice in reach.told] == ["Ana", "Ben"]
        assert duty.attempt(anas).code == "30003"


class ToldBeforeTaken(ScriptedReach):
    """A phone company whose status comes before its answer to the request."""

    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self.calls = calls

    def reach(self, notice) -> str:
        sid = super().reach(notice)
        self.calls.status(notice.attempt_id, CallStatus="failed")
        return sid


def phoned(duty, escalation: Escalation, reach: ScriptedReach) -> None:
    """Let the climb come to the calls."""
    with time_machine.travel(clock.now() + timedelta(seconds=60), tick=False) as traveller:
        duty.climb(ScriptedReach(), escalation)
        traveller.shift(60)
        duty.climb(reach, escalation)


def test_a_status_that_overtakes_the_answer_to_its_request_makes_no_second_attempt(
    duty, escalation, calls: Calls
) -> None:
    other = ScriptedReach()

    class AnotherWorkerLooks(ToldBeforeTaken):
        def reach(self, notice) -> str:
            sid = super().reach(notice)
            duty.climb(other, escalation)
            return sid

    reach = AnotherWorkerLooks(calls)
    phoned(duty, escalation, reach)
    assert other.told == []


def test_a_status_that_overtakes_the_answer_to_its_request_is_believed(duty, escalation, calls: Calls) -> None:
    reach = ToldBeforeTaken(calls)
    phoned(duty, escalation, reach)
    assert duty.attempt(reach.told[0].attempt_id).state is AttemptState.UNREACHED
    assert [notice.name for notice in reach.told] == ["Ana", "Ben"]


def test_a_status_after_somebody_took_it_is_kept_and_starts_nothing(duty, escalation, calls: Calls) -> None:
    anas, bens = (duty.told(person, escalation, Means.CALL) for person in (duty.ana, duty.ben))
    calls.pressed(anas, "1")
    taken = duty.row(escalation)
    calls.status(bens, CallStatus="no-answer")
    assert duty.attempt(bens).state is AttemptState.UNREACHED
    assert duty.row(escalation) == taken


def test_while_the_database_is_away_the_call_still_says_what_it_is_and_asks_for_a_key(
    duty, escalation, calls: Calls, database_away, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    with monkeypatch.context() as meanwhile:
        database_away(patch=meanwhile)
        document = calls.answered(attempt)
    assert len(document.findall("Gather")) == 3
    assert spoken(document)[:2] == [said("call_opening"), said("call_ask")]


@pytest.mark.parametrize("ways", [(), ("writing",)], ids=["all of it", "its writing"])
def test_while_the_database_is_away_key_1_is_said_to_have_failed_and_never_that_it_is_theirs(
    duty, escalation, calls: Calls, database_away, monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...]
) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    with monkeypatch.context() as meanwhile:
        database_away(*ways, patch=meanwhile)
        document = calls.pressed(attempt, "1")
    assert said("call_taken") not in spoken(document)
    assert spoken(document)[0] == said("call_not_now")
    assert len(document.findall("Gather")) == 3
    assert duty.row(escalation).state is EscalationState.OPEN
    assert spoken(calls.pressed(attempt, "1")) == [said("call_taken")]


def test_while_the_database_is_away_a_status_is_asked_for_again(
    duty, escalation, calls: Calls, database_away, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    with monkeypatch.context() as meanwhile:
        database_away(patch=meanwhile)
        assert calls.status(attempt, CallStatus="busy").status_code == 503
    assert duty.attempt(attempt).state is AttemptState.TAKEN


def test_a_database_that_refuses_leaves_no_caller_without_words(
    duty, escalation, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)

    def refuses(*_arguments: object) -> None:
        raise StoreRefusedError("refused")

    for name in ("_notice", "taken_by_key", "call_ended"):
        monkeypatch.setattr(routes, name, refuses)
    assert spoken(calls.answered(attempt))[:2] == [said("call_opening"), said("call_ask")]
    assert spoken(calls.pressed(attempt, "1"))[0] == said("call_not_now")
    assert calls.status(attempt, CallStatus="busy").status_code == 503


def test_nothing_that_a_call_says_holds_a_residents_number_or_words(duty, escalation, calls: Calls) -> None:
    attempt = duty.told(duty.ana, escalation, Means.CALL)
    for document in (calls.answered(attempt), calls.pressed(attempt, "2"), calls.pressed(attempt, "1")):
        everything = ET.tostring(document, encoding="unicode")
        for secret in (ROSA.number, ROSA.number[2:], "knife", "he has"):
            assert secret not in everything, secret
