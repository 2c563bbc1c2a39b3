from __future__ import annotations

import pytest

from bot.components.concern import intent_concern, rank_concerns, read_concern
from bot.vocabulary import Concern


@pytest.mark.parametrize("concern", [concern for concern in Concern if concern is not Concern.OTHER])
def test_every_concern_has_one_report_intent(concern):
    name = "report_crime" if concern is Concern.CRIME_REPORT else f"report_{concern.value}"
    assert intent_concern(name) is concern


def test_other_intents_say_no_concern():
    assert intent_concern("greet") is None
    assert intent_concern("report_other") is None


def test_a_concern_is_heard_beside_another_move():
    ranking = {"inform": 0.55, "report_noise": 0.4, "report_medical": 0.05}
    assert read_concern(ranking, floor=0.3) is Concern.NOISE
    assert rank_concerns(ranking) == [(Concern.NOISE, 0.4), (Concern.MEDICAL, 0.05)]


def test_under_the_floor_nothing_is_said():
    assert read_concern({"inform": 0.9, "report_noise": 0.1}, floor=0.3) is None
    assert read_concern({}, floor=0.0) is None
