"""Names a trained model by everything that it was made from, so that nothing is trained twice and nothing is stale.

It must cover every file that changes what a model says, and no file that does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Files and folders, from the root of the repository.
SOURCES = (
    "config.yml",
    "nlu_data",
    "bot/dialogue",
    "bot/components",
    "bot/encoder.py",
    "bot/encoder_graph.py",
    "bot/encoder_weights.py",
    "bot/wording.py",
    "bot/engine/learn.py",
)
# The screen's lexicons are read when a model is loaded, and are no part of it.
EXCEPT = "nlu_data/safety"
KINDS = (".yml", ".py")
LIBRARIES = ("rasa", "scikit-learn", "numpy", "onnx")
# Sixteen hexadecimal digits: two models in a folder of three never share them.
DIGITS = 16


def fingerprint(root: Path) -> str:
    """Return the name of the model of the files under `root` as they are now."""
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library}={_version(library)}\n".encode())
    for path in _files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        place = root / source
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if _teaches(path, root))
        elif place.exists():
            yield place


def _teaches(path: Path, root: Path) -> bool:
    return path.suffix in KINDS and root / EXCEPT not in path.parents


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
