"""Scripts of those who are called."""

from __future__ import annotations

import pytest

from bot.errors import PermanentError
from channels.twin.callee import Callee, Callees, Reaction

ROSA = "+13035550142"


def test_a_number_without_a_script_answers_listens_and_presses_nothing():
    callee = Callees().of(ROSA)
    assert callee.reaction is Reaction.ANSWERS
    assert (callee.presses, callee.says, callee.hangs_up_after) == ((), (), None)


def test_a_new_script_stands_in_place_of_the_one_before():
    callees = Callees()
    callees.script(ROSA, Callee(presses=("1",)))
    callees.script(ROSA, Callee(says=("yes",)))
    assert callees.of(ROSA) == Callee(says=("yes",))
    callees.clear()
    assert callees.of(ROSA) == Callee()


def test_a_script_is_read_by_the_names_of_its_fields():
    document = {"reaction": "busy", "after_seconds": 1, "presses": ["1", ""], "hangs_up_after": 2.5}
    assert Callee.from_document(document) == Callee(
        Reaction.BUSY, after_seconds=1, presses=("1", ""), hangs_up_after=2.5
    )


@pytest.mark.parametrize(
    "document",
    [
        {"mood": "bad"},
        {"reaction": "shrugs"},
        {"presses": "12"},
        {"presses": ["x"]},
        {"says": [1]},
        {"says": None},
        {"after_seconds": -1},
        {"after_seconds": "soon"},
        {"machine": True, "presses": ["1"]},
    ],
)
def test_a_script_that_nobody_could_follow_is_refused(document: dict[str, object]):
    with pytest.raises(PermanentError):
        Callee.from_document(document)
