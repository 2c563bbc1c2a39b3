"""What the screen says of single messages: scope, figures, hazards, disguise, languages."""

from __future__ import annotations

import time

import pytest

from bot.safety.lexicon import Lexicon, Rule
from bot.safety.screen import Screen
from bot.taught import load_screen
from bot.vocabulary import DangerLevel, Hazard, Language

SCREEN = load_screen()
NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "no he has a gun",
        "no one is helping me he has a gun",
        "im not joking he has a knife",
        "not a joke he is going to kill me",
        "i cant stop him he is beating her",
        "no stop hes hitting her",
        "i never saw him like this he has a machete",
        "without warning he stabbed my cousin",
        "nobody is coming and he is not breathing",
        "i dont know what to do she is choking him",
        "my ex used to hit me and now hes here with a gun",
        "he was fine last year, now he is on the roof about to jump",
        "this heat is killing me also my neighbor is unconscious",
        "lol he has a gun",
        "if you dont send someone im going to kill myself tonight",
    ],
)
def test_a_modifier_never_reaches_a_danger_it_does_not_speak_of(text: str):
    assert SCREEN.assess(text).level is EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "no gun",
        "he doesnt have a knife or anything",
        "nobody is hurt",
        "no weapons here, he is just talking to himself",
        "im not going to hurt myself",
        "i was attacked years ago and want counseling",
        "in 2016 he hit me",
        "no tiene armas",
        "nadie está herido",
        "hace años me pegaba, ahora busco terapia",
    ],
)
def test_what_is_said_not_to_be_or_long_past_is_no_danger(text: str):
    assert SCREEN.assess(text).level is NONE


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("what if he has a gun", ASK),
        ("im not sure if he has a gun", ASK),
        ("in the movie he shoots her husband", ASK),
        ("i saw on the news that a man was stabbed at the mall", ASK),
        ("he hit me yesterday, he is at work now", ASK),
        ("is it legal to carry a gun in the park", NONE),
    ],
)
def test_doubt_story_news_and_questions_lower(text: str, level: DangerLevel):
    assert SCREEN.assess(text).level is level


@pytest.mark.parametrize(
    "text",
    [
        "this commute is killing me",
        "im dead tired",
        "those tacos were the bomb",
        "where can i buy a glue gun",
        "two shots of tequila please",
        "we have a photo shoot at noon",
        "kill the engine before you refuel",
        "knife set from the outlet",
        "my phone is dead",
        "i almost had a heart attack when i saw the bill",
        "me muero de hambre",
        "una pistola de agua para mi hijo",
    ],
)
def test_a_figure_of_speech_a_toy_or_a_tool_is_no_danger(text: str):
    assert SCREEN.assess(text).level is NONE


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("a guy is waving a pistol at cars", Hazard.WEAPON),
        ("he is strangling my roommate", Hazard.VIOLENCE),
        ("i have the noose ready", Hazard.SUICIDE),
        ("she swallowed a whole bottle of tylenol", Hazard.OVERDOSE),
        ("grandpa collapsed and is not breathing", Hazard.MEDICAL),
        ("the duplex next door caught fire", Hazard.FIRE),
        ("theres an infant alone in a parked car", Hazard.CHILD),
        ("my aunt with dementia wandered off an hour ago", Hazard.VULNERABLE_ADULT),
        ("he wont let me leave the bedroom", Hazard.TRAPPED),
        ("a girl fell in the river", Hazard.EXPOSURE),
        ("someone is breaking into my house", Hazard.INTRUSION),
        ("an old man is walking down the freeway", Hazard.TRAFFIC),
        ("mi tío trae un machete", Hazard.WEAPON),
        ("le están pegando a mi vecina", Hazard.VIOLENCE),
        ("ya tengo la soga lista", Hazard.SUICIDE),
        ("se tomó un frasco de pastillas", Hazard.OVERDOSE),
        ("mi suegra no respira", Hazard.MEDICAL),
        ("se está quemando el departamento", Hazard.FIRE),
        ("se me perdió mi hija en la feria", Hazard.CHILD),
        ("nos tienen encerrados", Hazard.TRAPPED),
        ("un niño se cayó al canal", Hazard.EXPOSURE),
        ("alguien se metió a mi casa", Hazard.INTRUSION),
        ("atropellaron a un muchacho", Hazard.TRAFFIC),
    ],
)
def test_every_hazard_is_heard(text: str, hazard: Hazard):
    assessment = SCREEN.assess(text)
    assert assessment.level is EMERGENCY
    assert hazard in assessment.hazards


@pytest.mark.parametrize(
    "text",
    [
        "HE HAS A GUN",
        "he has a 🔪",
        "hes got a kn1fe",
        "he has a k n i f e",
        "hehasagun",
        "he has a gu\u200bn",
        "he hаs а gun",
        "um so like he uh he has a um gun",
        "he has a gunnnn",
        "my brother has a pistola",
    ],
)
def test_disguise_does_not_hide_a_weapon(text: str):
    assert SCREEN.assess(text).level is EMERGENCY


def test_the_other_language_is_read_even_with_a_language_given():
    assert SCREEN.assess("tiene un cuchillo", language=Language.ENGLISH).level is EMERGENCY
    assert SCREEN.assess("he has a knife", language=Language.SPANISH).level is EMERGENCY


def test_a_danger_buried_in_a_long_message_is_heard():
    filler = "we had lunch and talked about the weather and the garden and the dogs. "
    assert SCREEN.assess(filler * 30 + "he has a knife to her throat " + filler * 30).level is EMERGENCY


def test_spans_say_where_and_why():
    message = "Hi. He’s got a KNIFE!"
    assessment = SCREEN.assess(message)
    span = assessment.spans[0]
    assert message[span.start : span.end] == span.text == "He’s got a KNIFE"
    assert span.rule == "en.weapon.held"
    assert span.why.endswith(".")


def test_what_nobody_can_read_is_asked_about():
    assessment = SCREEN.assess("救命！他拿着刀")
    assert assessment.level is ASK
    assert assessment.rules == ("screen.unreadable",)


def test_a_weapon_and_a_threat_together_weigh_more():
    assert SCREEN.assess("he keeps a rifle in the closet").level is ASK
    assert SCREEN.assess("he keeps a rifle in the closet and is threatening us").level is EMERGENCY


def test_a_failing_reader_asks_and_says_so(monkeypatch: pytest.MonkeyPatch):
    rule = Rule("x", Hazard.WEAPON, EMERGENCY, "x", "Why.", "Test.", ("gun",), ("gun",))
    screen = Screen({Language.ENGLISH: Lexicon(Language.ENGLISH, {"danger": ("gun",)}, (rule,))})
    assert screen.assess("gun").level is EMERGENCY
    monkeypatch.setattr(screen, "_readers_for", None)
    failed = screen.assess("gun")
    assert failed.level is ASK
    assert failed.rules == ("screen.failed",)


def test_the_version_changes_with_what_was_taught():
    def version(word: str) -> str:
        rule = Rule("x", Hazard.WEAPON, EMERGENCY, "x", "Why.", "Test.", (word,), (word,))
        return Screen({Language.ENGLISH: Lexicon(Language.ENGLISH, {"danger": (word,)}, (rule,))}).version

    assert version("gun") == version("gun") != version("knife")
    assert SCREEN.version == load_screen().version


@pytest.mark.parametrize("text", ["he has a gun " * 7000, "a " * 50000, "." * 100000, "x" * 100000])
def test_a_hundred_kilobytes_are_read_in_time(text: str):
    start = time.process_time()
    SCREEN.assess(text)
    assert time.process_time() - start < 3
