from __future__ import annotations

import numpy
import pytest

from bot.components.intent_model import IntentModel
from bot.encoding.term_table import TermTable


def floats(*values):
    return numpy.array(values, dtype=numpy.float32)


@pytest.fixture
def model() -> IntentModel:
    """Two intents, told apart by one direction of meaning and by one word."""
    return IntentModel(
        intents=("greet", "report_noise"),
        terms=TermTable({"w:hello": 0, "w:loud": 1}, floats(1, 1)),
        by_meaning=floats([4, 0], [0, 4], [0, 0]),
        by_terms=floats([2, 0], [0, 2]),
        bias=floats(0, 0),
        examples=floats([1, 0], [0, 1]),
    )


def test_the_ranking_is_complete_and_adds_up(model):
    reading = model.read("loud", floats(0, 1, 0))
    assert [name for name, _ in reading.ranking] == ["report_noise", "greet"]
    assert sum(share for _, share in reading.ranking) == pytest.approx(1)
    assert reading.intent == "report_noise"


def test_either_view_alone_can_tell(model):
    assert model.read("loud", floats(0, 0, 1)).intent == "report_noise"
    assert model.read("qwxz", floats(0, 1, 0)).intent == "report_noise"


def test_what_lies_far_from_everything_taught_is_held_back(model):
    near, far = model.read("loud", floats(0, 1, 0)), model.read("loud", floats(0, 0.1, 0.995))
    assert far.nearness < near.nearness
    assert far.confidence < near.confidence


def test_it_is_read_back_as_it_was_saved(model, tmp_path):
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    meaning = floats(0.6, 0.8, 0)
    assert again.read("hello loud", meaning) == model.read("hello loud", meaning)


def test_a_file_that_would_run_when_loaded_is_refused(model, tmp_path):
    model.save(tmp_path)
    numpy.savez(tmp_path / "weights.npz", rarity=numpy.array([object()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        IntentModel.load(tmp_path)
