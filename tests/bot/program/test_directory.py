"""The directory names the nearest alternative, and always the rule that a weapon means 911."""

from __future__ import annotations

from bot.profiles import load_directory
from bot.vocabulary import Concern, Language

DIRECTORY = load_directory()


def test_the_rule_and_the_label_are_there_in_every_language():
    for language in Language:
        assert "911" in DIRECTORY.rule.texts[language]
        assert DIRECTORY.illustrative.texts[language]


def test_a_place_with_a_team_gets_it_first():
    names = [listing.id for listing in DIRECTORY.nearest("durham", Concern.WELFARE_CHECK)]
    assert names[0] == "durham-heart"


def test_a_place_without_a_team_still_gets_something_for_every_concern():
    for concern in Concern:
        listings = DIRECTORY.nearest("Nowhere Springs", concern)
        assert all(not listing.places for listing in listings)
    assert DIRECTORY.nearest("Nowhere Springs", Concern.DOMESTIC_VIOLENCE)[0].id == "domestic-violence-hotline"
    assert DIRECTORY.nearest("Nowhere Springs", Concern.DISORIENTATION_ELDER)
    assert DIRECTORY.nearest(None)


def test_a_team_elsewhere_is_not_offered_to_a_resident_of_another_city():
    assert all(
        "Portland" not in listing.places for listing in DIRECTORY.nearest("Denver", Concern.INTOXICATION, most=9)
    )


def test_no_more_are_named_than_asked_for():
    assert len(DIRECTORY.nearest("Denver", Concern.MENTAL_HEALTH_CRISIS, most=2)) == 2


def test_every_listing_says_what_it_is_in_every_language_and_where_that_was_read():
    for listing in DIRECTORY.listings:
        assert all(listing.says.texts[language] for language in Language)
        assert listing.source
