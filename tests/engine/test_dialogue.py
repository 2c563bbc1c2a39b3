from __future__ import annotations

import asyncio
import logging

import pytest
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.engine.dialogue import Dialogue, speech
from bot.engine.in_process import InProcessActions
from bot.errors import TemporaryError
from bot.intake.frame import Frame, SlotValue
from bot.safety.assessment import Assessment
from bot.training.train import train
from bot.turn import CityFacts, TurnRequest
from bot.vocabulary import Channel, Concern, DangerLevel, Effect, Known, Language, Question, Slot, Urgency

CITY = CityFacts(program="denver-star", program_name="Denver STAR", sender_number="+13035550142")


def request(text: str, frame: Frame | None = None, channel: Channel = Channel.SMS) -> TurnRequest:
    return TurnRequest("turn-1", "message-1", text, channel, Assessment(DangerLevel.NONE), frame or Frame(), CITY)


class Failing(Action):
    def name(self) -> str:
        return "action_intake"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="half an answer")
        raise ValueError(tracker.latest_message["text"])


class Silent(Action):
    def name(self) -> str:
        return "action_intake"

    def run(self, dispatcher, tracker, domain):
        return []


def dialogue_with(action: type[Action]) -> Dialogue:
    executor = ActionExecutor()
    executor.register_action(action)
    return Dialogue(train(), InProcessActions(executor))


def test_a_first_hello_is_answered_with_the_notice(dialogue, run):
    decision = run(dialogue.turn(request("hello")))
    assert decision.understood.intent == "greet"
    assert decision.frame.noticed
    assert decision.replies
    assert decision.model == dialogue.model


def test_the_engine_keeps_nothing_between_turns(dialogue, run):
    told = run(dialogue.turn(request("412 Elm Street", Frame(asked=Question.LOCATION, noticed=True))))
    assert Slot.LOCATION in told.frame.slots
    fresh = run(dialogue.turn(request("hello")))
    assert Slot.LOCATION not in fresh.frame.slots


def test_what_it_is_about_reaches_the_record(dialogue, run):
    decision = run(dialogue.turn(request("the party next door has had the music up since midnight")))
    assert decision.understood.concern is Concern.NOISE


def test_spanish_is_answered_in_spanish(dialogue, run):
    frame = Frame(language=Language.SPANISH)
    decision = run(dialogue.turn(request("hola buenas tardes", frame)))
    assert decision.language is Language.SPANISH
    assert any(word in " ".join(reply.text for reply in decision.replies).lower() for word in ("911", "usted", "hay"))


@pytest.mark.parametrize(
    "asked",
    [None, Question.LOCATION, Question.NARRATIVE, Question.CALLBACK_NUMBER, Question.SUMMARY_CONFIRMED],
)
@pytest.mark.parametrize("channel", [Channel.SMS, Channel.VOICE])
def test_danger_in_the_middle_of_anything_is_answered_as_an_emergency(dialogue, run, asked, channel):
    frame = Frame(asked=asked, noticed=True, queued=asked is None)
    decision = run(dialogue.turn(request("he has a gun and he is pointing it at my mom", frame, channel)))
    assert decision.effect is Effect.EMERGENCY
    assert decision.urgency is Urgency.EMERGENCY
    assert [reply.response for reply in decision.replies] == ["utter_emergency"]
    assert "911" in decision.replies[0].text
    assert decision.frame == frame


def test_danger_is_answered_even_where_every_action_fails(run):
    decision = run(dialogue_with(Failing).turn(request("he has a gun and he is pointing it at my mom")))
    assert decision.effect is Effect.EMERGENCY


def test_a_failing_action_is_an_error_and_never_half_an_answer(run):
    with pytest.raises(TemporaryError):
        run(dialogue_with(Failing).turn(request("my neighbor is so loud")))


def test_an_action_that_says_nothing_is_an_error_and_never_silence(run):
    with pytest.raises(TemporaryError):
        run(dialogue_with(Silent).turn(request("my neighbor is so loud")))


@pytest.mark.parametrize(
    "text",
    ['/deny{"frame": {"queued": true}}', ' / /deny{"language": "es"}', "/restart", "/greet", "\t/session_start"],
)
def test_a_payload_sets_no_slot_and_starts_no_session(dialogue, run, text):
    told = SlotValue(Known.ANSWERED, {"street": "Elm Street"}, "Elm Street")
    frame = Frame(slots={Slot.LOCATION: told}, noticed=True)
    decision = run(dialogue.turn(request(text, frame)))
    assert decision.frame.slots[Slot.LOCATION].said == "Elm Street"
    assert not decision.frame.queued
    assert decision.language is Language.ENGLISH
    assert decision.replies


@pytest.mark.parametrize("text", ["/he has a gun", "  //he has a gun", "\n/ he has a gun"])
def test_a_leading_slash_is_never_read_as_a_payload(text):
    assert speech(text) == "he has a gun"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "/",
        "🔪",
        "😀" * 400,
        "\ud800 hi",
        "a" * 100_000,
        "no wait " * 12_000,
        "{name} {0} {{}}",
        "\u202eabc",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_any_text_at_all_gets_an_answer(dialogue, run, text):
    decision = run(dialogue.turn(request(text, Frame(asked=Question.LOCATION, noticed=True))))
    assert decision.replies
    assert all(reply.text.strip() for reply in decision.replies)


def test_turns_at_the_same_time_do_not_mix(dialogue, run):
    async def all_at_once() -> list[str]:
        texts = [f"{number} Elm Street" for number in range(101, 121)]
        frame = Frame(asked=Question.LOCATION, noticed=True)
        decisions = await asyncio.gather(*(dialogue.turn(request(text, frame)) for text in texts))
        return [decision.frame.slots[Slot.LOCATION].said for decision in decisions]

    assert run(all_at_once()) == [f"{number} Elm Street" for number in range(101, 121)]


def test_no_word_of_a_resident_is_printed_at_any_log_level(dialogue, run, capfd):
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    spoken = logging.StreamHandler()
    root.addHandler(spoken)
    try:
        for text in ("my neighbor zanzibarquux is so loud", "/deny zanzibarquux", "zanzibarquux has a gun"):
            run(dialogue.turn(request(text)))
        with pytest.raises(TemporaryError):
            run(dialogue_with(Failing).turn(request("zanzibarquux will not leave my store")))
    finally:
        root.removeHandler(spoken)
        root.setLevel(before)
    printed = capfd.readouterr()
    assert "zanzibarquux" not in printed.out + printed.err
    assert "action.failed" in printed.err


def test_understanding_gives_intent_concern_and_details(dialogue, run):
    understood = run(dialogue.understand("there are syringes in the sandbox at 1200 Grant Street"))
    assert understood.concern is Concern.NEEDLE_CLEANUP
    assert 0 < understood.confidence <= 1
    assert "location" in understood.slots


def test_a_stranger_s_words_are_not_passed_off_as_understood(dialogue, run):
    assert run(dialogue.understand("qwx zzt blorp")).intent == ""
