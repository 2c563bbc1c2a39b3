from __future__ import annotations

import pytest

from bot.conversation import remember as remembering
from bot.conversation.house import House
from bot.conversation.inbound import storable
from bot.conversation.remember import remember
from bot.safety.assessment import Assessment
from bot.safety.screen import Screen
from bot.store import Store
from bot.testing import MATEO, ROSA, WREN
from bot.vocabulary import Channel, DangerLevel, EventName, Language
from channels.trial import Trial

KNIFE = "my brother has a knife and is coming at me"


@pytest.fixture
def house(store: Store, screen: Screen, profile):  # on both databases
    return House(store, screen, profile)


def test_a_message_its_assessment_and_its_events_are_committed_together(trial: Trial) -> None:
    remembered = remember(trial.house, ROSA.texts("someone is asleep on my steps"))
    with trial.house.store.reading() as books:
        assert books.messages.get(remembered.message_id).body == "someone is asleep on my steps"
        assert books.messages.assessment_of(remembered.message_id) is not None
    assert trial.event_names(ROSA)[:3] == [
        EventName.CONVERSATION_OPENED,
        EventName.MESSAGE_RECEIVED,
        EventName.MESSAGE_SCREENED,
    ]


def test_the_escalation_the_reply_and_the_message_are_committed_together_or_not_at_all(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = remembering.settle.at_once

    def then_fail(*arguments: object) -> None:
        settled(*arguments)  # type: ignore[arg-type]
        raise RuntimeError("the power went out")

    monkeypatch.setattr(remembering.settle, "at_once", then_fail)
    with pytest.raises(RuntimeError):
        remember(trial.house, ROSA.texts(KNIFE))
    assert trial.conversations(ROSA) == ()
    with trial.house.store.reading() as books:
        assert books.escalations.open_count() == 0
        assert books.events.last_id() == 0


def test_the_same_sid_is_the_same_message_whatever_it_holds(trial: Trial) -> None:
    first = remember(trial.house, ROSA.texts("someone is asleep on my steps", sid="SM1"))
    again = remember(trial.house, MATEO.texts(KNIFE, sid="SM1"))
    assert again.repeated
    assert again.message_id == first.message_id
    assert trial.conversations(MATEO) == ()
    assert trial.escalations(ROSA) == []


def test_a_repeat_is_noted_once_in_the_chain_of_events(trial: Trial) -> None:
    for _ in range(4):
        remember(trial.house, ROSA.texts("someone is asleep on my steps", sid="SM1"))
    assert trial.event_names(ROSA).count(EventName.MESSAGE_REPEATED) == 1


def test_a_message_is_heard_against_what_stands_when_it_is_written_down(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.says(ROSA, "hello")
    screened = remembering.screen
    calls: list[object] = []

    def question_put_meanwhile(house: House, *arguments: object) -> Assessment:
        if not calls:
            with house.store.writing() as books:
                remembering.settle.safety_question.put(books, trial.conversation(ROSA), 1)
        calls.append(arguments)
        return screened(house, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(remembering, "screen", question_put_meanwhile)
    remembered = remember(trial.house, ROSA.texts("yes"))
    assert remembered.assessment is not None
    assert remembered.assessment.level is DangerLevel.EMERGENCY
    assert len(trial.escalations(ROSA)) == 1


def test_text_and_phone_of_one_number_are_one_contact_and_the_web_is_another(trial: Trial) -> None:
    remember(trial.house, ROSA.texts("hello"))
    remember(trial.house, WREN.texts("hello"))
    assert trial.conversation(ROSA).contact_id != trial.conversation(WREN).contact_id


def test_a_conversation_goes_on_until_it_is_closed(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    trial.says(ROSA, "it is about my neighbor")
    assert len(trial.conversations(ROSA)) == 1


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud83d", "ok \udfff", "🙂" * 500, "", "\u202eabc", "\ufffe\uffff"])
def test_a_text_of_any_characters_is_remembered(trial: Trial, text: str) -> None:
    remember(trial.house, ROSA.texts(text))
    assert trial.inbound(ROSA)[0].body == storable(text)


def test_a_text_of_100_kb_is_remembered_whole(trial: Trial) -> None:
    text = "it is cold here " * 6400
    remember(trial.house, ROSA.texts(text))
    assert trial.inbound(ROSA)[0].body == text


def test_the_language_of_the_answer_follows_the_language_of_the_text(trial: Trial) -> None:
    trial.says(ROSA, "hello, I need help with my neighbor")
    trial.says(ROSA, "hay una persona durmiendo en la puerta de mi casa")
    assert trial.conversation(ROSA).language is Language.SPANISH
    trial.says(ROSA, "412 Pearl")
    assert trial.conversation(ROSA).language is Language.SPANISH


def test_the_language_that_the_web_phone_chose_stands_before_the_one_heard(trial: Trial) -> None:
    remember(trial.house, WREN.texts("hello, I need help", language=Language.SPANISH))
    assert trial.conversation(WREN).language is Language.SPANISH


def test_the_channel_of_a_message_is_kept(trial: Trial) -> None:
    remember(trial.house, WREN.texts("hello"))
    assert trial.inbound(WREN)[0].channel is Channel.WEBCHAT
