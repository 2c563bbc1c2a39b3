"""Names a trained model by everything that it was made from, so that nothing is trained twice and nothing is stale.

It must cover every file that changes what a model says, and no file that does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

KINDS = (".yml", ".py", ".npz")
# Sixteen hexadecimal digits: two models in a folder of three never share them.
DIGITS = 16


@dataclass(frozen=True)
class Made:
    """What a model is made from.

    Attributes:
        sources: files and folders, from the root of the repository.
        leaves_out: files and folders inside them that are no part of it.
        libraries: those whose version changes what comes of a training.
    """

    sources: tuple[str, ...]
    leaves_out: tuple[str, ...]
    libraries: tuple[str, ...]


#: The dialogue model. The screen's lexicons and examples are no part of it.
DIALOGUE = Made(
    sources=(
        "config.yml",
        "nlu_data",
        "bot/dialogue",
        "bot/components",
        "bot/encoding",
        "bot/wording.py",
        "bot/engine/learn.py",
    ),
    leaves_out=("nlu_data/safety",),
    libraries=("rasa", "scikit-learn", "numpy", "onnx"),
)


def fingerprint(root: Path, made: Made = DIALOGUE) -> str:
    """Return the name of the model of the files under `root` as they are now."""
    digest = hashlib.sha256()
    for library in made.libraries:
        digest.update(f"{library}={_version(library)}\n".encode())
    for path in _files(root, made):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]


def _files(root: Path, made: Made) -> Iterator[Path]:
    for source in made.sources:
        place = root / source
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if _teaches(path, root, made))
        elif place.exists():
            yield place


def _teaches(path: Path, root: Path, made: Made) -> bool:
    left_out = {root / name for name in made.leaves_out}
    return path.suffix in KINDS and left_out.isdisjoint({path, *path.parents})


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
