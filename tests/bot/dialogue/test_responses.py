from __future__ import annotations

import re
import string

import pytest

from bot import wording
from bot.vocabulary import Language

ENGLISH = wording.responses(Language.ENGLISH)
SPANISH = wording.responses(Language.SPANISH)
# GSM 03.38, the alphabet of one 160-character segment; a character outside it makes a segment 70.
GSM = set("@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà" + string.ascii_letters + string.digits)
SAFETY = [
    name
    for name in ENGLISH
    if name.startswith(("utter_emergency", "utter_escalated", "utter_safety_check"))
    or name
    in (
        "utter_safe_reply",
        "utter_media_only",
        "utter_empty",
        "utter_unsure_danger",
        "utter_suicide_urgent",
        "utter_help",
        "utter_opted_out",
        "utter_opted_in",
        "utter_ask_911",
    )
]
TEXTED = (None, "sms", "webchat")
LONGEST_PROGRAM = "St. Petersburg CALL Program"


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid and others 1975), syllables counted by their vowels."""
    words = re.findall(r"[A-Za-z']+", re.sub(r"\{\w+\}", "Denver", text))
    sentences = max(1, len(re.findall(r"[.?!:]+(?:\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def test_both_languages_say_the_same_things():
    assert set(ENGLISH) == set(SPANISH)


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_each_text_has_the_same_channels_and_parameters_in_both_languages(name):
    assert set(ENGLISH[name]) == set(SPANISH[name])
    for channel, text in ENGLISH[name].items():
        assert wording.parameters(text) == wording.parameters(SPANISH[name][channel])


@pytest.mark.parametrize("name", SAFETY)
@pytest.mark.parametrize("language", list(Language))
def test_every_safety_text_is_one_segment(name, language):
    for channel, template in wording.responses(language)[name].items():
        if channel in TEXTED:
            text = template.replace("{program}", LONGEST_PROGRAM)
            limit = 160 if set(text) <= GSM else 70
            assert len(text) <= limit, (len(text), sorted(set(text) - GSM))


@pytest.mark.parametrize("language", list(Language))
def test_the_notice_and_the_first_question_are_two_segments_at_most(language):
    texts = wording.responses(language)
    for notice in ("utter_notice", "utter_notice_back"):
        text = f"{texts[notice][None]}\n{texts['utter_ask_immediate_danger'][None]}".replace(
            "{program}", LONGEST_PROGRAM
        )
        assert set(text) <= GSM
        assert len(text) <= 306


def test_english_is_for_the_sixth_grade_at_most():
    hard = {
        name: round(grade(text), 1)
        for name, texts in ENGLISH.items()
        for text in texts.values()
        if len(text.split()) > 6 and grade(text) > 6
    }
    assert hard == {}


@pytest.mark.parametrize("language", list(Language))
def test_no_question_asks_for_a_word_that_the_carriers_take(language):
    taken = re.compile(r"\b(?:STOP|STOPALL|END|QUIT|CANCEL|UNSUBSCRIBE|REVOKE|OPTOUT)\b")
    for name, texts in wording.responses(language).items():
        if name.startswith("utter_ask_"):
            assert not any(taken.search(text) for text in texts.values())


@pytest.mark.parametrize("language", list(Language))
def test_every_emergency_text_says_911_and_the_safe_reply_says_that_a_person_reads(language):
    texts = wording.responses(language)
    for name in SAFETY:
        if name.startswith(("utter_emergency", "utter_safe", "utter_escalated")):
            assert all("911" in text for text in texts[name].values())
    assert re.search(r"a person|una persona", texts["utter_safe_reply"][None])


@pytest.mark.parametrize("language", list(Language))
def test_988_is_named_wherever_suicide_is_spoken_of(language):
    for name in ("utter_emergency_suicide", "utter_suicide_urgent", "utter_hear_suicide", "utter_hear_suicide_third"):
        assert "988" in wording.responses(language)[name][None]


@pytest.mark.parametrize("language", list(Language))
def test_nothing_says_sorry_but_grief(language):
    sorry = re.compile(r"\b(?:sorry|apolog\w+|lamento|lo siento|perd[oó]n|disculp\w+)\b", re.IGNORECASE)
    said = {name for name, texts in wording.responses(language).items() if any(map(sorry.search, texts.values()))}
    assert said <= {"utter_hear_grief"}
