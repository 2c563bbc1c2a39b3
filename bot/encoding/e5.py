"""Turns texts of many languages into vectors of meaning, so that Spanish is read as well as English.

It never keeps a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.encoding import e5_pieces
from bot.encoding.e5_file import Numbers, read_e5, unpacked
from bot.encoding.e5_tuned import Tuned, read_tuned
from bot.encoding.session import WIDTH, Vectors, open_session

GRAPH_FILE = "e5.onnx"


class E5Encoder:
    """The sentence encoder multilingual-e5-small, tuned to danger; about 4 ms a short text on one core with VNNI."""

    def __init__(self, folder: Path) -> None:
        """Load what `prepare` wrote, and the words from the package's file.

        Raises PermanentError where the package is not there, OSError or ValueError where the folder is not whole.
        """
        file = read_e5()
        self._session = open_session((folder / GRAPH_FILE).read_bytes(), threads=1)
        #: How many numbers a row has.
        self.width: int = self._session.get_outputs()[0].shape[1]
        self._pieces = e5_pieces.Pieces(folder, file.begin, file.end)
        self._words: NDArray[numpy.void] = file.rows("emb.word", WIDTH)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text: its meaning along the axes that e5_graph keeps, those that tell most first.

        Each text is read alone, so that it always means the same (e5_graph says why).
        """
        return self._together([self._read(self._pieces.cut(text)) for text in texts])

    def encode_many(self, texts: Sequence[str], workers: int = 2) -> Vectors:
        """Return what `encode` does, of many texts on several cores, for training."""
        with ThreadPoolExecutor(workers) as pool:
            return self._together(list(pool.map(self._read, map(self._pieces.cut, texts))))

    def _read(self, ids: Numbers) -> Vectors:
        words = unpacked(self._words[ids])[numpy.newaxis]
        mask = numpy.ones((1, len(ids)), dtype=numpy.int64)
        rows: Vectors = self._session.run(["meaning"], {"words": words, "mask": mask})[0]
        return rows

    def _together(self, rows: Sequence[Vectors]) -> Vectors:
        return numpy.vstack(rows) if rows else numpy.zeros((0, self.width), dtype=numpy.float32)


def prepare(folder: Path, tuned: Tuned | None = None) -> None:
    """Write the graph and the word pieces that are kept into `folder`, at training. Raises PermanentError."""
    from bot.encoding.e5_graph import build  # onnx is for training only

    file = read_e5()
    (folder / GRAPH_FILE).write_bytes(build(file, tuned or read_tuned()))
    e5_pieces.save(file, folder)
