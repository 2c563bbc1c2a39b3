from __future__ import annotations

from dataclasses import replace

import pytest

from bot.evaluation.cases import Due
from bot.evaluation.causes import Cause, Fault, errors, fault_of
from bot.evaluation.reading import Read, read_case
from bot.evaluation.testing import ASK, EMERGENCY, NONE, a_case, readers
from bot.safety.assessment import Assessment, Span
from bot.safety.felt import Felt
from bot.testing import ScriptedReader
from bot.vocabulary import Hazard

LIMITS = ScriptedReader().limits
WALK = "we were at the market and bought plums and pears and bread and cheese and then we walked home by the river. "
LONG = WALK + "it is behind the door"


def error(text, due, told=None):
    reading = readers(told)
    [found] = errors([read_case(a_case(text, due), reading, alone=False)], reading.learned and LIMITS)
    return found


@pytest.mark.parametrize(
    ("due", "level", "fault"),
    [
        (Due.EMERGENCY, NONE, Fault.MISSED),
        (Due.EMERGENCY, ASK, Fault.ONLY_ASKED),
        (Due.EMERGENCY, EMERGENCY, None),
        (Due.ASK, NONE, Fault.NOT_ASKED),
        (Due.ASK, EMERGENCY, None),
        (Due.SERIOUS, NONE, Fault.NOT_ASKED),
        (Due.SERIOUS, ASK, None),
        (Due.NONE, ASK, Fault.ASKED),
        (Due.NONE, EMERGENCY, Fault.SENT),
        (Due.NONE, NONE, None),
        (Due.NOT_911, ASK, None),
        (Due.NOT_911, EMERGENCY, Fault.SENT),
    ],
)
def test_a_fault_is_what_is_due_held_against_what_was_given(due, level, fault):
    assert fault_of(Read(a_case("x", due), Assessment(level), level)) is fault


@pytest.mark.parametrize(
    ("text", "due", "told", "fault", "cause"),
    [
        ("it is behind the door", Due.EMERGENCY, {}, Fault.MISSED, Cause.UNHEARD),
        ("it is behind the door", Due.EMERGENCY, None, Fault.MISSED, Cause.UNHEARD),
        ("it is behind the door", Due.ASK, {"it is behind the door": (0.1, 0.5)}, Fault.NOT_ASKED, Cause.BELOW_LIMIT),
        ("it is behind", Due.EMERGENCY, {"it is behind": (0.7, 0.7)}, Fault.ONLY_ASKED, Cause.BELOW_LIMIT),
        ("he has a knife", Due.EMERGENCY, {"he has a knife": (0.1, 0.3)}, Fault.ONLY_ASKED, Cause.DOUBTED),
        ("he has a knife", Due.EMERGENCY, {"he has a knife": (0.01, 0.01)}, Fault.MISSED, Cause.DOUBTED),
        ("he has a knife", Due.NONE, {"he has a knife": (0.5, 0.5)}, Fault.SENT, Cause.RULE),
        ("he has a knife", Due.NONE, {"he has a knife": (0.1, 0.3)}, Fault.ASKED, Cause.RULE),
        ("he has a knife", Due.NONE, None, Fault.SENT, Cause.RULE),
        ("nice weather", Due.NONE, {"nice weather": (0.9, 0.9)}, Fault.SENT, Cause.FELT),
        ("nice weather", Due.NONE, {"nice weather": (0.1, 0.7)}, Fault.ASKED, Cause.FELT),
        (LONG, Due.NONE, {"it is behind the door": (0.95, 0.95)}, Fault.SENT, Cause.PART),
    ],
)
def test_each_error_is_laid_to_what_let_it_happen(text, due, told, fault, cause):
    found = error(text, due, told)
    assert (found.fault, found.cause) == (fault, cause)


def test_an_error_names_the_rules_and_what_the_learned_reader_did_to_them():
    found = error("he has a knife", Due.EMERGENCY, {"he has a knife": (0.1, 0.3)})
    assert found.rules == ("en.weapon.has",)
    assert found.overruled == "doubted"
    assert error("he has a knife", Due.EMERGENCY, {"he has a knife": (0.01, 0.01)}).overruled == "dismissed"
    assert error("he has a knife", Due.NONE, None).overruled == ""


def test_what_words_around_a_danger_lowered_is_no_danger_unheard():
    cue = Span(0, 4, "toy ", None, "en.cue.toy", "")
    named = Span(4, 8, "gun", Hazard.WEAPON, "en.weapon.any", "")
    away = Read(
        a_case("toy gun"), Assessment(NONE, spans=(cue, named), rules=("en.weapon.any", "en.cue.toy")), NONE, Felt(0, 0)
    )
    [found] = errors([away], LIMITS)
    assert found.cause is Cause.EXPLAINED_AWAY
    assert (found.lowered_by, found.rules) == (("en.cue.toy",), ("en.weapon.any",))


def test_the_gravest_errors_come_first_and_like_causes_stand_together():
    cases = [a_case("he has a knife", Due.NONE), a_case("it is behind the door"), a_case("saw a knife", Due.EMERGENCY)]
    reads = [read_case(one, readers(), alone=False) for one in cases]
    reads.append(replace(reads[1], case=a_case("another")))
    assert [one.fault for one in errors(reads, None)] == [Fault.MISSED, Fault.MISSED, Fault.ONLY_ASKED, Fault.SENT]


def test_what_is_right_is_no_error():
    assert errors([read_case(a_case("he has a knife"), readers(), alone=False)], None) == []
