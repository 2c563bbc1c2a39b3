"""Chooses from which probability on the screen acts, for a stated cost, on examples that the reader had not seen.

The cost is what a harmless person pays. It is stated as shares of harmless messages, and within them every limit is as
low as it can be, so that as little danger as possible is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from bot.learned.apart import EVERYDAY
from bot.learned.examples import Example
from bot.learned.model import Floats
from bot.safety.felt import Limits
from bot.vocabulary import DangerLevel


@dataclass(frozen=True)
class Cost:
    """What harmless people may pay, as shares of their messages among the taught examples.

    Those were written to be mistaken for danger ("He has the knife out and he's walking toward the cake"); what
    the same limits send and ask of real everyday texts stands in docs/explanation/the-screen.md.

    Attributes:
        sent: everyday messages told to call 911. Issue: at most 0.2 % of real ones.
        asked: everyday messages asked about danger. Issue: at most 1.5 % of real ones.
        sent_hard: messages that sound like danger, told to call 911. Issue: at most 4 %.
        named, named_hard: the same of both kinds, for what the rules named and the reader only doubts a little.
        part_sent, part_asked: long harmless messages sent or asked for one of their parts.
        lost: emergencies that the rules named and that the reader may let pass as figures of speech.
        lost_ask: the same of dangers that the rules would only ask about.
    """

    sent: float = 0.002
    asked: float = 0.017
    sent_hard: float = 0.025
    named: float = 0.003
    named_hard: float = 0.02
    part_sent: float = 0.002
    part_asked: float = 0.02
    lost: float = 0.003
    lost_ask: float = 0.02


@dataclass(frozen=True)
class Seen:
    """What limits are chosen on.

    Attributes:
        examples: the taught examples, with the probabilities that the reader gave them unseen: (examples, 2).
        named: whether the rules called each an emergency.
        asked: whether the rules would ask about each.
        parts: for harmless messages of several parts, the highest probabilities of their parts: (messages, 2).
    """

    examples: Sequence[Example]
    unseen: Floats
    named: NDArray[numpy.bool_]
    asked: NDArray[numpy.bool_]
    parts: Floats


def choose(seen: Seen, cost: Cost | None = None) -> Limits:
    """Return the lowest limits whose cost is paid."""
    price = cost or Cost()
    harmless = numpy.array([one.level is DangerLevel.NONE for one in seen.examples])
    everyday = harmless & numpy.array([one.voice in EVERYDAY for one in seen.examples])
    hard = harmless & ~everyday
    graves = seen.named & numpy.array([one.level is DangerLevel.EMERGENCY for one in seen.examples])
    dangers = seen.asked & ~harmless
    emergency, danger = seen.unseen[:, 0], seen.unseen[:, 1]
    sent = max(_above(emergency[everyday], price.sent), _above(emergency[hard], price.sent_hard))
    asked = min(_above(danger[everyday], price.asked), sent)
    doubted = [
        _above(emergency[of & seen.named], allowed * of.sum() / max(1, (of & seen.named).sum()))
        for of, allowed in ((everyday, price.named), (hard, price.named_hard))
    ]
    return Limits(
        emergency=sent,
        ask=asked,
        part_emergency=max(sent, _above(seen.parts[:, 0], price.part_sent)),
        part_ask=max(asked, _above(seen.parts[:, 1], price.part_asked)),
        doubt=min(sent, max(doubted)),
        dismiss=min(asked, _below(danger[graves], price.lost)),
        dismiss_ask=min(asked, _below(danger[dangers], price.lost_ask)),
    )


def _below(probabilities: Floats, share: float) -> float:
    """Return the limit that all but `share` of these reach; 0 where there are none."""
    return float(numpy.quantile(probabilities, share, method="lower")) if len(probabilities) else 0.0


def _above(probabilities: Floats, share: float) -> float:
    """Return the limit that at most `share` of these reach."""
    if not len(probabilities) or share >= 1:
        return 0.0
    highest = numpy.quantile(probabilities, 1 - share, method="higher")
    return float(numpy.nextafter(numpy.float32(highest), numpy.float32(2)))
