"""What the rules named and what the learned reader felt become one level, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.safety.assessment import Assessment
from bot.safety.felt import Felt, Impression, View
from bot.safety.patterns import MOST_HITS
from bot.safety.screen import Screen
from bot.taught import SAFETY_FILES, load_lexicons
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel, Hazard, Question

NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY
OBLIQUE = "they put him in the trunk"
BEFORE = "the lady from the bakery walked over to us today with her dog"
AFTER = "so we went back home and had dinner together later in the day"
LONG = f"{BEFORE}. {OBLIQUE}. {AFTER}."


def felt(text: str, told: dict[str, Felt]) -> Assessment:
    return _screen(ScriptedReader(told)).assess(text)


def _screen(reader: ScriptedReader) -> Screen:
    screen = plain_screen()
    screen.adopt(reader)
    return screen


def test_an_emergency_that_only_is_felt_is_one_and_names_words_hazard_and_likeness():
    found = felt(OBLIQUE, {OBLIQUE: Felt(0.95, 0.97, Hazard.VIOLENCE)})
    assert found.level is EMERGENCY
    assert found.hazards == (Hazard.VIOLENCE,)
    assert found.rules == ("learned.violence",)
    assert [(span.text, span.hazard, span.rule) for span in found.spans] == [
        (OBLIQUE, Hazard.VIOLENCE, "learned.violence")
    ]
    assert [one.text for one in found.nearest] == [OBLIQUE]
    assert found.felt == Felt(0.95, 0.97, Hazard.VIOLENCE)


def test_a_question_that_only_is_felt_is_asked():
    found = felt(OBLIQUE, {OBLIQUE: Felt(0.3, 0.7, Hazard.VIOLENCE)})
    assert found.level is ASK
    assert found.rules == ("learned.violence",)


def test_what_is_felt_under_both_limits_is_told_and_does_nothing():
    found = felt(OBLIQUE, {OBLIQUE: Felt(0.5, 0.55, Hazard.VIOLENCE)})
    assert found.level is NONE
    assert found.felt == Felt(0.5, 0.55, Hazard.VIOLENCE)
    assert found.hazards == found.spans == found.rules == found.nearest == ()


@pytest.mark.parametrize(
    ("told", "level"), [(Felt(0.8, 0.8), EMERGENCY), (Felt(0.79, 0.6), ASK), (Felt(0.5, 0.59), NONE)]
)
def test_a_limit_is_reached_at_its_own_value(told: Felt, level: DangerLevel):
    assert felt(OBLIQUE, {OBLIQUE: told}).level is level


def test_a_danger_like_no_hazard_is_named_as_danger():
    found = felt(OBLIQUE, {OBLIQUE: Felt(0.95, 0.97)})
    assert found.level is EMERGENCY
    assert found.rules == ("learned.danger",)
    assert found.hazards == ()


def test_what_is_felt_is_shown_as_a_slice_of_the_message():
    text = "  They put HIM… in the\ntrunk 🙁"
    (view,) = plain_screen().look(text)
    found = felt(text, {view.text: Felt(0.95, 0.97)})
    assert found.spans
    assert all(text[span.start : span.end] == span.text for span in found.spans)


def test_an_emergency_of_the_rules_that_is_doubted_is_asked_about():
    found = felt("he has a knife", {"he has a knife": Felt(0.1, 0.3)})
    assert found.level is ASK
    assert found.rules == ("en.weapon.has", "learned.doubted")
    assert found.hazards == (Hazard.WEAPON,)


def test_an_emergency_of_the_rules_with_next_to_no_danger_is_let_pass():
    found = felt("he has a knife", {"he has a knife": Felt(0.01, 0.02)})
    assert found.level is NONE
    assert found.rules == ("en.weapon.has", "learned.dismissed")
    assert found.hazards == ()


def test_an_emergency_of_the_rules_that_is_doubted_a_little_stands():
    found = felt("he has a knife", {"he has a knife": Felt(0.2, 0.3)})
    assert found.level is EMERGENCY
    assert found.rules == ("en.weapon.has",)


def test_a_question_of_the_rules_is_asked_however_unlikely_an_emergency_is():
    found = felt("i saw a knife", {"i saw a knife": Felt(0.01, 0.06)})
    assert found.level is ASK
    assert found.rules == ("en.weapon.saw",)


def test_a_question_of_the_rules_with_next_to_no_danger_is_not_asked():
    found = felt("i saw a knife", {"i saw a knife": Felt(0.01, 0.02)})
    assert found.level is NONE
    assert found.rules == ("en.weapon.saw", "learned.dismissed")


def test_a_question_of_the_rules_that_is_felt_as_an_emergency_is_one():
    found = felt("i saw a knife", {"i saw a knife": Felt(0.9, 0.95, Hazard.WEAPON)})
    assert found.level is EMERGENCY
    assert found.rules == ("en.weapon.saw", "learned.weapon")


def test_the_hazards_that_the_rules_named_go_before_those_that_are_felt():
    found = felt("he has a knife", {"he has a knife": Felt(0.9, 0.95, Hazard.SUICIDE)})
    assert found.hazards == (Hazard.WEAPON,)


@pytest.mark.parametrize(
    ("told", "level"), [(Felt(0.89, 0.79), NONE), (Felt(0.89, 0.8), ASK), (Felt(0.9, 0.95), EMERGENCY)]
)
def test_a_part_needs_more_than_a_whole_message(told: Felt, level: DangerLevel):
    assert felt(LONG, {OBLIQUE: told}).level is level


def test_a_part_that_is_felt_is_named_by_its_own_words():
    found = felt(LONG, {OBLIQUE: Felt(0.95, 0.97, Hazard.VIOLENCE)})
    assert [span.text for span in found.spans] == [OBLIQUE]
    assert [one.text for one in found.nearest] == [OBLIQUE]


def test_a_part_that_is_an_emergency_decides_over_a_whole_that_is_a_question():
    whole = plain_screen().look(LONG)[0].text
    found = felt(LONG, {whole: Felt(0.5, 0.7, Hazard.MEDICAL), OBLIQUE: Felt(0.95, 0.97, Hazard.VIOLENCE)})
    assert found.level is EMERGENCY
    assert found.hazards == (Hazard.VIOLENCE,)


def test_a_whole_that_is_an_emergency_decides_over_a_part_that_is_a_question():
    whole = plain_screen().look(LONG)[0].text
    found = felt(LONG, {whole: Felt(0.82, 0.85, Hazard.MEDICAL), OBLIQUE: Felt(0.85, 0.9, Hazard.VIOLENCE)})
    assert found.level is EMERGENCY
    assert found.hazards == (Hazard.MEDICAL,)


def test_a_part_that_is_no_figure_of_speech_keeps_what_the_rules_named():
    text = LONG.replace(OBLIQUE, "he has a knife")
    assert felt(text, {}).level is NONE
    assert felt(text, {"he has a knife": Felt(0.3, 0.5)}).level is EMERGENCY
    assert felt(text, {"he has a knife": Felt(0.1, 0.5)}).level is ASK


def test_parts_that_the_reader_passes_over_do_not_count():
    class WholeOnly(ScriptedReader):
        def feel(self, views: Sequence[View]) -> list[Impression | None]:
            return [*super().feel(views[:1]), *(None for _ in views[1:])]

    told = {OBLIQUE: Felt(0.95, 0.97)}
    assert _screen(ScriptedReader(told)).assess(LONG).level is EMERGENCY
    screen = _screen(WholeOnly(told))
    assert screen.assess(LONG).level is NONE
    assert screen.assess(OBLIQUE).level is EMERGENCY


def test_what_nobody_can_read_is_asked_about_however_harmless_it_feels():
    found = felt("他有刀请帮帮我", {})
    assert found.level is ASK
    assert "screen.unreadable" in found.rules


def test_what_the_rules_did_not_look_at_whole_is_asked_about_however_harmless_it_feels():
    text = "he doesnt have a gun " * (MOST_HITS * 2)
    screen = Screen(load_lexicons(SAFETY_FILES))
    assert screen.assess(text).rules[-1] == "screen.too_much"
    screen.adopt(ScriptedReader())
    assert screen.assess(text).level is ASK


def test_an_answer_raises_the_level_over_what_is_felt():
    assert _screen(ScriptedReader()).assess("yes", asked=Question.WEAPON).level is EMERGENCY


def test_an_answer_that_names_a_hazard_keeps_what_is_felt():
    found = _screen(ScriptedReader()).assess("yes", asked=Question.WEAPON)
    assert found.hazards == (Hazard.WEAPON,)
    assert found.felt == Felt(0.001, 0.001)
