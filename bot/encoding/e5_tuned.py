"""Reads what tuning made of the encoder: for each weight the difference to the published one, as two thin factors, and
how large the numbers get that it is multiplied with.

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
_UP, _DOWN, _WHOLE, _REACH = "up", "down", "whole", "reach"
_MIDDLE, _AXES = "meaning/middle", "meaning/axes"
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

    def reach(self, name: str) -> Floats:
        """Return how large each number gets that flows into a weight's product; empty where that was not measured."""
        return self._arrays.get(f"{name}/{_REACH}", numpy.zeros(0)).astype(numpy.float32)

    def axes(self) -> tuple[Floats, Floats] | None:
        """Return the middle of the taught meanings and the directions along which they differ most, (inputs, kept)."""
        if _AXES not in self._arrays:
            return None
        return self._arrays[_MIDDLE].astype(numpy.float32), self._arrays[_AXES].astype(numpy.float32)

    def without_axes(self) -> Tuned:
        """Return the same, its meanings told whole."""
        return Tuned({name: array for name, array in self._arrays.items() if name not in (_MIDDLE, _AXES)})


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
    _save(path, arrays)


def write_reach(path: Path, reach: Mapping[str, Floats]) -> None:
    """Add to a file how large each number gets that flows into a weight's product. Raises PermanentError."""
    _add(path, {f"{name}/{_REACH}": values for name, values in reach.items()})


def write_axes(path: Path, middle: Floats, axes: Floats) -> None:
    """Add to a file what `Tuned.axes` gives back. Raises PermanentError."""
    _add(path, {_MIDDLE: middle, _AXES: axes})


def _add(path: Path, more: Mapping[str, Floats]) -> None:
    known = dict(read_tuned(path)._arrays)
    _save(path, {**known, **{name: values.astype(numpy.float16) for name, values in more.items()}})


def _save(path: Path, arrays: Mapping[str, NDArray[numpy.float16]]) -> None:
    building = path.with_suffix(".building.npz")
    numpy.savez(building, allow_pickle=False, **arrays)
    building.replace(path)
