"""Reads what tuning made of the encoder: for each weight the difference to the published one, as two thin factors.

The differences are a fiftieth of what they change, small enough to lie beside the examples they were tuned on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.errors import PermanentError

#: Where the tuned differences lie. `python -m bot.tuning` writes the file.
TUNED_FILE = Path(__file__).parents[2] / "nlu_data" / "safety" / "tuned.npz"
_UP, _DOWN, _WHOLE = "up", "down", "whole"
Floats = NDArray[numpy.float32]


@dataclass(frozen=True)
class Tuned:
    """The differences by the name of what they change."""

    _arrays: Mapping[str, NDArray[numpy.float16]]

    def weights(self, name: str, published: Floats) -> Floats:
        """Return a weight as tuned; the published one where it was not."""
        if f"{name}/{_UP}" not in self._arrays:
            return published
        up, down = self._arrays[f"{name}/{_UP}"], self._arrays[f"{name}/{_DOWN}"]
        tuned: Floats = published + up.astype(numpy.float32) @ down.astype(numpy.float32)
        return tuned

    def whole(self, name: str, published: Floats) -> Floats:
        """Return a bias or a norm as tuned; the published one where it was not."""
        difference = self._arrays.get(f"{name}/{_WHOLE}")
        return published if difference is None else published + difference.astype(numpy.float32)


def read_tuned(path: Path = TUNED_FILE) -> Tuned:
    """Return the differences. Raises PermanentError where the file is missing or not whole."""
    try:
        with numpy.load(path, allow_pickle=False) as arrays:
            return Tuned({name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise PermanentError(f"{path.name}: cannot be read: {error}; python -m bot.tuning writes it anew") from error


def write_tuned(
    path: Path, matrices: Mapping[str, tuple[Floats, Floats]], wholes: Mapping[str, tuple[Floats, Floats]], rank: int
) -> None:
    """Write what became of weights, biases and norms, each given as (published, tuned); of weights `rank` factors."""
    arrays: dict[str, NDArray[numpy.float16]] = {}
    for name, (published, tuned) in matrices.items():
        left, sizes, right = numpy.linalg.svd(tuned - published, full_matrices=False)
        roots = numpy.sqrt(sizes[:rank])
        arrays[f"{name}/{_UP}"] = (left[:, :rank] * roots).astype(numpy.float16)
        arrays[f"{name}/{_DOWN}"] = (roots[:, None] * right[:rank]).astype(numpy.float16)
    for name, (published, tuned) in wholes.items():
        arrays[f"{name}/{_WHOLE}"] = (tuned - published).astype(numpy.float16)
    building = path.with_suffix(".building.npz")
    numpy.savez(building, allow_pickle=False, **arrays)
    building.replace(path)
