from __future__ import annotations

from dataclasses import replace

import pytest

from bot.callbacks import taking_over
from bot.conversation.house import House
from bot.escalation import service as escalation
from bot.escalation.service import Ending, Taker
from bot.safety.screen import Screen
from bot.store import Store
from bot.testing import ASKS_WHERE, ROSA, Decides, texts_to_911
from bot.vocabulary import (
    CarrierWord,
    ConversationState,
    DangerLevel,
    Effect,
    EscalationOutcome,
    EscalationState,
    EventName,
    Language,
    Outcome,
    Purpose,
    Question,
    Slot,
    Urgency,
)
from channels.engine_script import ScriptedEngine
from channels.pipeline import Pipeline
from channels.trial import Trial

KNIFE = "my brother has a knife and is coming at me"


def test_danger_is_answered_with_911_and_opens_an_escalation(trial: Trial) -> None:
    assert trial.says(ROSA, KNIFE) == [trial.words("utter_emergency")]
    opened = trial.escalations(ROSA)
    assert [(one.state, one.cause, one.hazards) for one in opened] == [(EscalationState.OPEN, "screen", ["weapon"])]
    assert trial.conversation(ROSA).state is ConversationState.ESCALATED
    assert trial.record(ROSA).urgency is Urgency.EMERGENCY
    assert trial.record(ROSA).outcome is Outcome.NINE_ONE_ONE


