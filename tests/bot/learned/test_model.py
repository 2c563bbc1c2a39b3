"""The learned reader's numbers: what they say of a view, and how they are kept."""

from __future__ import annotations

import numpy
import pytest

from bot.encoding.term_table import TermTable
from bot.learned.model import (
    COLUMNS,
    NAMES_FILE,
    NUMBERS_FILE,
    SUREST,
    DangerModel,
    Mixture,
    Network,
    evidence,
    odds,
    rule_levels,
    term_counts,
)
from bot.safety.felt import View
from bot.vocabulary import Hazard

CLASSES = ("ask.fire", "emergency.fire", "emergency.weapon", "none")
#: One direction of meaning for each class, in their order.
SMOULDERS, BURNS, ARMED, HARMLESS = numpy.eye(4, dtype="f4") * 6


def floats(*values) -> numpy.ndarray:
    return numpy.array(values, dtype=numpy.float32)


def view(text: str, *rules: str) -> View:
    return View(0, len(text.split()), text, rules)


@pytest.fixture
def model() -> DangerModel:
    """Two networks that hand each direction of meaning to its class, and two words: knife is grave, coffee is not."""
    straight = numpy.stack([numpy.eye(4, dtype="f4")] * 2)
    return DangerModel(
        classes=CLASSES,
        network=Network(straight, numpy.zeros((2, 4), "f4"), straight, numpy.zeros((2, 4), "f4")),
        terms=TermTable({"w:knife": 0, "w:coffee": 1, "r:en.weapon.has": 2}, floats(1, 1, 1)),
        by_terms=floats([-3, 0, 3], [3, 0, -3], [-4, 0, 4]),
        terms_bias=floats(0, 0, 0),
        mixture=Mixture(floats([1, 0, 1, 0, 0, 0, 1, 0, 0], [0, 1, 0, 1, 0, 0, 0, 1, -1]), floats(0, 0)),
    )


def felt(model: DangerModel, text: str, meaning: numpy.ndarray, *rules: str):
    (found,) = model.read([view(text, *rules)], meaning[numpy.newaxis])
    return found


def test_either_view_alone_can_tell(model):
    nothing = felt(model, "hm", floats(0, 0, 0, 0))
    assert felt(model, "hm", ARMED).emergency > nothing.emergency > felt(model, "hm", HARMLESS).emergency
    assert felt(model, "knife", floats(0, 0, 0, 0)).emergency > nothing.emergency
    assert felt(model, "coffee", floats(0, 0, 0, 0)).emergency < nothing.emergency


def test_a_rule_that_fired_is_weighed_as_a_word_is(model):
    assert felt(model, "hm", SMOULDERS, "en.weapon.has").emergency > felt(model, "hm", SMOULDERS).emergency


def test_what_the_rules_say_of_the_level_is_weighed(model):
    said = felt(model, "hm", SMOULDERS, "rules=emergency")
    assert said.emergency > felt(model, "hm", SMOULDERS, "rules=none").emergency
    hidden = felt(model, "hm", floats(0, 0, 0, 0), "en.weapon.has=hidden")
    assert hidden.danger < felt(model, "hm", floats(0, 0, 0, 0)).danger


def test_the_levels_of_the_rules_are_told_apart():
    assert rule_levels(view("hm", "rules=emergency")).tolist() == [1, 0, 0]
    assert rule_levels(view("hm", "rules=ask", "en.fire=hidden")).tolist() == [0, 1, 1]
    assert rule_levels(view("hm", "rules=none", "en.fire=ask")).tolist() == [0, 0, 0]


def test_what_smoulders_is_danger_and_no_emergency(model):
    found = felt(model, "hm", SMOULDERS)
    assert found.danger > 0.9
    assert found.emergency < 0.1


@pytest.mark.parametrize(
    ("meaning", "hazard"), [(SMOULDERS, Hazard.FIRE), (BURNS, Hazard.FIRE), (ARMED, Hazard.WEAPON)]
)
def test_the_hazard_is_the_one_whose_classes_have_most(model, meaning, hazard):
    assert felt(model, "hm", meaning).hazard is hazard


def test_a_hazard_may_have_most_by_two_levels_together(model):
    assert felt(model, "hm", floats(2, 2, 2.3, 0)).hazard is Hazard.FIRE


def test_danger_is_never_under_emergency_and_nothing_is_ever_sure(model):
    chance = numpy.random.default_rng(1)
    weights, bias = chance.normal(size=(2, COLUMNS)).astype("f4") * 2, chance.normal(size=2).astype("f4")
    found = Mixture(weights, bias).probabilities(chance.normal(size=(500, COLUMNS)).astype("f4") * 3)
    assert (found[:, 1] >= found[:, 0]).all()
    assert found.min() >= SUREST * 0.99
    assert found.max() <= 1 - SUREST * 0.99


def test_meanings_that_are_large_have_finite_shares(model):
    shares = model.network.shares(floats([1e4, -1e4, 0, 0], [0, 0, 0, 0]))
    assert numpy.isfinite(shares).all()
    assert shares.sum(axis=1) == pytest.approx([1, 1])


def test_networks_are_averaged(model):
    off = numpy.stack([numpy.eye(4, dtype="f4"), numpy.zeros((4, 4), "f4")])
    network = Network(off, model.network.inward_bias, model.network.outward, model.network.outward_bias)
    (share,) = network.shares(ARMED[numpy.newaxis])
    assert share[CLASSES.index("emergency.weapon")] == pytest.approx((1 + 0.25) / 2, abs=0.01)


@pytest.mark.parametrize("text", ["", "qwxz", "🔪", "\x00\ud800"])
def test_words_that_were_never_taught_have_finite_odds(model, text: str):
    found = model.by_words(view(text))
    assert found.shape == (2,)
    assert numpy.isfinite(found).all()


def test_odds_of_nothing_and_of_everything_are_finite():
    found = odds(floats(0, 0.5, 1))
    assert numpy.isfinite(found).all()
    assert found[1] == pytest.approx(0)
    assert found[0] == pytest.approx(-found[2], rel=1e-3)


def test_evidence_lies_in_one_row_a_text():
    assert evidence(numpy.ones((3, 2)), numpy.ones((3, 2)), numpy.ones((3, 3))).shape == (3, COLUMNS)


def test_the_terms_of_a_view_are_its_words_and_its_rules():
    counts = term_counts(view("knife", "en.weapon.has"))
    assert counts["w:knife"] == counts["r:en.weapon.has"] == 1


def test_it_reads_the_same_when_it_is_saved_and_loaded(model, tmp_path):
    model.save(tmp_path)
    again = DangerModel.load(tmp_path)
    views = [view("knife"), view("coffee", "en.weapon.has"), view("ñandú")]
    meanings = numpy.random.default_rng(2).normal(size=(3, 4)).astype("f4")
    assert again.read(views, meanings) == model.read(views, meanings)


def test_a_file_that_would_run_when_loaded_is_refused(model, tmp_path):
    model.save(tmp_path)
    numpy.savez(tmp_path / NUMBERS_FILE, rarity=numpy.array([object()], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        DangerModel.load(tmp_path)


def test_a_folder_that_lacks_a_number_is_refused(model, tmp_path):
    model.save(tmp_path)
    numpy.savez(tmp_path / NUMBERS_FILE, rarity=model.terms.rarity)
    with pytest.raises(KeyError):
        DangerModel.load(tmp_path)


def test_a_folder_without_names_is_refused(model, tmp_path):
    model.save(tmp_path)
    (tmp_path / NAMES_FILE).unlink()
    with pytest.raises(OSError, match=NAMES_FILE):
        DangerModel.load(tmp_path)
