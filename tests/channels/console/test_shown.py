from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from bot.vocabulary import Hazard, Slot
from channels.console import shown
from channels.console.slot_words import place_words, slot_words

DENVER = ZoneInfo("America/Denver")
NOON = datetime(2026, 7, 1, 18, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(0), "12:00 MDT"),
        (timedelta(days=1), "Jun 30, 12:00 MDT"),
        (timedelta(days=200), "Dec 13 2025, 11:00 MST"),
    ],
)
def test_a_time_names_its_zone_and_its_day_where_it_is_not_today(ago: timedelta, words: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert shown.when(NOON - ago, DENVER) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [(10, "under a minute"), (60, "1 min"), (3900, "1 h 5 min"), (90000, "1 d 1 h"), (-30, "under a minute")],
)
def test_an_age_is_told_in_its_two_largest_units(ago: int, words: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert shown.age(NOON - timedelta(seconds=ago)) == words


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("call 303-555-0147 please", "call •••-•••-••47 please"),
        ("(303) 555 0147", "(•••) ••• ••47"),
        ("+13035550147", "+•••••••••47"),
        ("3035550147", "••••••••47"),
        ("555-0147", "•••-••47"),
        ("12 people at 1420 Ogden St, apt 303", "12 people at 1420 Ogden St, apt 303"),
        ("since 2019, 911 came", "since 2019, 911 came"),
    ],
)
def test_phone_numbers_are_masked_and_addresses_are_not(text: str, masked: str) -> None:
    assert shown.masked(text) == masked


@given(st.text(alphabet="0123456789 ()-+.abc•", max_size=60))
def test_masking_never_moves_a_letter(text: str) -> None:
    masked = shown.masked(text)
    assert len(masked) == len(text)
    assert all(new in (old, "•") for old, new in zip(text, masked, strict=True))


@pytest.mark.parametrize(
    ("slot", "value", "words"),
    [
        (Slot.LOCATION, {"number": "1420", "street": "Ogden St", "unit": "3B"}, "1420 Ogden St, unit 3B"),
        (
            Slot.LOCATION,
            {"street": "Colfax", "cross_street": "Pearl", "in_area": False},
            "Colfax at Pearl (outside the service area)",
        ),
        (Slot.LOCATION, {"said": "by the big bear"}, "by the big bear"),
        (Slot.LOCATION, "the library", "the library"),
        (Slot.WEAPON, {"present": "yes", "kind": "machete", "where": "in his hand"}, "Yes (machete; in his hand)"),
        (Slot.WEAPON, "no", "No"),
        (Slot.CONCERN, "needle_cleanup", "Needle clean-up"),
        (Slot.CALLBACK_NUMBER, "+13035550147", "(303) 555-0147"),
        (Slot.VIOLENCE, "past_only", "Only in the past"),
        (Slot.REPORTER_ROLE, "passer_by", "Passer-by"),
        (Slot.LANGUAGE, "es", "Español"),
        (Slot.NARRATIVE, "He IS_Shouting", "He IS_Shouting"),
        (Slot.PERSON, {"name": "Ray", "age_band": "adult", "description": ""}, "Name: Ray; age band: adult"),
        (Slot.VULNERABLE_PRESENT, ["children", "animals"], "Children, animals"),
        (
            Slot.HAZARDS_ACCESS,
            {"said": "big dog, gate is locked", "kinds": ["dog", "gate"]},
            "Dog, gate (big dog, gate is locked)",
        ),
        (
            Slot.SUICIDE_SCREEN,
            {"thoughts": "yes", "intent": "unknown", "past": None},
            "Thoughts: Yes; intent: Not known",
        ),
        (Slot.PERSON, {"age_band": "older_adult", "count": 2}, "Age band: older adult; count: 2"),
        (Slot.WILLING_TO_WAIT, True, "Yes"),
    ],
)
def test_a_slot_reads_as_words(slot: Slot, value: object, words: str) -> None:
    assert slot_words(slot, value) == words


def test_a_place_in_the_queue_is_short() -> None:
    assert place_words({"landmark": "library", "place_type": "public_inside", "in_area": True}) == "library"


def test_an_unknown_stored_word_is_shown_rather_than_left_out() -> None:
    assert shown.label_of("new_hazard", Hazard) == "new hazard"
    assert shown.hazard_labels([]) == "Danger"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("21610", "error 21610"),
        ("no-answer", "no answer"),
        ("http_503", "HTTP 503"),
        ("nobody_named", "the profile names nobody"),
        ("new_reason", "new reason"),
    ],
)
def test_why_something_failed_is_told_in_words(code: str, words: str) -> None:
    assert shown.code(code) == words


@pytest.mark.parametrize(
    ("words", "read"), [("say why", "Say why."), ("Read it first.", "Read it first."), ("when?", "When?")]
)
def test_a_refusal_reads_as_a_sentence(words: str, read: str) -> None:
    assert shown.sentence(words) == read


def test_a_time_is_told_to_the_second_where_seconds_matter() -> None:
    with time_machine.travel(NOON, tick=False):
        assert shown.when(NOON, DENVER, seconds=True) == "12:00:00 MDT"
