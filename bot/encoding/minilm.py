"""Turns English texts into vectors of meaning, by the graph of a trained model and the published weights.

It holds no Rasa and no torch, so that any part of the house can read with it. It never keeps a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
from onnxruntime import OrtValue
from tokenizers import Tokenizer

from bot.encoding.minilm_weights import tensor_places, tokenizer_path, weights_path
from bot.encoding.session import MOST_TOKENS, Vectors, batches, open_session, readable

# The width of one layer's vector; a row of `encode` holds two.
WIDTH = 384
# The pooler of BERT's own pre-training; the sentence model takes the mean of its tokens instead.
UNUSED = "pooler."


class Encoder:
    """The sentence encoder all-MiniLM-L6-v2: 2.7 ms a short text on one core (research: 13 messages, batch 1)."""

    def __init__(self, graph: bytes, threads: int = 1) -> None:
        """Load `graph` (minilm_graph.build) with the weights. Raises PermanentError where they are not there."""
        weights = _weights(weights_path())
        self._session = open_session(graph, threads, weights)
        self._tokenizer = Tokenizer.from_file(str(tokenizer_path()))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text: the last layer's meaning, then the third layer's, each WIDTH wide, of unit length."""
        rows: Vectors = numpy.zeros((len(texts), 2 * WIDTH), dtype=numpy.float32)
        for places, ids, mask in batches([self._tokenizer.encode(readable(text)).ids for text in texts]):
            rows[places] = numpy.hstack(self._session.run(["last", "middle"], {"ids": ids, "mask": mask}))
        return rows


def _weights(path: Path) -> dict[str, OrtValue]:
    whole = numpy.memmap(path, dtype=numpy.uint8, mode="r")
    return {
        name: OrtValue.ortvalue_from_numpy(
            whole[place.start : place.start + place.length].view(numpy.float32).reshape(place.shape)
        )
        for name, place in tensor_places(path).items()
        if not name.startswith(UNUSED)
    }
