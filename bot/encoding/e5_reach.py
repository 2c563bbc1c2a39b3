"""Measures how large the numbers get that flow into each product of the tuned encoder, so that they can be
rounded well.

It reads taught texts only, in 32 bits, and is for tuning; the line never runs it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from onnx import TensorProto, helper, load_from_string

from bot.encoding.e5_file import E5File, Floats, unpacked
from bot.encoding.e5_graph import E5Graph, drawn
from bot.encoding.e5_pieces import Pieces
from bot.encoding.e5_tuned import Tuned
from bot.encoding.session import WIDTH, open_session


class ExactGraph(E5Graph):
    """The same graph with its products in 32 bits; `flows` tells which value flows into each weight."""

    def __init__(self, file: E5File, tuned: Tuned) -> None:
        """Start empty."""
        super().__init__(file, tuned)
        self.flows: dict[str, str] = {}

    def linear(self, value: str, name: str) -> str:
        """Multiply by a weight and add its bias, without rounding."""
        self.flows[name] = value
        weights = numpy.ascontiguousarray(self.weights(name).T)
        return self.add("Add", self.add("MatMul", value, self.tensor(f"{name}.w", weights)), self.whole(f"{name}.b"))


def measured(file: E5File, tuned: Tuned, pieces: Pieces, texts: Sequence[str]) -> dict[str, Floats]:
    """Return, for each weight by name, the largest size of each of its inputs in these texts."""
    graph = ExactGraph(file, tuned)
    model = load_from_string(drawn(graph, file))
    told = list(dict.fromkeys(graph.flows.values()))
    model.graph.output.extend(helper.make_tensor_value_info(one, TensorProto.FLOAT, None) for one in told)
    session = open_session(model.SerializeToString(), threads=1)
    words = file.rows("emb.word", WIDTH)
    largest: dict[str, Floats] = {}
    for ids in map(pieces.cut, texts):
        read = {"words": unpacked(words[ids])[numpy.newaxis], "mask": numpy.ones((1, len(ids)), dtype=numpy.int64)}
        for name, values in zip(told, session.run(told, read), strict=True):
            sizes = abs(values).max(axis=(0, 1))
            largest[name] = numpy.maximum(largest.get(name, sizes), sizes)
    return {f"{weight}.w": largest[value] for weight, value in graph.flows.items()}
