from __future__ import annotations

import pytest

from bot.conversation.inbound import Inbound
from bot.testing import MATEO, ROSA, Decides
from bot.vocabulary import (
    ConversationState,
    Disposition,
    Effect,
    EventName,
    Language,
    Outcome,
    Purpose,
    Reason,
    Slot,
    Urgency,
)
from channels.sms.form import inbound_from_form
from channels.trial import Trial, texts_of


def text(body: str, **fields: str) -> Inbound:
    form = {"From": ROSA.number, "Body": body, **fields}
    return inbound_from_form(form)


def says(trial: Trial, body: str, **fields: str) -> list[str]:
    return texts_of(trial.receives(text(body, **fields)))


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop. ", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"]
)
def test_an_opt_out_is_honored_at_once_with_one_confirmation(trial: Trial, word: str) -> None:
    says(trial, "someone is asleep on my steps")
    assert says(trial, word) == [trial.words("utter_opted_out")]
    assert trial.conversation(ROSA).state is ConversationState.OPTED_OUT
    assert says(trial, "STOP") == []


@pytest.mark.parametrize(
    "body",
    ["I want to end it", "make him stop", "cancel that, it is 5th street", "please help", "stop the noise", "yes sir"],
)
def test_the_same_word_inside_a_sentence_means_what_it_says(trial: Trial, body: str) -> None:
    assert says(trial, body) == ["What street is it on?"]
    assert trial.conversation(ROSA).state is ConversationState.ASSISTANT


def test_an_opt_out_in_a_harmless_talk_closes_it_with_a_disposition_and_a_reason(trial: Trial) -> None:
    says(trial, "someone is asleep on my steps")
    says(trial, "STOP")
    record = trial.record(ROSA)
    assert (record.outcome, record.disposition, record.reason) == (
        Outcome.OPTED_OUT,
        Disposition.CANCELLED,
        Reason.DECLINED,
    )
    assert trial.conversation(ROSA).closed_at is not None
    assert trial.escalations(ROSA) == []


def test_an_opt_out_as_the_first_word_leaves_a_disposition_too(trial: Trial) -> None:
    says(trial, "STOP")
    assert trial.record(ROSA).disposition is Disposition.CANCELLED


def test_an_opt_out_in_danger_alerts_a_person(trial: Trial) -> None:
    says(trial, "I saw a knife in the hallway")
    assert says(trial, "STOP") == [trial.words("utter_opted_out")]
    opened = trial.escalations(ROSA)
    assert [one.cause for one in opened] == ["opted_out_in_danger"]
    assert opened[0].hazards == ["weapon"]
    assert trial.conversation(ROSA).closed_at is None


def test_an_opt_out_while_escalated_keeps_the_escalation_open(trial: Trial) -> None:
    says(trial, "he has a knife")
    says(trial, "STOP")
    assert [one.closed_at for one in trial.escalations(ROSA)] == [None]


def test_an_opt_out_keeps_the_callback_that_was_promised(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, frame={"queued": True})
    says(trial, "yes that is all right")
    says(trial, "STOP")
    record = trial.record(ROSA)
    assert record.closed_at is None
    assert record.queued_at is not None


def test_no_text_answers_who_opted_out_but_a_person_reads_it(trial: Trial) -> None:
    says(trial, "STOP")
    assert says(trial, "I am at 412 Pearl Street and cold") == []
    record = trial.record(ROSA)
    assert record.queued_at is not None
    assert record.outcome is Outcome.HUMAN
    assert "412 Pearl" in str(trial.frame(ROSA).answered(Slot.LOCATION))
    assert trial.conversation(ROSA).state is ConversationState.OPTED_OUT
    assert trial.engine.turns == []


def test_what_may_be_danger_cannot_be_asked_of_who_opted_out_so_it_is_raised(trial: Trial) -> None:
    says(trial, "STOP")
    assert says(trial, "I saw a knife in the hallway") == []
    assert [one.cause for one in trial.escalations(ROSA)] == ["opted_out_in_danger"]


@pytest.mark.parametrize("word", ["START", "UNSTOP", "YES"])
def test_an_opt_in_brings_back_who_opted_out(trial: Trial, word: str) -> None:
    says(trial, "STOP")
    assert says(trial, word) == [trial.words("utter_opted_in")]
    assert says(trial, "someone is asleep on my steps") == ["What street is it on?"]
    assert EventName.RESIDENT_OPTED_IN in trial.event_names(ROSA)


