"""Without a learned reader, or with a broken one, the screen reads by its rules alone, and says so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.safety.felt import Felt, Impression, Likeness, View
from bot.safety.screen import FAILING, MISSING, WORKING
from bot.testing import ScriptedReader, plain_screen
from bot.vocabulary import DangerLevel

NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY
OBLIQUE = "they put him in the trunk"


class OneTooFew(ScriptedReader):
    def feel(self, views: Sequence[View]) -> list[Impression | None]:
        return super().feel(views)[1:]


class PassesOverAll(ScriptedReader):
    def feel(self, views: Sequence[View]) -> list[Impression | None]:
        return [None for _ in views]


class FindsNothingNear(ScriptedReader):
    def nearest(self, impression: Impression) -> tuple[Likeness, ...]:
        raise IndexError("nothing is near")


def test_without_a_learned_reader_the_rules_decide_alone_and_the_state_says_so():
    screen = plain_screen()
    assert screen.learned_state == MISSING
    assert screen.assess("he has a knife").level is EMERGENCY
    assert screen.assess("i saw a knife").level is ASK
    assert screen.assess(OBLIQUE).level is NONE
    assert screen.assess("he has a knife").felt is None


def test_a_reader_that_is_adopted_reads_from_the_next_message_on():
    screen = plain_screen()
    screen.adopt(ScriptedReader({OBLIQUE: Felt(0.95, 0.97)}))
    assert screen.learned_state == WORKING
    assert screen.assess(OBLIQUE).level is EMERGENCY


def test_the_learned_reader_is_shown_the_message_as_it_is_read():
    screen, reader = plain_screen(), ScriptedReader()
    screen.adopt(reader)
    screen.assess("They put HIM in the Trunk")
    assert reader.seen == [OBLIQUE]


@pytest.mark.parametrize("text", ["", "   ", "🙂"])
def test_a_text_without_words_is_not_shown_to_the_learned_reader(text: str):
    screen, reader = plain_screen(), ScriptedReader()
    screen.adopt(reader)
    assert screen.assess(text).felt is None
    assert reader.seen == []


def test_where_the_learned_reader_fails_the_rules_decide_and_the_state_says_so():
    screen = plain_screen()
    screen.adopt(ScriptedReader({"he has a knife": Felt(0.01, 0.02)}, broken=True))
    found = screen.assess("he has a knife")
    assert found.level is EMERGENCY
    assert found.rules == ("en.weapon.has",)
    assert screen.learned_state == FAILING


def test_the_state_is_well_again_after_the_next_good_reading():
    screen, reader = plain_screen(), ScriptedReader(broken=True)
    screen.adopt(reader)
    screen.assess("hello")
    assert screen.learned_state == FAILING
    reader.broken = False
    assert screen.assess("hello").felt is not None
    assert screen.learned_state == WORKING


@pytest.mark.parametrize("kind", [OneTooFew, PassesOverAll])
def test_an_answer_that_makes_no_sense_counts_as_a_failure(kind: type[ScriptedReader]):
    screen = plain_screen()
    screen.adopt(kind())
    assert screen.assess("he has a knife").level is EMERGENCY
    assert screen.learned_state == FAILING


def test_a_reader_that_cannot_say_what_is_near_fails_and_the_rules_decide():
    screen = plain_screen()
    screen.adopt(FindsNothingNear({"he has a knife": Felt(0.9, 0.95), OBLIQUE: Felt(0.9, 0.95)}))
    assert screen.assess("he has a knife").level is EMERGENCY
    assert screen.assess(OBLIQUE).level is NONE
    assert screen.learned_state == FAILING


def test_the_version_names_the_learned_reader_and_stands_on_every_assessment():
    screen = plain_screen()
    alone = screen.version
    screen.adopt(ScriptedReader(version="learned-abc"))
    assert screen.version == f"{alone}+learned-abc"
    assert screen.assess("hello").version == screen.version
    screen.adopt(ScriptedReader(version="learned-def"))
    assert screen.version == f"{alone}+learned-def"


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "🔪" * 3000, "word " * 5000, "ﷺ", "他有刀"])
@pytest.mark.parametrize("broken", [False, True])
def test_it_never_raises_with_either_reader(text: str, broken: bool):
    screen = plain_screen()
    screen.adopt(ScriptedReader(broken=broken))
    assert "screen.failed" not in screen.assess(text, before=["he has", text]).rules
