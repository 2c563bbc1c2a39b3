"""Tunes the encoder: reads the lessons a few times over and writes what its weights became.

The settings were chosen on the examples that are set apart, never on what is held out.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from bot.encoding.e5_file import E5File
from bot.training.progress import say
from bot.tuning.lessons import Group, Lessons
from bot.tuning.network import Encoder

#: Readings of all lessons, texts that are learned from together, and the pace of learning for the encoder and for what
#: is new on it.
READINGS, TOGETHER, PACE, PACE_OF_NEW = 3, 32, 1.5e-4, 1e-3
#: The pace rises over this share of the steps and then falls to nothing.
RISING = 0.06
#: Labels are believed a little less than wholly: people made them.
DOUBT = 0.02
DECAY, STEEPEST = 0.01, 1.0
TOLD_EVERY = 200


def tune(file: E5File, lessons: Lessons, pieces: numpy.ndarray, seed: int) -> Encoder:
    """Return the tuned encoder. `pieces` are the word pieces that the lessons can hold."""
    torch.manual_seed(seed)
    random.seed(seed)
    network = Encoder(file, pieces, len(lessons.names))
    places = numpy.zeros(int(pieces.max()) + 1, dtype=numpy.int64)
    places[pieces] = numpy.arange(len(pieces))
    steps = READINGS * -(-len(lessons) // TOGETHER)
    optimizer, pace = _optimizer(network, steps)
    network.train()
    step, started = 0, time.monotonic()
    for _ in range(READINGS):
        for group in lessons.read(TOGETHER):
            loss = _loss(network, group, places)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([one for one in network.parameters() if one.requires_grad], STEEPEST)
            optimizer.step()
            pace.step()
            step += 1
            if step % TOLD_EVERY == 0:
                say(f"tuning: step {step} of {steps}, {time.monotonic() - started:.0f} s, loss {float(loss):.2f}")
    return network.eval()


def _optimizer(network: Encoder, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    new = [*network.classes.parameters(), *network.levels.parameters()]
    kinds = [{"params": list(network.layers.parameters()), "lr": PACE}, {"params": new, "lr": PACE_OF_NEW}]
    optimizer = torch.optim.AdamW(kinds, weight_decay=DECAY)
    rising = max(1, int(RISING * steps))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / rising, 1.0) * max(0.02, 1 - step / steps)
    )


def _loss(network: Encoder, group: Group, places: numpy.ndarray) -> Tensor:
    ids, mask = _padded([places[numpy.array(pieces)] for pieces in group.pieces])
    with torch.autocast("cpu", torch.bfloat16):
        classes, levels = network(ids, mask)
    return functional.cross_entropy(
        classes, torch.tensor(group.classes), label_smoothing=DOUBT
    ) + functional.cross_entropy(levels, torch.tensor(group.levels), label_smoothing=DOUBT)


def _padded(texts: Sequence[numpy.ndarray]) -> tuple[Tensor, Tensor]:
    longest = max(len(text) for text in texts)
    ids, mask = torch.zeros(len(texts), longest, dtype=torch.long), torch.zeros(len(texts), longest, dtype=torch.long)
    for row, text in enumerate(texts):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = 1
    return ids, mask
