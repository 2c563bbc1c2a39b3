"""Limits are as low as the stated cost allows, on probabilities that were made up."""

from __future__ import annotations

from dataclasses import astuple

import numpy
import pytest

from bot.learned.examples import Example
from bot.learned.limits import Cost, Seen, choose
from bot.vocabulary import DangerLevel, Hazard, Language, Voice

COST = Cost(sent=0.02, asked=0.25, sent_hard=0.05, named=0.01, named_hard=0.03, part_sent=0.01, part_asked=0.05)
NONE, EMERGENCY = DangerLevel.NONE, DangerLevel.EMERGENCY
EVERYDAY, HARD, GRAVE = 400, 300, 300


def example(level: DangerLevel, voice: Voice) -> Example:
    return Example("made up", level, Hazard.WEAPON, voice, Language.ENGLISH, "made_up.en.yml")


def made_up(seed: int, *, grave: int = GRAVE) -> Seen:
    """Everyday texts, hard ones and emergencies, each likelier than the one before; the rules named some of each."""
    chance = numpy.random.default_rng(seed)
    examples = [
        *[example(NONE, Voice.EVERYDAY)] * (EVERYDAY // 2),
        *[example(NONE, Voice.ANSWER)] * (EVERYDAY // 2),
        *[example(NONE, Voice.FIGURATIVE)] * HARD,
        *[example(EMERGENCY, Voice.PLAIN)] * grave,
    ]
    emergency = numpy.concatenate([chance.beta(1, 9, EVERYDAY), chance.beta(2, 6, HARD), chance.beta(6, 2, grave)])
    danger = emergency + (1 - emergency) * chance.uniform(0, 0.5, len(emergency))
    named = chance.uniform(size=len(examples)) < 0.3
    parts = numpy.sort(chance.beta(1, 7, (200, 2)), axis=1)
    asked = ~named & (chance.uniform(size=len(examples)) < 0.3)
    return Seen(examples, numpy.stack([emergency, danger], axis=1).astype("f4"), named, asked, parts.astype("f4"))


def of_voices(seen: Seen, *voices: Voice) -> numpy.ndarray:
    return numpy.array([one.voice in voices for one in seen.examples])


def reached(probabilities: numpy.ndarray, limit: float, of: int | None = None) -> float:
    return float((probabilities >= limit).sum() / (of or len(probabilities)))


@pytest.fixture(params=range(5))
def seen(request: pytest.FixtureRequest) -> Seen:
    return made_up(request.param)


def test_harmless_people_pay_no_more_than_was_stated(seen):
    limits = choose(seen, COST)
    everyday, hard = of_voices(seen, Voice.EVERYDAY, Voice.ANSWER), of_voices(seen, Voice.FIGURATIVE)
    assert reached(seen.unseen[everyday, 0], limits.emergency) <= COST.sent
    assert reached(seen.unseen[hard, 0], limits.emergency) <= COST.sent_hard
    assert reached(seen.unseen[everyday, 1], limits.ask) <= COST.asked


def test_what_the_rules_named_costs_harmless_people_no_more_than_was_stated(seen):
    limits = choose(seen, COST)
    for voices, allowed in (((Voice.EVERYDAY, Voice.ANSWER), COST.named), ((Voice.FIGURATIVE,), COST.named_hard)):
        of = of_voices(seen, *voices)
        assert reached(seen.unseen[of & seen.named, 0], limits.doubt, int(of.sum())) <= allowed


def test_parts_of_long_harmless_messages_cost_no_more_than_was_stated(seen):
    limits = choose(seen, COST)
    assert reached(seen.parts[:, 0], limits.part_emergency) <= COST.part_sent
    assert reached(seen.parts[:, 1], limits.part_ask) <= COST.part_asked


def test_no_lower_limit_would_be_paid_for(seen):
    limits = choose(seen, COST)
    everyday, hard = of_voices(seen, Voice.EVERYDAY, Voice.ANSWER), of_voices(seen, Voice.FIGURATIVE)
    lower = numpy.nextafter(numpy.float32(limits.emergency), numpy.float32(0))
    assert (
        reached(seen.unseen[everyday, 0], lower) > COST.sent - 1 / everyday.sum()
        or reached(seen.unseen[hard, 0], lower) > COST.sent_hard - 1 / hard.sum()
    )
    assert reached(seen.unseen[everyday, 1], limits.ask) > COST.asked - 2 / everyday.sum()


def test_a_higher_price_lowers_the_limits(seen):
    cheap, dear = choose(seen, COST), choose(seen, Cost(sent=0.2, asked=0.5, sent_hard=0.3, part_sent=0.1))
    assert dear.emergency < cheap.emergency
    assert dear.ask < cheap.ask


@pytest.mark.parametrize("asked", [0.0001, 0.01, 0.5])
@pytest.mark.parametrize("named", [0.0, 0.001, 0.2])
def test_limits_keep_their_order_whatever_the_price(seen, asked: float, named: float):
    limits = choose(seen, Cost(asked=asked, named=named, named_hard=named, part_sent=0.9, part_asked=0.9))
    assert limits.ask <= limits.emergency
    assert limits.doubt <= limits.emergency
    assert limits.dismiss <= limits.ask
    assert limits.part_emergency >= limits.emergency
    assert limits.part_ask >= limits.ask


@pytest.mark.parametrize(("grave", "lost"), [(40, 0.02), (300, 0.002), (300, 0.05)])
def test_no_more_named_emergencies_are_let_pass_than_was_stated(grave: int, lost: float):
    seen = made_up(7, grave=grave)
    limits = choose(seen, Cost(sent=0.0, sent_hard=0.0, asked=0.0, lost=lost))
    graves = of_voices(seen, Voice.PLAIN) & seen.named
    assert (seen.unseen[graves, 1] < limits.dismiss).mean() <= lost


def test_where_the_rules_named_no_emergency_none_is_let_pass():
    seen = made_up(7)
    assert (
        choose(Seen(seen.examples, seen.unseen, numpy.zeros(len(seen.named), bool), seen.asked, seen.parts)).dismiss
        == 0
    )


def test_without_harmless_examples_nothing_is_held_back():
    examples = [example(EMERGENCY, Voice.PLAIN)] * 4
    unseen = numpy.array([[0.4, 0.5], [0.6, 0.7], [0.8, 0.9], [0.9, 0.95]], "f4")
    limits = choose(Seen(examples, unseen, numpy.ones(4, bool), numpy.ones(4, bool), numpy.zeros((0, 2), "f4")))
    assert astuple(limits) == (0, 0, 0, 0, 0, 0, 0)
