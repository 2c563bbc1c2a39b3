"""What of people on call is an answer to a notice; whatever else they text goes the way of every resident's text."""

from __future__ import annotations

import pytest

from bot.conversation.house import House
from bot.program.profile import OnCall
from bot.testing import ASKS_WHERE, MATEO, ROSA
from bot.vocabulary import AckWay, AttemptState, EscalationState, Hazard, Means
from channels.ladder.taking import taken_by_text
from channels.ladder.words import said

PUBLIC = "https://line.example"
TAKES = [
    "{}",
    " {} ",
    "{}.",
    "#{}",
    "“{}”",
    "yes {}",
    "Yes, {}.",
    "YES:{}",
    "take {}",
    "take it {}",
    "Take it: {}!",
    "I'll take it {}",
    "I’ll take it. {}",
    "i have it {}",
    "got it {}",
    "Reply {}",
    "ok {}",
    "okay\n{}",
    "{} yes",
    "{}, got it!",
    "sí {}",
    "SÍ, {}",
    "si\u0301 {}",
    "si {}",
    "lo tomo {}",
    "la tomo {}",
    "Yo la tomo, {}",
    "lo tengo {}",
    "1",
    "yes",
    "Yes!",
    "y",
    "OK",
    "Okay.",
    "take it",
    "I'll take it",
    "I have it",
    "I’ve got it",
    "mine",
    "sí",
    "Sí.",
    "lo tengo",
    "La tengo",
    "yo lo tomo",
]


@pytest.mark.parametrize("body", TAKES)
def test_every_plain_way_to_say_so_takes_it(duty, house: House, body: str) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    assert [taken_by_text(house, duty.resident(duty.ana).texts(body.format(number)), PUBLIC).text] == duty.yours()
    row = duty.row(escalation)
    assert row.state is EscalationState.ACKNOWLEDGED
    assert (row.acknowledged_name, row.acknowledged_way, row.acknowledged_by) == ("Ana", AckWay.TEXT, None)


def test_an_answer_of_somebody_on_call_is_answered_in_its_webhook_and_opens_no_conversation(duty, answers) -> None:
    escalation = duty.emergency()
    assert answers(duty.ana, f"yes {duty.told(duty.ana, escalation)}") == duty.yours()
    assert duty.row(escalation).state is EscalationState.ACKNOWLEDGED
    assert duty.trial.conversations(duty.resident(duty.ana)) == ()


NO_ANSWERS = [
    "no",
    "yes he has a knife",
    "ok but who is with him?",
    "yes?",
    "I can't, I'm driving",
    "not me",
    "reply",
    "take her to hospital",
    "1 person",
    ".",
    "!!!",
    "...",
    "#",
    "?",
    "👍",
    "12345678901234567890",
]


@pytest.mark.parametrize("body", NO_ANSWERS)
def test_nothing_else_takes_it(duty, house: House, body: str) -> None:
    escalation = duty.emergency()
    duty.told(duty.ana, escalation)
    assert taken_by_text(house, duty.resident(duty.ana).texts(body), PUBLIC).text == ""
    assert duty.row(escalation).state is EscalationState.OPEN


@pytest.mark.parametrize("body", ["no", "No.", "who has it?", "!!!"])
def test_whatever_else_somebody_on_call_texts_goes_the_way_of_every_text(duty, answers, body: str) -> None:
    escalation = duty.emergency()
    duty.told(duty.ana, escalation)
    assert answers(duty.ana, body) == [ASKS_WHERE]
    assert duty.row(escalation).state is EscalationState.OPEN
    assert [line.body for line in duty.trial.inbound(duty.resident(duty.ana))] == [body]


@pytest.mark.parametrize("body", ["there is a man with a knife at my door, he has a knife", "yes he has a knife"])
def test_danger_that_somebody_on_call_is_in_is_screened_and_escalated_as_anybodys(duty, answers, body: str) -> None:
    duty.told(duty.ana, duty.emergency())
    assert answers(duty.ana, body) == [duty.trial.words("utter_emergency")]
    own = duty.trial.escalations(duty.resident(duty.ana))
    assert [(one.state, one.hazards) for one in own] == [(EscalationState.OPEN, [Hazard.WEAPON.value])]


@pytest.mark.parametrize("body", ["yes", "1", "ok", "sí"])
def test_a_yes_to_the_safety_question_that_somebody_on_call_was_asked_is_an_answer_to_that(
    duty, answers, body: str
) -> None:
    escalation = duty.emergency()
    duty.told(duty.ana, escalation)
    answers(duty.ana, "I saw a knife in the hallway")
    assert duty.trial.conversation(duty.resident(duty.ana)).safety_asked_at is not None
    answers(duty.ana, body)
    assert duty.row(escalation).state is EscalationState.OPEN
    assert len(duty.trial.inbound(duty.resident(duty.ana))) == 2


