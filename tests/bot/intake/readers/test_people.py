from __future__ import annotations

import pytest

from bot.intake.folding import fold
from bot.intake.readers.people import answered_name, answered_role, find_own_name, find_person, find_role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("my little brother wont come out", "family"),
        ("my roommate is acting weird", "friend"),
        ("my upstairs neighbor, since her husband died, sings all night", "neighbor"),
        ("theres a lady in our lobby refusing to go", "business"),
        ("im a nurse at the shelter", "staff"),
        ("some guy is lying on the grass", "passer_by"),
        ("im so lonely lately", "self"),
        ("i lost my wife in march", "self"),
        ("mi abuela no reconoce a nadie", "family"),
        ("tengo hambre y no tengo donde dormir", "self"),
    ],
)
def test_the_part_of_the_resident_is_heard_in_their_words(text, role):
    assert find_role(fold(text)) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("me", "self"),
        ("its about my mom", "family"),
        ("neighbor", "neighbor"),
        ("dont know him", "passer_by"),
        ("yo", "self"),
    ],
)
def test_the_answer_to_about_you_or_someone_else(text, role):
    assert answered_role(fold(text)) == role


def test_the_will_of_no_police_is_no_part_in_it():
    assert answered_role("will the police come? i dont want police") is None


@pytest.mark.parametrize(
    ("text", "age", "band"),
    [
        ("hes 8 years old", 8, "child"),
        ("she's about 75", 75, "older_adult"),
        ("a 16 yo girl", 16, "teen"),
        ("an elderly man", None, "older_adult"),
        ("in his 40s", None, "adult"),
        ("tiene 30 anos", 30, "adult"),
    ],
)
def test_age_is_read_in_years_or_as_a_band(text, age, band):
    person = find_person(text)
    assert (person["age"], person["age_band"]) == (age, band)


def test_how_long_one_lives_somewhere_is_no_age():
    assert find_person("ive lived here for 12 years") is None


def test_names_are_taken_only_where_they_are_given():
    assert find_person("her name is Ruth")["name"] == "Ruth"
    assert find_person("my son Leo ran off")["name"] == "Leo"
    assert find_person("Please hurry") is None


def test_the_residents_own_name_is_kept_apart():
    person = find_person("My name is Dana Ruiz, my son Leo ran off")
    assert (person["name"], person["reporter_name"]) == ("Leo", "Dana Ruiz")
    assert find_own_name("call me Sam") == "Sam"


@pytest.mark.parametrize(("text", "name"), [("Bill", "Bill"), ("its jay", "Jay"), ("do you have to know that", None)])
def test_a_short_reply_to_what_name_is_the_name(text, name):
    assert answered_name(text) == name


def test_looks_are_kept_in_the_words_used():
    assert find_person("tall guy with a gray beard wearing a red hoodie")["description"] is not None


def test_how_many_people_is_read():
    assert find_person("three guys yelling")["count"] == 3
