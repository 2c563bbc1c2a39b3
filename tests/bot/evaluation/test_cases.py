from __future__ import annotations

import pytest

from bot.evaluation.cases import HELD_OUT_SET, Due, held_out_cases
from bot.evaluation.testing import a_case
from bot.learned.examples import Example
from bot.vocabulary import DangerLevel, Hazard, Language, Voice


def test_held_out_examples_keep_what_is_known_of_them_and_are_named_by_their_place():
    examples = [
        Example("he has a gun", DangerLevel.EMERGENCY, Hazard.WEAPON, Voice.SPOKEN, Language.ENGLISH, "weapon.en.yml"),
        Example("una pistola", DangerLevel.NONE, None, Voice.TRIPLE, Language.SPANISH, "weapon.es.yml", 4),
        Example("a toy gun", DangerLevel.NONE, Hazard.WEAPON, Voice.MEDIA, Language.ENGLISH, "weapon.en.yml"),
    ]
    first, second, third = held_out_cases(examples)
    assert [first.id, second.id, third.id] == ["weapon.en.yml:1", "weapon.es.yml:1", "weapon.en.yml:2"]
    assert (first.due, first.hazard, first.voice, first.language) == (
        Due.EMERGENCY,
        Hazard.WEAPON,
        Voice.SPOKEN,
        Language.ENGLISH,
    )
    assert (first.triple, second.triple) == ("", "weapon.es.yml:4")
    assert first.set == HELD_OUT_SET
    assert first.shown


@pytest.mark.parametrize(
    ("due", "voice", "set_", "everyday", "hard"),
    [
        (Due.NONE, Voice.EVERYDAY, "held-out", True, False),
        (Due.NONE, Voice.ANSWER, "held-out", True, False),
        (Due.NONE, Voice.FIGURATIVE, "held-out", False, True),
        (Due.NONE, None, "sms_benign", True, False),
        (Due.NOT_911, None, "sms_keyword_benign", False, True),
        (Due.NOT_911, None, "counseling", False, False),
        (Due.EMERGENCY, Voice.EVERYDAY, "held-out", False, False),
        (Due.SERIOUS, None, "sms_keyword_benign", False, False),
    ],
)
def test_harmless_texts_are_told_apart_by_voice_and_by_set(due, voice, set_, everyday, hard):
    one = a_case("hello", due, voice=voice, set=set_)
    assert (one.is_everyday, one.is_hard) == (everyday, hard)
