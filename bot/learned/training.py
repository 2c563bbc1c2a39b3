"""Trains the learned reader from nlu_data/safety/examples, unless the model of these files stands already.

A model appears under its name whole or not at all, and what is held out is never opened here.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy

from bot.encoding.e5 import E5Encoder, prepare
from bot.learned.examples import SAFETY_FILES, TAUGHT, Example, Taught, read_examples
from bot.learned.fit import Fitted, fit
from bot.learned.limits import Seen, choose
from bot.learned.model import DangerModel, Floats, rule_levels
from bot.learned.named import MODELS, PREFIX, model_path
from bot.learned.negatives import INTENTS, read_negatives
from bot.learned.reader import save
from bot.learned.rows import rows_of
from bot.safety.felt import View
from bot.safety.screen import Screen
from bot.settings import ROOT
from bot.taught import load_lexicons
from bot.training.progress import say
from bot.vocabulary import DangerLevel

KEPT = 3
#: So many long harmless messages show what parts of harmless messages look like; each costs an encoding or three.
LONG_ONES = 300


def train_screen(force: bool = False, root: Path = ROOT) -> Path:
    """Return the model of the files as they are, trained now if there is none or if `force` says so.

    Raises PermanentError where the files cannot be trained on, or the encoder's package is not there.
    """
    model = model_path(root)
    if model.exists() and not force:
        return model
    started = time.monotonic()
    building = model.parent / f".building-screen-{os.getpid()}"
    building.mkdir(parents=True, exist_ok=True)
    try:
        _build(building)
        shutil.rmtree(model, ignore_errors=True)
        building.replace(model)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    _forget_old(model)
    say(f"the screen's reader saved in {time.monotonic() - started:.0f} s: {MODELS}/{model.name}")
    return model


def _build(folder: Path) -> None:
    screen = Screen(load_lexicons(SAFETY_FILES))
    taught = read_taught(screen)
    say(f"the screen's reader: {len(taught):,} examples…")
    prepare(folder)
    encoder = E5Encoder(folder)
    meanings = rows_of(encoder, [one.view.text for one in taught], ROOT, ROOT / MODELS)
    say("the screen's reader: weighing…")
    fitted = fit(taught, meanings)
    apart = [taught[place] for place in fitted.apart]
    rules = numpy.vstack([rule_levels(one.view) for one in apart]) > 0
    examples = [one.example for one in apart]
    seen = Seen(examples, fitted.unseen, rules[:, 0], rules[:, 1], _parts(screen, encoder, fitted, examples))
    save(folder, fitted.model, choose(seen), taught, meanings)


def read_taught(screen: Screen | None = None) -> list[Taught]:
    """Return every taught example as the rules read it. Raises PermanentError where a file is wrong."""
    examples = [*read_examples(TAUGHT), *read_negatives(INTENTS)]
    return _read(screen or Screen(load_lexicons(SAFETY_FILES)), examples)


def _read(screen: Screen, examples: Sequence[Example]) -> list[Taught]:
    """Return the examples as the rules read them, in two processes: it is Python, and would use one core alone."""
    half = len(examples) // 2
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        other = pool.submit(_looked_at, screen, examples[half:])
        return [*_looked_at(screen, examples[:half]), *other.result()]


def _looked_at(screen: Screen, examples: Sequence[Example]) -> list[Taught]:
    return [Taught(one, screen.look(one.text, one.language)[0]) for one in examples]


def _parts(screen: Screen, encoder: E5Encoder, fitted: Fitted, examples: Sequence[Example]) -> Floats:
    """Return the highest probabilities of the parts of long harmless messages."""
    harmless = [one for one in examples if one.level is DangerLevel.NONE and len(one.text) > 60]
    spread = harmless[:: max(1, len(harmless) // LONG_ONES)]
    cut = [parts for one in spread if (parts := screen.look(one.text, one.language)[1:])]
    meanings = encoder.encode_many([view.text for parts in cut for view in parts])
    return _highest(fitted.model, cut, meanings)


def _highest(model: DangerModel, cut: Sequence[Sequence[View]], meanings: Floats) -> Floats:
    found, place = numpy.zeros((len(cut), 2), "f4"), 0
    for row, parts in enumerate(cut):
        felt = model.read(list(parts), meanings[place : place + len(parts)])
        found[row] = max(one.emergency for one in felt), max(one.danger for one in felt)
        place += len(parts)
    return found


def _forget_old(newest: Path) -> None:
    """Keep the newest models and drop the rest."""
    trained = sorted(newest.parent.glob(f"{PREFIX}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in trained[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
