"""The learned reader learns what it is taught, and tells what it would have said of an example unseen."""

from __future__ import annotations

import numpy
import pytest

from bot.learned.apart import is_apart
from bot.learned.examples import Example
from bot.learned.fit import Fitted, Taught, fit
from bot.learned.model import SUREST
from bot.safety.felt import View
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
NONE, ASK, EMERGENCY = DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY
#: What is taught: the level, the hazard, and the word that tells it.
KINDS = (
    (EMERGENCY, Hazard.WEAPON, "machete"),
    (EMERGENCY, Hazard.FIRE, "ablaze"),
    (ASK, Hazard.FIRE, "smoke"),
    (NONE, Hazard.FIRE, "barbecue"),
    (NONE, None, "library"),
)
EACH, WIDE = 120, 24


def examples(seed: int = 0) -> tuple[list[Taught], numpy.ndarray]:
    """Each kind lies around a point of its own in meaning; half of its texts say the word that tells it."""
    chance = numpy.random.default_rng(seed)
    points = numpy.random.default_rng(99).normal(size=(len(KINDS), WIDE))
    taught, meanings = [], []
    for (level, hazard, word), point in zip(KINDS, points, strict=True):
        for number in range(EACH):
            text = f"{word if number % 2 else 'it'} on {chance.choice(['elm', 'oak', 'pine'])} {chance.random()}"
            rules = ("rules=ask",) if level is ASK else ("rules=none",)
            one = Example(text, level, hazard, Voice.PLAIN, Language.ENGLISH, "made_up.en.yml")
            taught.append(Taught(one, View(0, 1, text, rules)))
            meanings.append(point + chance.normal(size=WIDE) * 0.2)
    return taught, numpy.array(meanings, dtype="f4")


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(*examples())


def test_it_tells_apart_what_it_was_taught_on_texts_that_it_never_saw(fitted):
    taught, meanings = examples(seed=1)
    found = fitted.model.read([one.view for one in taught], meanings)
    for one, felt in zip(taught, found, strict=True):
        assert (felt.emergency > 0.5) == (one.example.level is EMERGENCY)
        assert (felt.danger > 0.5) == (one.example.level is not NONE)


def test_it_names_the_hazard_that_it_was_taught(fitted):
    taught, meanings = examples(seed=1)
    found = fitted.model.read([one.view for one in taught], meanings)
    dangers = [(one.example, felt) for one, felt in zip(taught, found, strict=True) if one.example.level is EMERGENCY]
    assert all(felt.hazard is example.hazard for example, felt in dangers)


def test_harmless_examples_are_of_one_class_whatever_they_sound_like(fitted):
    assert fitted.model.classes == ("ask.fire", "emergency.fire", "emergency.weapon", "none")


def test_every_example_set_apart_has_the_probabilities_of_a_reader_that_had_not_seen_it(fitted):
    taught, _ = examples()
    assert fitted.apart.tolist() == [place for place, one in enumerate(taught) if is_apart(one.example)]
    assert fitted.unseen.shape == (len(fitted.apart), 2)
    assert (fitted.unseen[:, 1] >= fitted.unseen[:, 0]).all()
    assert fitted.unseen.min() >= SUREST * 0.99
    assert fitted.unseen.max() <= 1 - SUREST * 0.99
    levels = numpy.array([taught[place].example.level is EMERGENCY for place in fitted.apart])
    assert fitted.unseen[levels, 0].mean() > 0.5 > fitted.unseen[~levels, 0].mean()


def test_what_it_says_unseen_is_not_what_it_says_of_an_example_that_it_learned_from(fitted):
    taught, meanings = examples()
    seen = fitted.model.read([one.view for one in taught], meanings)
    seen_emergency = numpy.array([seen[place].emergency for place in fitted.apart])
    assert not numpy.allclose(seen_emergency, fitted.unseen[:, 0], atol=1e-4)


def test_twins_of_a_triple_do_not_tell_what_it_is():
    """All texts of a triple say one word that no other says: who has seen one of them knows the others."""
    chance = numpy.random.default_rng(5)
    taught, levels = [], (EMERGENCY, EMERGENCY, NONE, NONE)
    for triple in range(1, 201):
        level, word = levels[triple % 4], "".join(chance.choice(list("bcdfghjklm"), 8))
        for place in "abc":
            text = f"{word} {place}"
            one = Example(text, level, Hazard.FIRE, Voice.TRIPLE, Language.ENGLISH, "made_up.en.yml", triple)
            taught.append(Taught(one, View(0, 2, text)))
        text = f"maybe {triple}"
        asked = Example(text, ASK, Hazard.FIRE, Voice.PLAIN, Language.ENGLISH, "made_up.en.yml")
        taught.append(Taught(asked, View(0, 2, text)))
    found = fit(taught, chance.normal(size=(len(taught), 4)).astype("f4"))
    emergency = numpy.array([one.example.level is EMERGENCY for one in taught])
    harmless = numpy.array([one.example.level is NONE for one in taught])
    by_words = numpy.vstack([found.model.by_words(one.view) for one in taught])[:, 0]
    assert by_words[emergency].min() > by_words[harmless].max()
    emergency, harmless = emergency[found.apart], harmless[found.apart]
    assert found.unseen[emergency, 0].mean() - found.unseen[harmless, 0].mean() < 0.2


def test_the_same_examples_give_the_same_reader(fitted):
    again = fit(*examples())
    assert numpy.array_equal(again.unseen, fitted.unseen)
    taught, meanings = examples(seed=1)
    views = [one.view for one in taught]
    assert again.model.read(views, meanings) == fitted.model.read(views, meanings)
