from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.cases import Due
from bot.evaluation.charts import MOST_POINTS, charts
from bot.evaluation.curves import Bin, Feeling, Guess, Point, calibration_error, curves, precision_recall, reliability
from bot.evaluation.testing import felt

ALL = [
    felt(Due.EMERGENCY, 0.9, 0.95),
    felt(Due.ASK, 0.2, 0.8),
    felt(Due.NONE, 0.0, 0.1),
    felt(Due.SERIOUS, 0.5, 0.9),
    felt(Due.NOT_911, 0.1, 0.4),
]
GUESSES = st.lists(st.builds(Guess, st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_a_message_counts_only_where_it_is_known_what_is_right():
    by_feeling = {curve.feeling: curve for curve in curves(ALL)}
    assert by_feeling[Feeling.DANGER].count == 3
    assert by_feeling[Feeling.EMERGENCY].count == 4


def test_a_bin_holds_what_was_told_and_how_often_it_was_so():
    told = [Guess(0.81, True), Guess(0.89, False), Guess(1.0, True), Guess(0.0, False)]
    assert reliability(told) == [
        Bin(1, 0.0, 0.0),
        Bin(2, pytest.approx(0.85), 0.5),
        Bin(1, 1.0, 1.0),
    ]


def test_the_calibration_error_is_how_far_the_bins_are_off_by_their_size():
    told = [Guess(0.85, True), Guess(0.85, False), Guess(0.05, False), Guess(0.05, False)]
    assert calibration_error(told) == pytest.approx(0.5 * 0.35 + 0.5 * 0.05)
    assert calibration_error([Guess(1.0, True), Guess(0.0, False)]) == 0
    assert calibration_error([]) == 0


@given(GUESSES)
def test_no_message_is_lost_in_the_bins(told):
    assert sum(one.count for one in reliability(told)) == len(told)
    assert 0 <= calibration_error(told) <= 1


def test_each_limit_says_what_it_catches_and_how_rightly():
    told = [Guess(0.9, True), Guess(0.7, False), Guess(0.5, True), Guess(0.5, False)]
    assert precision_recall(told) == [Point(0.9, 0.5, 1.0), Point(0.7, 0.5, 0.5), Point(0.5, 1.0, 0.5)]


def test_where_it_never_was_so_there_is_no_curve():
    assert precision_recall([Guess(0.9, False)]) == []


@given(GUESSES)
def test_a_lower_limit_never_catches_less(told):
    points = precision_recall(told)
    assert [one.recall for one in points] == sorted(one.recall for one in points)


def test_two_pictures_are_drawn_whose_lines_differ_without_colour():
    reliable, precise = charts(curves(ALL))
    for chart in (reliable, precise):
        assert len({line.dashes for line in chart.lines}) == len(chart.lines) == 2
        assert all(0 <= across <= 1 and 0 <= up <= 1 for line in chart.lines for across, up in line.points)
    assert charts([]) == []


def test_a_long_curve_is_thinned_and_keeps_its_end():
    many = [felt(Due.EMERGENCY if place % 3 else Due.NONE, place / 5000, place / 5000) for place in range(5000)]
    _, precise = charts(curves(many))
    assert all(len(line.points) <= MOST_POINTS + 2 and line.points[-1][0] == 1 for line in precise.lines)
