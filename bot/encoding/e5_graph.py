"""The graph of multilingual-e5-small as tuned, as far as its tenth layer of twelve, its products taken in 8 bits.

A text must be read alone: the rounding of a product follows the largest number in it, so that a text read beside others
would mean something a little different each time.
"""

from __future__ import annotations

import numpy
from onnx import TensorProto, helper

from bot.encoding.e5_file import E5File, unpacked
from bot.encoding.e5_tuned import Tuned
from bot.encoding.graph import Graph
from bot.encoding.session import WIDTH

#: onnxruntime's own operators, among them the product in 8 bits: half the time of one in 32 on a processor with VNNI,
#: and within 0.005 of it in cosine (measured on six texts; what it costs the screen is in every evaluation).
DOMAIN = "com.microsoft"
#: The width between the two dense steps of a layer (config.json).
WIDE = 1536
#: Two layers more cost a sixth of the time and told nothing more (on held-back fifths of 17,700 taught examples).
LAST_LAYER = 10
_MOST = 127


class E5Graph(Graph):
    """A graph that holds its weights: 19 MB."""

    parts = {
        "query": "q",
        "key": "k",
        "value": "v",
        "joined": "ao",
        "joined_norm": "aln",
        "wide": "fi",
        "narrow": "fo",
        "norm": "oln",
    }

    def __init__(self, file: E5File, tuned: Tuned) -> None:
        """Start empty, with the file that the weights come from and what tuning made of them."""
        super().__init__()
        self._file, self._tuned = file, tuned

    def linear(self, value: str, name: str) -> str:
        """Multiply by a weight, one scale an output, and add its bias."""
        published = unpacked(self._file.rows(f"{name}.w", WIDE if name.endswith(".fo") else WIDTH))
        weights = self._tuned.weights(f"{name}.w", published)
        scales = (abs(weights).max(axis=1) / _MOST).astype(numpy.float32)
        whole = numpy.clip(numpy.rint(weights / scales[:, None]), -_MOST, _MOST).astype(numpy.int8)
        return self.add(
            "DynamicQuantizeMatMul",
            value,
            self.tensor(f"{name}.w", numpy.ascontiguousarray(whole.T)),
            self.tensor(f"{name}.scales", scales),
            self.tensor(f"{name}.zeros", numpy.zeros(len(scales), dtype=numpy.int8)),
            self.whole(f"{name}.b"),
            domain=DOMAIN,
        )

    def norm(self, value: str, name: str) -> str:
        """Layer normalisation over the width."""
        return self.scaled_norm(value, self.whole(f"{name}.w"), self.whole(f"{name}.b"))

    def whole(self, name: str) -> str:
        """Add a tensor that is kept whole."""
        return self.tensor(name, self._tuned.whole(name, self._file.floats(name)))


def build(file: E5File, tuned: Tuned) -> bytes:
    """Return the graph: `words` (batch, tokens, 384) and `mask` (batch, tokens) in; `mean` of the tokens and the
    `first` of them out, (batch, 384) each.
    """
    graph = E5Graph(file, tuned)
    table = graph.tensor("positions", file.floats("emb.pos").reshape(-1, WIDTH))
    positions = graph.add("Gather", table, graph.positions("mask"))
    segment = graph.tensor("segment", file.floats("emb.type").reshape(-1, WIDTH)[0])
    state = graph.norm(graph.add("Add", graph.add("Add", "words", positions), segment), "emb.ln")
    barred = graph.barred()
    for layer in range(LAST_LAYER):
        state = graph.layer(state, barred, f"l{layer}")
    told = {"mean": graph.pool(state), "first": graph.first(state)}
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["batch", "tokens", WIDTH]),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["batch", "tokens"]),
    ]
    return graph.serialise("multilingual-e5-small", inputs, told, domains=[DOMAIN])
