"""An assessment is written down and read back; those of before there was a learned reader are read as well."""

from __future__ import annotations

import json

import pytest

from bot.safety.assessment import Assessment
from bot.safety.felt import Felt, Likeness
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel, Hazard

WHOLE = Assessment(
    DangerLevel.EMERGENCY,
    (Hazard.VIOLENCE,),
    version="screen-2",
    felt=Felt(0.9512, 0.9731, Hazard.VIOLENCE),
    nearest=(Likeness("they shoved her into the van", DangerLevel.EMERGENCY, 0.912),),
)


def again(assessment: Assessment) -> Assessment:
    return Assessment.from_document(json.loads(json.dumps(assessment.to_document())))


def test_what_was_felt_and_what_it_is_like_is_read_back():
    assert again(WHOLE) == WHOLE


def test_a_feeling_of_no_hazard_is_read_back():
    assessment = Assessment(DangerLevel.NONE, felt=Felt(0.01, 0.02))
    assert again(assessment) == assessment


def test_an_assessment_of_a_screen_with_both_readers_is_read_back():
    screen = plain_screen()
    screen.adopt(ScriptedReader({"he has a knife": Felt(0.9, 0.95, Hazard.WEAPON)}))
    found = screen.assess("he has a knife")
    assert found.felt
    assert found.nearest
    assert again(found) == found


def test_probabilities_are_written_no_finer_than_they_are_known():
    document = Assessment(
        DangerLevel.NONE, felt=Felt(0.123456, 0.234567), nearest=(Likeness("hi", DangerLevel.NONE, 0.98765),)
    ).to_document()
    assert (document["felt"]["emergency"], document["felt"]["danger"]) == (0.1235, 0.2346)
    assert document["nearest"][0]["nearness"] == 0.988


def test_where_the_rules_read_alone_nothing_is_said_of_feeling():
    document = plain_screen().assess("he has a knife").to_document()
    assert document.keys().isdisjoint({"felt", "nearest"})
    assert Assessment.from_document(document) == plain_screen().assess("he has a knife")


def test_an_old_document_is_read():
    document = WHOLE.to_document()
    del document["felt"], document["nearest"]
    found = Assessment.from_document(document)
    assert found.level is DangerLevel.EMERGENCY
    assert found.felt is None
    assert found.nearest == ()


@pytest.mark.parametrize("part", ["emergency", "hazard"])
def test_a_feeling_that_lacks_a_part_is_refused(part: str):
    document = WHOLE.to_document()
    del document["felt"][part]
    with pytest.raises(KeyError):
        Assessment.from_document(document)
