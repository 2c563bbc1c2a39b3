from __future__ import annotations

import pytest

from bot.intake.folding import fold
from bot.intake.readers import harm
from bot.intake.readers.circumstances import find_contact, find_needs, find_vulnerable, find_wait


def test_a_weapon_that_is_there_is_kept_with_its_kind():
    assert harm.find_weapon("he has a bat") == {"present": "yes", "kind": "bat", "where": None}


def test_no_weapons_is_kept_only_where_it_is_said():
    assert harm.find_weapon("no weapons")["present"] == "no"
    assert harm.find_weapon("he is just loud") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("she slapped me", "physical"),
        ("he threatened the cashier", "threats"),
        ("he used to hit her years ago", "past_only"),
        ("just yelling", "none"),
        ("after a fight with me he left", None),
        ("me empujo", "physical"),
    ],
)
def test_violence_is_read_by_kind_and_time(text, kind):
    assert harm.find_violence(fold(text)) == kind


@pytest.mark.parametrize(
    ("text", "injury"),
    [("he cut his hand", "minor"), ("shes not hurt", "none"), ("he overdosed", "serious"), ("hi", None)],
)
def test_injury_is_read_by_weight(text, injury):
    assert harm.find_injury(fold(text)) == injury


@pytest.mark.parametrize("text", ["i want to die", "thinking of suicide", "no quiero vivir", "better off without me"])
def test_words_of_suicide_are_a_cue(text):
    assert harm.speaks_of_suicide(fold(text))


def test_the_child_it_is_about_is_not_a_child_who_is_there():
    assert find_vulnerable("my kid ran off") is None
    assert find_vulnerable("she is in there with two kids")["children"] == "yes"


def test_a_safe_way_to_reach_somebody_is_read():
    contact = find_contact("text only, dont call, after 5pm")
    assert (contact["text"], contact["voice"], contact["times"]) == ("yes", "no", "after 5pm")


def test_needs_are_kept_only_where_they_are_said_to_be_needs():
    assert find_needs("we need food and a place to sleep") == ["food", "shelter"]
    assert find_needs("he threw his food at me") is None


def test_waiting_is_read_only_in_so_many_words():
    assert find_wait("i can wait") == "yes"
    assert find_wait("i cant wait") == "no"
    assert find_wait("waiting for the bus") is None
