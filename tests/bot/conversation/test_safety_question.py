from __future__ import annotations

import pytest

from bot.testing import ROSA, decision
from bot.vocabulary import ConversationState, DangerLevel, EventName, Language, Purpose, Question
from channels.trial import Trial


def test_what_may_be_danger_is_asked_about_with_one_direct_question(trial: Trial) -> None:
    said = trial.says(ROSA, "I saw a knife in the hallway")
    assert said == [trial.words("utter_safety_check")]
    assert trial.conversation(ROSA).safety_asked_at is not None


def test_the_safety_question_stands_in_place_of_the_next_intake_question(trial: Trial) -> None:
    assert "What street" not in trial.says(ROSA, "I saw a knife in the hallway")[0]


@pytest.mark.parametrize("answer", ["yes", "Yes he does", "si", "I don't know", "not sure", "maybe"])
def test_a_yes_or_a_doubt_raises(trial: Trial, answer: str) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    said = trial.says(ROSA, answer)
    assert "911" in said[0]
    assert trial.conversation(ROSA).state is ConversationState.ESCALATED
    assert trial.escalations(ROSA)[0].cause.startswith("safety_answer_")


def test_a_bare_yes_tells_the_call_taker_which_harm_was_asked_about(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "yes")
    assert trial.escalations(ROSA)[0].hazards == ["weapon"]


def test_a_yes_to_the_suicide_question_names_988_beside_911(trial: Trial) -> None:
    assert trial.says(ROSA, "I think about suicide") == [trial.words("utter_safety_check_suicide")]
    said = trial.says(ROSA, "yes")
    assert "911" in said[0]
    assert "988" in said[0]


def test_one_unclear_answer_is_asked_once_more_and_a_second_raises(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    assert trial.says(ROSA, "the green door") == [trial.words("utter_safety_check_again")]
    assert trial.escalations(ROSA) == []
    assert "911" in trial.says(ROSA, "the second floor")[0]
    assert trial.escalations(ROSA)[0].cause == "safety_answer_unclear"


def test_an_empty_text_is_no_answer_to_the_safety_question(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "")
    trial.says(ROSA, "   ")
    assert len(trial.escalations(ROSA)) == 1


def test_a_plain_no_goes_on_with_the_intake(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    assert trial.says(ROSA, "no") == ["What street is it on?"]
    assert trial.engine.turns[-1].frame.asked is Question.SAFETY_CHECK
    assert trial.escalations(ROSA) == []


def test_the_same_hazard_is_not_asked_about_again_after_a_plain_no(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no")
    assert trial.says(ROSA, "like I said I saw a knife") == ["What street is it on?"]


def test_another_hazard_is_asked_about_after_a_plain_no_to_the_first(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no")
    assert trial.says(ROSA, "I think about suicide") == [trial.words("utter_safety_check_suicide")]


def test_a_no_beside_new_danger_is_no_plain_no(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no, I think about suicide")
    conversation = trial.conversation(ROSA)
    assert conversation.safety_asked_at is not None or trial.escalations(ROSA)


def test_a_no_in_which_a_weapon_is_in_hand_raises(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no, he has a gun")
    assert trial.escalations(ROSA)[0].hazards == ["weapon"]


def test_a_plain_no_does_not_lower_the_standing_danger(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no")
    assert trial.conversation(ROSA).danger is DangerLevel.ASK


def test_the_question_and_its_answer_stand_in_the_chain_of_events(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "yes")
    names = trial.event_names(ROSA)
    asked = names.index(EventName.SAFETY_QUESTION_ASKED)
    answered = names.index(EventName.SAFETY_QUESTION_ANSWERED)
    assert asked < answered < names.index(EventName.ESCALATION_OPENED)


def test_the_question_is_put_in_spanish_to_who_writes_spanish(trial: Trial) -> None:
    said = trial.says(ROSA, "vi un cuchillo en la calle y no se de quien es")
    assert said == [trial.words("utter_safety_check", Language.SPANISH)]


def test_the_question_is_put_while_the_engine_is_down(trial: Trial) -> None:
    trial.engine.reachable = False
    assert trial.says(ROSA, "I saw a knife in the hallway") == [trial.words("utter_safety_check")]


def test_a_question_that_the_engine_puts_itself_is_watched_too(trial: Trial) -> None:
    trial.engine.decide = lambda request: decision(request, "Is anyone in danger?", asked=Question.SAFETY_CHECK)
    assert trial.says(ROSA, "he frightens me") == ["Is anyone in danger?"]
    assert trial.conversation(ROSA).safety_asked_at is not None


def test_the_question_is_a_safety_text_so_that_its_loss_raises_an_alarm(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    assert trial.outbound(ROSA)[-1].purpose is Purpose.SAFETY


def test_a_text_written_before_the_question_was_read_does_not_close_it(trial: Trial) -> None:
    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "I saw a knife in the hallway")
        await trial.engine.entered()
        second = trial.sends(ROSA, "we are at 412 Pearl Street")
        await trial.stored(ROSA, 2)
        trial.engine.let_go()
        assert await first == [trial.words("utter_safety_check")]
        assert await second == [trial.words("utter_safety_check_again")]

    trial.run(scenario)
    assert trial.conversation(ROSA).safety_asks == 1
    trial.says(ROSA, "yes")
    assert len(trial.escalations(ROSA)) == 1


def test_of_two_doubts_in_one_turn_the_one_that_was_not_denied_is_asked_about(trial: Trial) -> None:
    trial.says(ROSA, "I saw a knife in the hallway")
    trial.says(ROSA, "no")

    async def scenario() -> None:
        trial.engine.hold()
        first = trial.sends(ROSA, "it is cold")
        await trial.engine.entered()
        rest = [trial.sends(ROSA, "I saw a knife"), trial.sends(ROSA, "I think about suicide")]
        await trial.stored(ROSA, 5)
        trial.engine.let_go()
        await first
        for text in rest:
            await text

    trial.run(scenario)
    assert trial.conversation(ROSA).safety_asked_at is not None
