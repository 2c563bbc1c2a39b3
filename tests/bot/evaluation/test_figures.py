from __future__ import annotations

import pytest

from bot.evaluation.cases import Due
from bot.evaluation.counting import Share
from bot.evaluation.figures import Figure, figures, measured, triples_right
from bot.evaluation.targets import Group, Measure
from bot.evaluation.testing import ASK, EMERGENCY, NONE, given
from bot.vocabulary import Hazard, Language, Voice


def share(found, measure, group=Group.ALL, name=""):
    [figure] = [one for one in found if (one.measure, one.group, one.name) == (measure, group, name)]
    return figure.share


def test_an_emergency_that_is_asked_about_is_caught_but_not_at_once():
    found = figures([given(Due.EMERGENCY, level) for level in (EMERGENCY, ASK, NONE)])
    assert share(found, Measure.CAUGHT) == Share(2, 3)
    assert share(found, Measure.AT_ONCE) == Share(1, 3)


def test_what_may_be_anything_but_911_is_no_false_alarm_where_it_is_asked_about():
    found = figures([given(due, level) for due in (Due.NONE, Due.NOT_911) for level in (EMERGENCY, ASK, NONE)])
    assert share(found, Measure.SENT) == Share(2, 6)
    assert share(found, Measure.ASKED) == Share(1, 3)


def test_serious_messages_count_neither_as_emergencies_nor_as_false_alarms():
    found = figures([given(Due.SERIOUS, level) for level in (EMERGENCY, ASK, NONE)])
    assert {one.measure for one in found} == {Measure.SERIOUS_HEARD}
    assert share(found, Measure.SERIOUS_HEARD) == Share(2, 3)


def test_a_question_that_was_due_is_heard_by_sending_help_too():
    assert measured([given(Due.ASK, level) for level in (EMERGENCY, ASK, NONE)], Measure.ASK_HEARD) == Share(2, 3)


def test_figures_are_told_apart_by_hazard_voice_language_and_set():
    told = {"hazard": Hazard.FIRE, "voice": Voice.SPOKEN, "language": Language.SPANISH, "set": "calls"}
    found = figures([given(Due.EMERGENCY, NONE, **told), given(Due.EMERGENCY, EMERGENCY)])
    for group, name in (
        (Group.HAZARD, "fire"),
        (Group.VOICE, "spoken"),
        (Group.LANGUAGE, "es"),
        (Group.SET, "calls"),
    ):
        assert share(found, Measure.CAUGHT, group, name) == Share(0, 1)
    assert share(found, Measure.CAUGHT) == Share(1, 2)


def test_a_text_that_stands_in_two_sets_counts_once_but_in_each_of_them():
    found = figures([given(Due.NOT_911, EMERGENCY, "die laughing", set=name) for name in ("one", "two")])
    assert share(found, Measure.SENT) == Share(1, 1)
    assert share(found, Measure.SENT, Group.SET, "one") == share(found, Measure.SENT, Group.SET, "two") == Share(1, 1)


def test_everyday_texts_and_those_that_sound_like_danger_are_counted_apart():
    found = figures([given(Due.NONE, ASK, voice=Voice.ANSWER), given(Due.NONE, EMERGENCY, voice=Voice.MEDIA)])
    assert share(found, Measure.ASKED, Group.EVERYDAY) == Share(1, 1)
    assert share(found, Measure.SENT, Group.EVERYDAY) == Share(0, 1)
    assert share(found, Measure.SENT, Group.HARD) == Share(1, 1)


def test_a_triple_is_right_where_all_three_are_and_a_torn_one_does_not_count():
    right = [
        given(Due.EMERGENCY, EMERGENCY, triple="a"),
        given(Due.ASK, ASK, triple="a"),
        given(Due.NONE, NONE, triple="a"),
    ]
    wrong = [
        given(Due.EMERGENCY, EMERGENCY, triple="b"),
        given(Due.ASK, EMERGENCY, triple="b"),
        given(Due.NONE, NONE, triple="b"),
    ]
    torn = [given(Due.EMERGENCY, EMERGENCY, triple="c")]
    assert triples_right([*right, *wrong, *torn]) == Share(1, 2)
    assert share(figures([*right, *wrong]), Measure.TRIPLE) == Share(1, 2)


@pytest.mark.parametrize(
    ("measure", "group", "name", "least_met", "first_unmet"),
    [
        (Measure.CAUGHT, Group.ALL, "", 980, 979),
        (Measure.AT_ONCE, Group.ALL, "", 900, 899),
        (Measure.ASK_HEARD, Group.ALL, "", 930, 929),
        (Measure.TRIPLE, Group.ALL, "", 750, 749),
        (Measure.CAUGHT, Group.HAZARD, "intrusion", 950, 949),
        (Measure.CAUGHT, Group.LANGUAGE, "es", 960, 959),
        (Measure.CAUGHT, Group.VOICE, "spoken", 960, 959),
        (Measure.SENT, Group.EVERYDAY, "", 2, 3),
        (Measure.ASKED, Group.EVERYDAY, "", 15, 16),
        (Measure.SENT, Group.HARD, "", 40, 41),
        (Measure.SENT, Group.SET, "suicide_hyperbole", 100, 101),
    ],
)
def test_each_figure_is_held_against_what_is_due(measure, group, name, least_met, first_unmet):
    assert Figure(measure, group, name, Share(least_met, 1000)).met is True
    assert Figure(measure, group, name, Share(first_unmet, 1000)).met is False


@pytest.mark.parametrize(
    ("measure", "group", "name"),
    [(Measure.AT_ONCE, Group.HAZARD, "fire"), (Measure.CAUGHT, Group.SET, "calls"), (Measure.SENT, Group.ALL, "")],
)
def test_a_figure_to_which_nothing_is_due_is_neither_met_nor_missed(measure, group, name):
    assert Figure(measure, group, name, Share(0, 10)).met is None
