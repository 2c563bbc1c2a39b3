from __future__ import annotations

from dataclasses import replace

import pytest

from bot.callbacks import closing, taking_over
from bot.conversation.deciding import apply
from bot.conversation.falling_back import fall_back
from bot.conversation.remember import remember
from bot.conversation.turn import begin
from bot.intake.frame import Frame, SlotValue
from bot.testing import ROSA, Decides, asks_where, decision
from bot.turn import Decision, Reply, TurnRequest
from bot.vocabulary import (
    ConversationState,
    Disposition,
    Effect,
    EventName,
    Known,
    Language,
    Outcome,
    Question,
    Reason,
    Slot,
    Urgency,
)
from channels.trial import Trial


def told(value: object) -> SlotValue:
    return SlotValue(Known.ANSWERED, value)


def test_the_decision_is_written_as_a_link_of_the_chain_with_its_model(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    decided = next(event for event in trial.events(ROSA) if event.name is EventName.TURN_DECIDED)
    assert decided.facts["model"] == "scripted-1"
    assert decided.facts["program_version"] == trial.house.profile.version
    assert trial.record(ROSA).model_version == "scripted-1"


def test_a_confirmed_record_is_queued_with_a_reference_that_the_reply_names(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, say="Your number is {reference}.", frame={"queued": True})
    said = trial.says(ROSA, "that is right")
    record = trial.record(ROSA)
    assert said == [f"Your number is {record.reference}."]
    assert record.outcome is Outcome.CALLBACK
    assert record.queued_at is not None
    assert trial.conversation(ROSA).state is ConversationState.WAITING_CALLBACK


def test_a_hand_off_queues_the_record_as_urgent_for_a_person(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.HAND_OFF)
    trial.says(ROSA, "a person please")
    assert trial.record(ROSA).urgency is Urgency.URGENT
    assert trial.conversation(ROSA).state is ConversationState.NEEDS_PERSON


def test_danger_that_only_the_engine_heard_opens_an_escalation(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.EMERGENCY)
    assert trial.says(ROSA, "he is doing the thing again") == [trial.words("utter_emergency")]
    assert [one.cause for one in trial.escalations(ROSA)] == ["engine"]


def test_a_cancelled_request_is_closed_with_a_disposition_and_a_reason(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.CANCEL)
    trial.says(ROSA, "cancel my request please")
    record = trial.record(ROSA)
    assert (record.disposition, record.reason) == (Disposition.CANCELLED, Reason.DECLINED)
    assert trial.conversation(ROSA).closed_at is not None


@pytest.mark.parametrize("effect", [Effect.CANCEL, Effect.CLOSE])
def test_a_request_in_which_danger_was_heard_is_not_the_residents_alone_to_end(trial: Trial, effect: Effect) -> None:
    trial.says(ROSA, "I saw a knife")
    trial.engine.decide = Decides(effect)
    trial.says(ROSA, "no")
    assert trial.record(ROSA).closed_at is None
    assert trial.conversation(ROSA).state is ConversationState.NEEDS_PERSON


def test_a_goodbye_does_not_take_back_the_callback_that_was_promised(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, frame={"queued": True})
    trial.says(ROSA, "that is right")
    trial.engine.decide = Decides(Effect.CLOSE)
    trial.says(ROSA, "thank you, goodbye")
    assert trial.record(ROSA).closed_at is None
    assert trial.conversation(ROSA).state is ConversationState.WAITING_CALLBACK


def test_another_matter_after_a_queued_one_is_a_record_of_its_own(trial: Trial) -> None:
    trial.engine.decide = Decides(Effect.QUEUE, frame={"queued": True, "slots": {Slot.NARRATIVE: told("cold")}})
    trial.says(ROSA, "that is right")
    first = trial.record(ROSA)
    trial.engine.decide = Decides(frame={"queued": False, "slots": {}})
    trial.says(ROSA, "there is something new, another person")
    second = trial.record(ROSA)
    assert second.id != first.id
    with trial.house.store.reading() as books:
        kept = books.records.get(first.id)
    assert kept.closed_at is None
    assert Frame.from_document(kept.frame).answered(Slot.NARRATIVE) == "cold"
    assert trial.conversation(ROSA).state is ConversationState.ASSISTANT


def test_urgency_is_only_ever_raised_by_a_decision(trial: Trial) -> None:
    trial.engine.decide = Decides(urgency=Urgency.PRIORITY)
    trial.says(ROSA, "hello")
    trial.engine.decide = Decides(urgency=Urgency.ROUTINE)
    trial.says(ROSA, "and now")
    assert trial.record(ROSA).urgency is Urgency.PRIORITY


def test_the_language_that_the_engine_goes_on_in_is_kept(trial: Trial) -> None:
    trial.engine.decide = Decides(language=Language.SPANISH)
    trial.says(ROSA, "espanol")
    assert trial.conversation(ROSA).language is Language.SPANISH


def test_a_turn_overtaken_by_danger_does_not_speak_over_it(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "someone is shouting in the hall")
        await trial.engine.entered()
        danger = await trial.sends(ROSA, "he has a knife")
        assert danger == [trial.words("utter_emergency")]
        trial.engine.let_go()
        assert await first == [trial.words("utter_escalated_again")]

    trial.run(scenario)
    assert trial.frame(ROSA).asked is not Question.LOCATION or trial.frame(ROSA).noticed is False
    assert trial.conversation(ROSA).state is ConversationState.ESCALATED


def test_a_turn_overtaken_by_a_person_does_not_speak_over_them(trial: Trial) -> None:
    casey = trial.staff()

    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "someone is shouting in the hall")
        await trial.engine.entered()
        with trial.house.store.writing() as books:
            taking_over.take_over(books, trial.conversation(ROSA).id, casey)
        trial.engine.let_go()
        assert await first == [trial.words("utter_human_waiting")]

    trial.run(scenario)
    assert "shouting" in str(trial.frame(ROSA).answered(Slot.NARRATIVE))


