"""Who has an escalation once people on call have answered: one of them, and every other one is told so."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.house import House
from bot.escalation import service
from bot.program.profile import OnCall
from bot.testing import ASKS_WHERE, MATEO, ROSA, new_sid
from bot.vocabulary import AckWay, DangerLevel, EscalationState, EventName, Means
from channels.ladder.taking import taken_by_key, taken_by_text
from channels.ladder.words import said

PUBLIC = "https://line.example"


@pytest.mark.parametrize("body", ["{}", "yes", "1"])
def test_who_answers_after_another_person_is_told_who_has_it(duty, answers, body: str) -> None:
    escalation = duty.emergency()
    anas, bens = duty.told(duty.ana, escalation), duty.told(duty.ben, escalation)
    answers(duty.ana, str(anas))
    told = [said("text_taken_by_other", name="Ana", reference=duty.reference())]
    assert answers(duty.ben, body.format(bens)) == told
    assert duty.row(escalation).acknowledged_name == "Ana"
    assert duty.events(escalation).count(EventName.ESCALATION_ACKNOWLEDGED) == 1


def test_who_answers_after_the_desk_is_told_who_has_it(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    casey = duty.trial.staff()
    with duty.trial.house.store.writing() as books:
        service.acknowledge(books, escalation.id, service.Taker.at_the_desk(casey))
    told = [said("text_taken_by_other", name="Casey", reference=duty.reference())]
    assert answers(duty.ana, str(number)) == told


def test_two_people_of_one_name_are_two_people(duty, answers) -> None:
    clinicians = replace(duty.ana, name="On-call clinician"), replace(duty.ben, name="On-call clinician")
    escalation = duty.emergency()
    first, second = (duty.told(person, escalation) for person in clinicians)
    call = duty.told(clinicians[1], escalation, Means.CALL)
    assert answers(clinicians[0], str(first)) == duty.yours()
    told = [said("text_taken_by_other", name="On-call clinician", reference=duty.reference())]
    assert answers(clinicians[1], str(second)) == told
    assert taken_by_key(duty.trial.house, call) == said("call_taken_by_other", name="On-call clinician")


def test_one_person_under_two_names_is_one_person(duty, answers) -> None:
    escalation = duty.emergency()
    first = duty.told(duty.ana, escalation)
    second = duty.told(replace(duty.ana, name="Supervisor"), escalation)
    answers(duty.ana, str(first))
    assert answers(duty.ana, str(second)) == duty.yours()


def test_who_took_it_on_the_phone_and_then_answers_the_text_hears_that_it_is_theirs(duty, answers) -> None:
    escalation = duty.emergency()
    number, call = duty.told(duty.ana, escalation), duty.told(duty.ana, escalation, Means.CALL)
    assert taken_by_key(duty.trial.house, call) == said("call_taken")
    assert answers(duty.ana, str(number)) == duty.yours()
    assert duty.row(escalation).acknowledged_way is AckWay.CALL


def test_after_it_was_closed_the_number_is_told_so(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    duty.close(escalation)
    assert answers(duty.ana, f"yes {number}") == [said("text_closed", reference=duty.reference())]
    assert duty.row(escalation).state is EscalationState.CLOSED
    assert duty.trial.conversations(duty.resident(duty.ana)) == ()


def test_after_it_was_closed_another_persons_number_and_a_bare_yes_are_texts_as_any(duty, answers) -> None:
    escalation = duty.emergency()
    anas = duty.told(duty.ana, escalation)
    duty.told(duty.ben, escalation)
    duty.close(escalation)
    for body in (str(anas), "yes"):
        assert answers(duty.ben, body) == [ASKS_WHERE]


def test_the_number_of_a_closed_one_takes_no_other_that_is_open(duty, answers) -> None:
    roses, mateos = duty.emergency(), duty.emergency(MATEO)
    closed = duty.told(duty.ana, roses)
    duty.told(duty.ana, mateos)
    duty.close(roses)
    assert answers(duty.ana, str(closed)) == [said("text_closed", reference=duty.reference(ROSA))]
    assert duty.row(mateos).state is EscalationState.OPEN


def test_the_same_answer_twice_is_answered_the_same_and_changes_nothing(duty, answers) -> None:
    escalation = duty.emergency()
    number, sid = duty.told(duty.ana, escalation), new_sid()
    first = answers(duty.ana, str(number), sid)
    taken = duty.row(escalation)
    assert answers(duty.ana, str(number), sid) == first == duty.yours()
    assert duty.row(escalation) == taken
    assert duty.events(escalation).count(EventName.ESCALATION_ACKNOWLEDGED) == 1


def test_a_bare_yes_that_the_phone_company_repeats_does_not_take_what_was_opened_since(duty, answers) -> None:
    roses, sid = duty.emergency(), new_sid()
    duty.told(duty.ana, roses)
    assert answers(duty.ana, "yes", sid) == duty.yours()
    mateos = duty.emergency(MATEO, "he has a gun")
    duty.told(duty.ana, mateos)
    assert answers(duty.ana, "yes", sid) == duty.yours()
    assert duty.row(mateos).state is EscalationState.OPEN


@pytest.mark.parametrize("body", ["{}", "yes", "1"])
def test_a_notice_of_the_day_before_is_not_answered_any_more(duty, answers, body: str) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation, ago=timedelta(hours=24, seconds=5))
    assert answers(duty.ana, body.format(number)) == [ASKS_WHERE]
    assert duty.row(escalation).state is EscalationState.OPEN
    assert duty.trial.conversation(duty.resident(duty.ana)).danger is DangerLevel.NONE


def test_a_notice_of_less_than_a_day_ago_is_answered(duty, answers) -> None:
    number = duty.told(duty.ana, duty.emergency(), ago=timedelta(hours=23))
    assert answers(duty.ana, str(number)) == duty.yours()


def test_the_old_number_of_a_closed_one_is_a_text_as_any(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation, ago=timedelta(hours=25))
    duty.close(escalation)
    assert answers(duty.ana, str(number)) == [ASKS_WHERE]


def test_what_climbs_anew_may_be_taken_anew(duty, answers) -> None:
    escalation = duty.emergency()
    anas, bens = duty.told(duty.ana, escalation), duty.told(duty.ben, escalation)
    answers(duty.ana, str(anas))
    with duty.trial.house.store.writing() as books:
        service.climb_again(books, escalation.id)
    assert answers(duty.ben, str(bens)) == duty.yours()
    assert answers(duty.ana, str(anas)) == [said("text_taken_by_other", name="Ben", reference=duty.reference())]


def test_while_the_database_is_away_the_answer_is_the_safe_reply_and_nothing_is_taken(
    duty, answers, database_away, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    with monkeypatch.context() as meanwhile:
        database_away(patch=meanwhile)
        assert answers(duty.ana, str(number)) == [duty.trial.words("utter_safe_reply")]
    assert duty.row(escalation).state is EscalationState.OPEN


def test_while_the_database_takes_no_writing_nothing_is_said_to_be_theirs(
    duty, answers, database_away, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    with monkeypatch.context() as meanwhile:
        database_away("writing", patch=meanwhile)
        assert answers(duty.ana, f"yes {number}") == [duty.trial.words("utter_safe_reply")]
    assert duty.row(escalation).state is EscalationState.OPEN


def test_of_all_who_answer_in_one_moment_one_has_it_and_the_others_hear_who(duty, house: House) -> None:
    escalation, told = duty.emergency(), []
    people = [duty.ana, duty.ben, duty.sam]
    numbers = [duty.told(person, escalation) for person in people]
    together = threading.Barrier(len(people))

    def answer(person: OnCall, number: int) -> None:
        together.wait(5)
        told.append(taken_by_text(house, duty.resident(person).texts(str(number)), PUBLIC).text)

    threads = [threading.Thread(target=answer, args=pair) for pair in zip(people, numbers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    winner = duty.row(escalation).acknowledged_name
    other = said("text_taken_by_other", name=winner, reference=duty.reference())
    assert sorted(told) == sorted([*duty.yours(), other, other])
    assert duty.events(escalation).count(EventName.ESCALATION_ACKNOWLEDGED) == 1


def test_the_chain_says_which_notice_was_answered_and_names_nobody(duty, answers) -> None:
    escalation = duty.emergency()
    number, sid = duty.told(duty.ana, escalation), new_sid()
    answers(duty.ana, str(number), sid)
    with duty.trial.house.store.reading() as books:
        event = books.events.of_escalation(escalation.id)[-1]
    assert (event.name, event.actor) == (EventName.ESCALATION_ACKNOWLEDGED, "on_call")
    assert event.facts == {"way": "text", "attempt_id": number, "sid": sid}
