from __future__ import annotations

from bot.evaluation.cases import Due
from bot.evaluation.reading import Readers, read_all, read_case
from bot.evaluation.testing import ASK, EMERGENCY, NONE, a_case, readers, rules_alone
from bot.safety.felt import Felt, Impression
from bot.testing import ScriptedReader, plain_screen

WALK = "we were at the market and bought plums and pears and bread and cheese and then we walked home by the river. "
LONG = WALK + "it is behind the door"


def test_a_case_is_read_by_the_screen_and_by_its_rules_alone():
    read = read_case(a_case("it is behind the door"), readers({"it is behind the door": (0.9, 0.95)}), alone=False)
    assert (read.level, read.by_rules, read.alone) == (EMERGENCY, NONE, None)
    assert read.whole == Felt(0.9, 0.95)


def test_the_learned_reader_alone_is_not_told_what_the_rules_found():
    class Rulebound(ScriptedReader):
        """Feels only what the rules told it."""

        def feel(self, views):
            return [Impression(Felt(0.9, 0.9) if "rules=emergency" in view.rules else Felt(0, 0)) for view in views]

    screen = plain_screen()
    screen.adopt(Rulebound())
    read = read_case(a_case("he has a knife"), Readers(screen, rules_alone(), Rulebound()), alone=True)
    assert (read.level, read.by_rules, read.alone) == (EMERGENCY, EMERGENCY, NONE)


def test_the_learned_reader_alone_acts_from_its_limits_on():
    told = {"one": (0.8, 0.9), "two": (0.79, 0.6), "three": (0.1, 0.59)}
    reads = read_all([a_case(text) for text in told], readers(told), alone=True)
    assert [read.alone for read in reads] == [EMERGENCY, ASK, NONE]


def test_what_was_felt_of_a_part_is_kept_apart_from_the_whole():
    read = read_case(a_case(LONG), readers({"it is behind the door": (0.95, 0.95)}), alone=False)
    assert read.level is EMERGENCY
    assert read.whole == Felt(0.001, 0.001)
    assert read.assessment.felt == Felt(0.95, 0.95)


def test_without_a_learned_reader_nothing_is_felt():
    read = read_case(a_case("he has a knife"), readers(), alone=True)
    assert (read.level, read.whole, read.alone) == (EMERGENCY, None, None)


def test_a_text_without_words_is_nothing_to_the_learned_reader():
    read = read_case(a_case("", Due.NONE), readers({"a": (0.9, 0.9)}), alone=True)
    assert (read.level, read.whole, read.alone) == (NONE, None, NONE)


def test_every_case_passes_the_watcher_once():
    seen = []

    def track(cases, doing):
        for case in cases:
            seen.append((doing, case.text))
            yield case

    read_all([a_case("one"), a_case("two")], readers(), alone=False, track=track)
    assert seen == [("Screening", "one"), ("Screening", "two")]