def test_what_is_written_while_the_conversation_is_closed_reaches_a_person(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    casey = trial.staff()

    async def scenario() -> None:
        trial.engine.hold()
        late = trial.sends(ROSA, "wait, he is back and shouting")
        await trial.engine.entered()
        with trial.house.store.writing() as books:
            closing.close(books, str(trial.conversation(ROSA).record_id), casey, Disposition.SETTLED_BY_PHONE)
        trial.engine.let_go()
        assert await late == [trial.words("utter_human_waiting")]

    closed = trial.record(ROSA).id
    trial.run(scenario)
    assert trial.conversation(ROSA).state is ConversationState.NEEDS_PERSON
    assert trial.record(ROSA).id != closed
    assert trial.record(ROSA).queued_at is not None
    assert "shouting" in str(trial.frame(ROSA).answered(Slot.NARRATIVE))


def test_a_turn_whose_texts_were_answered_meanwhile_says_nothing(trial: Trial) -> None:
    remembered = remember(trial.house, ROSA.texts("hello"))
    first, second = (begin(trial.house, remembered.conversation_id) for _ in range(2))
    assert first is not None
    assert second is not None
    assert len(apply(trial.house, first, asks_where(first.request), inline=True)) == 1
    assert apply(trial.house, second, asks_where(second.request), inline=True) == ()
    assert fall_back(trial.house, second, inline=True, why="timeout") == ()
    assert len(trial.outbound(ROSA)) == 1


def test_what_was_noted_while_the_engine_was_thinking_is_not_lost(trial: Trial) -> None:
    remembered = remember(trial.house, ROSA.texts("hello"))
    turn = begin(trial.house, remembered.conversation_id)
    assert turn is not None
    later = remember(trial.house, ROSA.texts("I am at 412 Pearl Street"))
    alone = begin(trial.house, remembered.conversation_id, only=later.message_id)
    assert alone is not None
    fall_back(trial.house, alone, inline=True, why="busy")
    apply(trial.house, turn, asks_where(turn.request), inline=True)
    assert "412 Pearl" in str(trial.frame(ROSA).answered(Slot.LOCATION))


def test_the_replies_of_a_turn_are_one_text(trial: Trial) -> None:
    def two(request: TurnRequest) -> Decision:
        return replace(
            decision(request), replies=(Reply("utter_notice", "This is a bot."), Reply("utter_greet", "Hi."))
        )

    trial.engine.decide = two
    assert trial.says(ROSA, "hello") == ["This is a bot.\nHi."]


def test_the_first_notice_stays_before_the_safety_question(trial: Trial) -> None:
    def notice(request: TurnRequest) -> Decision:
        return replace(
            decision(request), replies=(Reply("utter_notice", "This is a bot."), Reply("utter_greet", "Hi."))
        )

    trial.engine.decide = notice
    assert trial.says(ROSA, "I saw a knife") == ["This is a bot.\n" + trial.words("utter_safety_check")]


def test_a_picture_without_words_gets_an_answer_of_its_own(trial: Trial) -> None:
    assert trial.says(ROSA, "", media=2) == [trial.words("utter_media_only")]
    assert trial.says(ROSA, "  \n ") == [trial.words("utter_empty")]
    assert trial.engine.turns == []
