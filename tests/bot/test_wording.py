from __future__ import annotations

import pytest

from bot import wording
from bot.errors import PermanentError
from bot.vocabulary import Channel, Language


def test_words_come_with_their_parameters_in_place():
    words = wording.text("utter_heard_location", Language.ENGLISH, Channel.SMS, place="412 Pearl")
    assert words == "Got it: 412 Pearl."


def test_a_missing_parameter_is_an_error_and_never_half_a_sentence():
    with pytest.raises(PermanentError, match="utter_heard_location"):
        wording.text("utter_heard_location", Language.ENGLISH, Channel.SMS)


def test_an_unknown_response_is_an_error():
    with pytest.raises(PermanentError, match="utter_nothing_at_all"):
        wording.text("utter_nothing_at_all", Language.ENGLISH, Channel.SMS)


def test_the_phone_has_its_own_words_where_the_ear_needs_them():
    spoken = wording.text("utter_safe_reply", Language.ENGLISH, Channel.VOICE)
    assert "hang up" in spoken
    assert spoken != wording.text("utter_safe_reply", Language.ENGLISH, Channel.SMS)


def test_a_channel_without_words_of_its_own_takes_those_for_all():
    console = wording.text("utter_welcome", Language.SPANISH, Channel.CONSOLE)
    assert console == wording.text("utter_welcome", Language.SPANISH, Channel.SMS)


def test_a_city_says_it_its_own_way():
    overrides = {"utter_welcome": "Any time, from {program}."}
    words = wording.text("utter_welcome", Language.ENGLISH, Channel.SMS, overrides, program="Test City")
    assert words == "Any time, from Test City."


def test_a_place_with_braces_in_it_is_only_words():
    words = wording.text("utter_heard_location", Language.ENGLISH, Channel.SMS, place="{reference} {0}")
    assert words == "Got it: {reference} {0}."


def test_the_reference_can_be_left_open_for_the_store():
    words = wording.text("utter_queued_urgent", Language.ENGLISH, Channel.SMS, reference="{reference}")
    assert "{reference}" in words
