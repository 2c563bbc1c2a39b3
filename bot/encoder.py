"""Turns texts into vectors of meaning, by the graph of a trained model and the published weights.

It holds no Rasa and no torch, so that any part of the house can read with it. It never keeps a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy
from numpy.typing import NDArray
from onnxruntime import InferenceSession, OrtValue, SessionOptions
from tokenizers import Tokenizer

from bot.encoder_weights import tensor_places, tokenizer_path, weights_path

# The model was trained on 128 word pieces (its sentence_bert_config.json); more are cut off.
MOST_TOKENS = 128
# A word piece is rarely over 8 characters in running text; tokenizing more of a 100 KB text only costs time.
MOST_CHARACTERS = 2_000
BATCH = 32
# The width of one layer's vector; a row of `encode` holds two.
WIDTH = 384
# The pooler of BERT's own pre-training; the sentence model takes the mean of its tokens instead.
UNUSED = "pooler."

Vectors = NDArray[numpy.float32]


class Encoder:
    """The sentence encoder all-MiniLM-L6-v2: 2.7 ms a short text on one core (research: 13 messages, batch 1)."""

    def __init__(self, graph: bytes, threads: int = 1) -> None:
        """Load `graph` (bot.encoder_graph.build) with the weights. Raises PermanentError where they are not there."""
        path = weights_path()
        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        weights = _weights(path)
        options.add_external_initializers(list(weights), list(weights.values()))
        self._session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer_path()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text: the last layer's meaning, then the third layer's, each WIDTH wide, of unit length."""
        rows: Vectors = numpy.zeros((len(texts), 2 * WIDTH), dtype=numpy.float32)
        for places, ids, mask in self._batches(texts):
            rows[places] = numpy.hstack(self._session.run(["last", "middle"], {"ids": ids, "mask": mask}))
        return rows

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[numpy.int64], NDArray[numpy.int64]]]:
        """Yield texts of like length together, so that little is spent on padding."""
        pieces = [self._tokenizer.encode(readable(text)).ids for text in texts]
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


def _weights(path: Path) -> dict[str, OrtValue]:
    whole = numpy.memmap(path, dtype=numpy.uint8, mode="r")
    return {
        name: OrtValue.ortvalue_from_numpy(
            whole[place.start : place.start + place.length].view(numpy.float32).reshape(place.shape)
        )
        for name, place in tensor_places(path).items()
        if not name.startswith(UNUSED)
    }