@pytest.mark.parametrize("word", ["START", "YES"])
def test_an_opt_in_word_from_who_never_opted_out_is_an_ordinary_text(trial: Trial, word: str) -> None:
    assert says(trial, word) == ["What street is it on?"]


def test_yes_to_the_safety_question_is_its_answer(trial: Trial) -> None:
    says(trial, "I saw a knife")
    assert "911" in says(trial, "YES")[0]


def test_who_comes_back_finds_the_escalation_where_it_was(trial: Trial) -> None:
    says(trial, "he has a knife")
    says(trial, "STOP")
    says(trial, "START")
    assert trial.conversation(ROSA).state is ConversationState.ESCALATED


def test_who_comes_back_to_a_queued_request_still_waits_for_the_callback(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, frame={"queued": True})
    says(trial, "yes that is all right")
    says(trial, "STOP")
    says(trial, "START")
    assert trial.conversation(ROSA).state is ConversationState.WAITING_CALLBACK


def test_who_comes_back_to_a_person_is_not_taken_from_them(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.HAND_OFF)
    says(trial, "a person please, I do not want a robot")
    says(trial, "STOP")
    says(trial, "START")
    assert trial.conversation(ROSA).state is ConversationState.NEEDS_PERSON


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_help_alone_carries_911_988_and_what_one_can_do(trial: Trial, word: str) -> None:
    said = says(trial, word)
    assert said == [trial.words("utter_help")]
    assert "911" in said[0]
    assert "988" in said[0]


def test_help_while_the_safety_question_is_open_puts_it_again_and_then_raises(trial: Trial) -> None:
    says(trial, "I saw a knife")
    said = says(trial, "HELP")[0]
    assert trial.words("utter_help") in said
    assert trial.words("utter_safety_check_again") in said
    assert trial.outbound(ROSA)[-1].purpose is Purpose.SAFETY
    says(trial, "HELP")
    assert [one.cause for one in trial.escalations(ROSA)] == ["safety_answer_unclear"]


def test_help_that_the_phone_company_answered_still_gets_the_open_safety_question(trial: Trial) -> None:
    says(trial, "I saw a knife")
    assert says(trial, "HELP", OptOutType="HELP") == [trial.words("utter_safety_check_again")]


def test_help_that_the_phone_company_answered_is_not_answered_twice(trial: Trial) -> None:
    assert says(trial, "HELP", OptOutType="HELP") == []
    assert trial.inbound(ROSA)[0].answered_at is not None


def test_help_from_who_opted_out_is_answered_and_read_by_a_person(trial: Trial) -> None:
    says(trial, "STOP")
    assert says(trial, "HELP") == [trial.words("utter_help")]
    assert trial.record(ROSA).urgency is Urgency.PRIORITY
    assert trial.record(ROSA).queued_at is not None


def test_an_opt_out_that_the_phone_company_confirmed_is_not_confirmed_twice(trial: Trial) -> None:
    assert says(trial, "STOP", OptOutType="STOP") == []
    assert trial.conversation(ROSA).state is ConversationState.OPTED_OUT


def test_a_word_of_the_citys_own_that_the_phone_company_took_as_an_opt_out_is_one(trial: Trial) -> None:
    assert says(trial, "BASTA", OptOutType="STOP") == []
    assert trial.conversation(ROSA).state is ConversationState.OPTED_OUT


def test_an_opt_out_is_confirmed_in_the_language_of_the_talk(trial: Trial) -> None:
    says(trial, "hola, hay una persona durmiendo en mi puerta")
    assert says(trial, "STOP") == [trial.words("utter_opted_out", Language.SPANISH)]


def test_the_opt_out_of_one_resident_is_not_anothers(trial: Trial) -> None:
    says(trial, "STOP")
    assert trial.says(MATEO, "someone is asleep on my steps") == ["What street is it on?"]


def test_an_opt_out_while_the_engine_thinks_ends_the_talk_without_a_word(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "someone is asleep on my steps")
        await trial.engine.entered()
        assert texts_of(await trial.pipeline.receive(text("STOP"))) == [trial.words("utter_opted_out")]
        trial.engine.let_go()
        assert await first == []

    trial.run(scenario)
    assert all(line.answered_at for line in trial.inbound(ROSA))
    assert trial.record(ROSA).disposition is Disposition.CANCELLED


def test_every_opt_out_stands_in_the_chain_of_events(trial: Trial) -> None:
    says(trial, "STOP")
    names = trial.event_names(ROSA)
    assert EventName.RESIDENT_OPTED_OUT in names
    assert EventName.CONVERSATION_STATE_CHANGED in names