def test_the_escalation_names_the_message_that_opened_it(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    assert trial.escalations(ROSA)[0].message_id == trial.inbound(ROSA)[0].id


def test_danger_never_waits_for_the_dialogue_engine(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    assert trial.engine.turns == []


def test_texting_911_is_named_only_where_the_city_has_it(embedded_store: Store, screen: Screen) -> None:
    for taken in (True, False):
        engine = ScriptedEngine()
        trial = Trial(Pipeline(House(embedded_store, screen, texts_to_911(taken)), engine.client(), 1), engine)
        said = trial.says(replace(ROSA, number=f"+1303555010{int(taken)}"), KNIFE)[0]
        assert ("text 911" in said) is taken


def test_danger_told_in_spanish_is_answered_in_spanish(trial: Trial) -> None:
    said = trial.says(ROSA, "mi hermano tiene un cuchillo y viene hacia mi")
    assert said == [trial.words("utter_emergency", Language.SPANISH)]


def test_danger_of_suicide_alone_names_988_beside_911(trial: Trial) -> None:
    said = trial.says(ROSA, "I want to kill myself")[0]
    assert "911" in said
    assert "988" in said


@pytest.mark.parametrize("question", list(Question))
def test_danger_is_heard_inside_every_question(trial: Trial, question: Question) -> None:
    trial.engine.decide = Decides(asked=question)
    trial.says(ROSA, "hello, I need some help")
    assert trial.says(ROSA, KNIFE) == [trial.words("utter_emergency")]
    assert len(trial.escalations(ROSA)) == 1


@pytest.mark.parametrize("effect", [Effect.QUEUE, Effect.HAND_OFF, Effect.CLOSE, Effect.CANCEL])
def test_danger_is_heard_after_the_talk_came_to_an_end(trial: Trial, effect: Effect) -> None:
    trial.engine.decide = Decides(effect)
    trial.says(ROSA, "thank you, goodbye")
    assert "911" in trial.says(ROSA, KNIFE)[0]
    assert len(trial.escalations(ROSA)) == 1


def test_danger_is_heard_while_a_person_has_the_conversation(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    with trial.house.store.writing() as books:
        books.conversations.change(trial.conversation(ROSA).id, state=ConversationState.PERSON)
    assert trial.says(ROSA, KNIFE) == [trial.words("utter_emergency")]
    assert trial.conversation(ROSA).state is ConversationState.PERSON
    assert len(trial.escalations(ROSA)) == 1


def test_danger_is_heard_from_who_opted_out(trial: Trial) -> None:
    trial.says(ROSA, "STOP", carrier_word=CarrierWord.OPT_OUT)
    assert trial.says(ROSA, KNIFE) == [trial.words("utter_emergency")]
    assert len(trial.escalations(ROSA)) == 1


def test_danger_in_a_text_that_looks_like_an_opt_in_is_heard(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife")
    assert "911" in trial.says(ROSA, "YES", carrier_word=CarrierWord.OPT_IN)[0]
    assert len(trial.escalations(ROSA)) == 1


@pytest.mark.parametrize("state", [ConversationState.NEEDS_PERSON, ConversationState.PERSON])
def test_what_may_be_danger_is_asked_about_while_the_conversation_waits_for_a_person(
    trial: Trial, state: ConversationState
) -> None:
    trial.says(ROSA, "hello")
    with trial.house.store.writing() as books:
        books.conversations.change(trial.conversation(ROSA).id, state=state)
    assert trial.says(ROSA, "I saw a knife in the hallway") == [trial.words("utter_safety_check")]
    trial.says(ROSA, "no")
    assert trial.conversation(ROSA).state is state
    trial.says(ROSA, "I think about suicide")
    assert trial.conversation(ROSA).safety_asked_at is not None
    trial.says(ROSA, "yes")
    assert len(trial.escalations(ROSA)) == 1


def test_new_danger_is_added_to_the_escalation_that_stands(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    trial.says(ROSA, "and she took all the pills")
    assert [one.hazards for one in trial.escalations(ROSA)] == [["weapon", "overdose"]]
    assert EventName.ESCALATION_ADDED in trial.event_names(ROSA)


def test_danger_told_twice_is_answered_with_what_is_missing_for_911(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    assert trial.says(ROSA, KNIFE) == [trial.words("utter_escalated_where")]


def test_the_place_told_after_danger_is_noted_for_911(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    trial.says(ROSA, "please hurry")
    trial.says(ROSA, "412 Pearl Street, second floor")
    known = trial.frame(ROSA).answered(Slot.LOCATION)
    assert "412 Pearl" in str(known)


def test_taking_it_back_closes_nothing(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    assert trial.says(ROSA, "never mind, just kidding") == [trial.words("utter_escalated_retracted")]
    assert trial.escalations(ROSA)[0].state is EscalationState.OPEN
    assert trial.conversation(ROSA).danger is DangerLevel.EMERGENCY


def test_who_was_acknowledged_is_told_that_a_person_has_seen_it(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    casey, opened = trial.staff(), trial.escalations(ROSA)[0]
    with trial.house.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(casey))
    assert trial.says(ROSA, "hello?") == [trial.words("utter_escalated_seen")]


def test_only_a_person_ends_an_escalation_and_the_danger_still_stands(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    casey = trial.staff()
    opened = trial.escalations(ROSA)[0]
    with trial.house.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(casey))
        escalation.close(books, opened.id, casey, Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911"))
    conversation = trial.conversation(ROSA)
    assert conversation.state is ConversationState.PERSON
    assert conversation.danger is DangerLevel.EMERGENCY


def test_the_assistant_goes_on_gathering_while_a_person_is_waited_for(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.HAND_OFF)
    trial.says(ROSA, "let me talk to a person")
    trial.engine.decide = Decides(Effect.QUEUE)
    assert trial.says(ROSA, "I am at 412 Pearl Street") == [ASKS_WHERE]
    assert trial.conversation(ROSA).state is ConversationState.NEEDS_PERSON


def test_a_message_to_a_person_who_is_not_writing_is_noted_and_answered_truly(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    casey, turns = trial.staff(), len(trial.engine.turns)
    with trial.house.store.writing() as books:
        taking_over.take_over(books, trial.conversation(ROSA).id, casey)
    assert trial.says(ROSA, "I am at 412 Pearl Street") == [trial.words("utter_human_waiting")]
    assert len(trial.engine.turns) == turns
    assert "412 Pearl" in str(trial.frame(ROSA).answered(Slot.LOCATION))


def test_the_machine_is_silent_while_a_person_is_speaking(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    casey = trial.staff()
    with trial.house.store.writing() as books:
        taking_over.take_over(books, trial.conversation(ROSA).id, casey)
        taking_over.reply(books, trial.conversation(ROSA).id, casey, "This is Casey. How can I help?")
    assert trial.says(ROSA, "thanks for writing") == []
    assert trial.inbound(ROSA)[-1].answered_at is not None


def test_the_911_text_is_a_safety_text(trial: Trial) -> None:
    trial.says(ROSA, KNIFE)
    assert trial.outbound(ROSA)[0].purpose is Purpose.SAFETY


def test_danger_told_where_the_place_was_asked_for_is_not_taken_for_the_place(trial: Trial) -> None:
    trial.engine.decide = Decides(asked=Question.LOCATION)
    trial.says(ROSA, "hello")
    trial.says(ROSA, KNIFE)
    assert Slot.LOCATION not in trial.frame(ROSA).slots
    trial.says(ROSA, "112 Grant St")
    assert trial.frame(ROSA).answered(Slot.LOCATION)["number"] == "112"
