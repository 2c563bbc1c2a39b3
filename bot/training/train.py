"""Trains the dialogue model of the files as they are, unless it stands already.

A model appears under its name whole or not at all: a training that is killed leaves nothing half.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from bot.training.fingerprint import fingerprint
from bot.training.progress import say

ROOT = Path(__file__).parents[2]
MODELS = "models"
SUFFIX = ".tar.gz"
KEPT = 3
_BUILDING = ".building-"
# A building folder this old, in seconds, was left by a training that was killed: none takes an hour.
_ABANDONED = 3600.0


def train(force: bool = False, root: Path = ROOT) -> Path:
    """Return the model of the files under `root`, trained now if there is none or if `force` says so.

    Raises PermanentError where the files cannot be trained on.
    """
    model = model_path(root)
    if model.exists() and not force:
        os.utime(model)
        return model
    started = time.monotonic()
    _build(model, root)
    _forget_old(model.parent)
    say(f"saved in {time.monotonic() - started:.0f} s: {MODELS}/{model.name}")
    return model


def model_path(root: Path = ROOT) -> Path:
    """Return where the model of the files under `root` stands, or will stand."""
    return root / MODELS / f"{fingerprint(root)}{SUFFIX}"


def _build(model: Path, root: Path) -> None:
    from bot.engine.learn import learn  # only a training needs Rasa, and importing it takes seconds

    building = model.parent / f"{_BUILDING}{os.getpid()}"
    building.mkdir(parents=True, exist_ok=True)
    try:
        learn(root, building, model.name).replace(model)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _forget_old(models: Path) -> None:
    """Keep the newest models and drop the rest, and what killed trainings left."""
    trained = sorted(models.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in trained[KEPT:]:
        path.unlink(missing_ok=True)
    for folder in models.glob(f"{_BUILDING}*"):
        if time.time() - folder.stat().st_mtime > _ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)
