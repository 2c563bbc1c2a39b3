"""What both sentence encoders share: opening a graph on one core, and reading texts of like length together.

It never keeps a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy
from numpy.typing import NDArray
from onnxruntime import InferenceSession, OrtValue, SessionOptions

# MiniLM was trained on 128 word pieces (its sentence_bert_config.json); more are cut off, of the other encoder as well.
MOST_TOKENS = 128
# A word piece is rarely over 8 characters in running text; tokenizing more of a 100 KB text only costs time.
MOST_CHARACTERS = 2_000
BATCH = 32
# The width of a vector, the same in both encoders (their config.json).
WIDTH = 384

Vectors = NDArray[numpy.float32]
Numbers = NDArray[numpy.int64]


def open_session(graph: bytes, threads: int, weights: Mapping[str, OrtValue] | None = None) -> InferenceSession:
    """Return a session of a graph on `threads` cores, with the weights that it left outside."""
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if weights:
        options.add_external_initializers(list(weights), list(weights.values()))
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def batches(pieces: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], Numbers, Numbers]]:
    """Yield (places, ids, mask) of texts of like length together, so that little is spent on padding."""
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        ids = numpy.zeros((len(places), max(len(pieces[place]) for place in places)), dtype=numpy.int64)
        mask = numpy.zeros_like(ids)
        for row, place in enumerate(places):
            ids[row, : len(pieces[place])] = pieces[place]
            mask[row, : len(pieces[place])] = 1
        yield places, ids, mask


def readable(text: str) -> str:
    """Return the text without lone surrogates (the tokenizer takes UTF-8 only) and no longer than is read."""
    return text[:MOST_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