def test_the_number_of_the_notice_takes_it_even_while_the_safety_question_is_open(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    answers(duty.ana, "I saw a knife in the hallway")
    assert answers(duty.ana, str(number)) == duty.yours()


def test_a_resident_who_is_not_on_call_takes_nothing_with_any_number(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    for body in (str(number), "yes", "1"):
        answers(OnCall("Mateo", MATEO.number), body)
    assert duty.row(escalation).state is EscalationState.OPEN
    assert len(duty.trial.inbound(MATEO)) == 3


def test_somebody_who_was_on_call_and_is_no_longer_takes_nothing(duty, answers) -> None:
    escalation = duty.emergency()
    gone = OnCall("Gus", "+13035550129")
    number = duty.told(gone, escalation)
    assert answers(gone, str(number)) == [ASKS_WHERE]
    assert duty.row(escalation).state is EscalationState.OPEN


@pytest.mark.parametrize("body", ["yes", "1", "{}"])
def test_somebody_on_call_who_was_not_texted_takes_nothing_by_text(duty, answers, body: str) -> None:
    escalation = duty.emergency()
    anas = duty.told(duty.ana, escalation)
    duty.told(duty.ben, escalation, Means.CALL)
    assert answers(duty.ben, body.format(anas)) == [ASKS_WHERE]
    assert duty.row(escalation).state is EscalationState.OPEN


def test_a_text_that_the_phone_company_refused_was_not_read_so_a_bare_yes_is_no_answer_to_it(duty, answers) -> None:
    escalation = duty.emergency()
    duty.told(duty.ana, escalation, state=AttemptState.REFUSED)
    answers(duty.ana, "yes")
    assert duty.row(escalation).state is EscalationState.OPEN
    assert len(duty.trial.inbound(duty.resident(duty.ana))) == 1


@pytest.mark.parametrize("state", [AttemptState.WRITTEN, AttemptState.DELAYED, AttemptState.UNREACHED])
def test_a_text_that_came_although_nobody_knows_of_it_may_be_answered(duty, answers, state: AttemptState) -> None:
    number = duty.told(duty.ana, duty.emergency(), state=state)
    assert answers(duty.ana, str(number)) == duty.yours()


def test_the_number_of_another_persons_notice_takes_nothing_and_asks_which(duty, answers) -> None:
    roses, mateos = duty.emergency(), duty.emergency(MATEO)
    anas, bens = duty.told(duty.ana, roses), duty.told(duty.ben, mateos)
    assert answers(duty.ben, str(anas)) == [said("text_which", replies=str(bens))]
    assert duty.row(roses).state is EscalationState.OPEN
    assert duty.row(mateos).state is EscalationState.OPEN


def test_a_mistyped_number_takes_nothing_and_asks_which(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    assert answers(duty.ana, f"{number}0") == [said("text_which", replies=str(number))]
    assert duty.row(escalation).state is EscalationState.OPEN


def test_a_number_that_is_nobodys_while_nothing_is_open_is_a_text_as_any(duty, answers) -> None:
    escalation = duty.emergency()
    number = duty.told(duty.ana, escalation)
    answers(duty.ana, str(number))
    assert answers(duty.ana, "1450") == [ASKS_WHERE]


@pytest.mark.parametrize("body", ["yes", "1", "ok"])
def test_where_two_are_open_a_bare_yes_asks_which(duty, answers, body: str) -> None:
    roses, mateos = duty.emergency(), duty.emergency(MATEO)
    # Ten attempts lie between them: they are to be read in the order of their numbers.
    first = duty.told(duty.ana, roses)
    for _ in range(10):
        last = duty.told(duty.ana, mateos)
    assert answers(duty.ana, body) == [said("text_which", replies=f"{first}, {last}")]
    assert {duty.row(one).state for one in (roses, mateos)} == {EscalationState.OPEN}
    assert answers(duty.ana, str(first)) == duty.yours(ROSA)
    assert duty.row(mateos).state is EscalationState.OPEN
    assert answers(duty.ana, body) == duty.yours(MATEO)


def test_any_notice_of_an_escalation_may_be_answered_not_the_newest_alone(duty, answers) -> None:
    escalation = duty.emergency()
    first = duty.told(duty.ana, escalation)
    duty.told(duty.ana, escalation)
    assert answers(duty.ana, str(first)) == duty.yours()
