from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.readers.places import find_place, is_vague, whole_place


@pytest.mark.parametrize(
    ("text", "number", "street", "unit"),
    [
        ("shes at 88 Garrison Ave apt 3c crying", "88", "garrison ave", "3c"),
        ("come to 1204 N Lark Street please", "1204", "n lark street", None),
        ("we live at 77 Juniper unit 5", "77", "juniper", "5"),
        ("fourteen hundred maple apartment two", "1400", "maple", "2"),
        ("calle Federal 1234", "1234", "calle federal", None),
    ],
)
def test_a_street_address_is_found_in_running_text(text, number, street, unit):
    place = find_place(text)
    assert (place["number"], place["street"], place["unit"]) == (number, street, unit)


@pytest.mark.parametrize(
    ("text", "streets"),
    [
        ("theyre fighting at Holly and 9th", ("holly", "9th")),
        ("corner of Elm St & Oak St", ("elm st", "oak st")),
        ("3rd n grand", ("3rd", "grand")),
        ("en la esquina de Federal y la 38", ("federal", "la 38")),
    ],
)
def test_a_corner_is_an_address_too(text, streets):
    place = find_place(text)
    assert (place["street"], place["cross_street"]) == streets


@pytest.mark.parametrize(
    "text",
    [
        "behind the library on Elm",
        "under the bridge by the creek",
        "at Juniper Station",
        "mile marker 14 on I-70",
        "cerca de la biblioteca",
    ],
)
def test_a_landmark_is_an_address_too(text):
    assert find_place(text)["landmark"]


@pytest.mark.parametrize(
    "text",
    [
        "he is 15 years old and cold and hungry",
        "call me at 303 555 0199",
        "I lost my job and my flat",
        "he drank 12 beers and 3 shots",
        "they scream at 3 am",
        "yes two kids 4 and 7",
        "no thank you",
        "mi vecino grita y tira botellas",
    ],
)
def test_no_place_is_made_up(text):
    assert find_place(text) is None


def test_a_reply_to_where_is_the_place_in_their_words():
    place = whole_place("im at the blue tent past the skate ramp")
    assert place["said"] == "at the blue tent past the skate ramp"


def test_a_long_reply_to_where_gives_only_the_place_it_names():
    place = whole_place("well i was walking my dog like every day and then saw him lying there by 20 Main St all alone")
    assert place["said"] == "20 Main St"


@pytest.mark.parametrize("text", ["at home", "downtown", "in the park", "outside", "en casa", "my street"])
def test_a_place_without_a_name_is_vague(text):
    assert is_vague(whole_place(text))


@pytest.mark.parametrize("text", ["Juniper Park", "412 pearl", "holly and 9th", "the tattered cover"])
def test_a_place_with_a_name_is_not_vague(text):
    assert not is_vague(whole_place(text))


def test_a_unit_makes_it_a_private_home():
    assert find_place("88 Garrison Ave apt 3c")["place_type"] == "private_home"


def test_the_city_is_told_from_the_names_of_the_profile():
    assert find_place("12 Main St in Aurora", ("Five Points",), ("Aurora",))["in_area"] is False
    assert find_place("12 Main St, five points", ("Five Points",), ("Aurora",))["in_area"] is True
    assert find_place("12 Main St", ("Five Points",), ("Aurora",))["in_area"] is None


@given(st.text(max_size=300))
def test_any_text_can_be_read_for_a_place(text):
    place = whole_place(text)
    assert place is None or place["said"]


def test_a_very_long_text_is_read_in_time():
    assert find_place("at the " * 15_000) is None
