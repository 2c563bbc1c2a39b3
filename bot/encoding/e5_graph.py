"""The graph of multilingual-e5-small as tuned, as far as its tenth layer of twelve, its products taken in 8 bits.

A text must be read alone: the rounding of a product follows the largest number in it, so that a text read beside others
would mean something a little different each time.
"""

from __future__ import annotations

import numpy
from onnx import TensorProto, helper

from bot.encoding.e5_file import E5File, Floats, unpacked
from bot.encoding.e5_tuned import Tuned
from bot.encoding.graph import Graph
from bot.encoding.session import WIDTH

#: onnxruntime's own operators, among them the product in 8 bits: half the time of one in 32, and on average within
#: 0.004 of it in cosine (measured on sixty taught texts; what it costs the screen is in every evaluation).
DOMAIN = "com.microsoft"
#: The width between the two dense steps of a layer (config.json).
WIDE = 1536
#: Two layers more cost a sixth of the time and told nothing more (on held-back fifths of 17,700 taught examples).
LAST_LAYER = 10
#: The largest whole weight: 7 bits with their sign. A processor without VNNI adds two products in 16 bits, which two of
#: 8 bits overflow (2 x 255 x 127; 2 x 255 x 63 fit). The cosine to 32 bits was 0.996 with 7 bits and 0.997 with 8.
_MOST = 63
#: How much of a channel's reach is moved from the numbers into the weights before both are rounded, as a power
#: (SmoothQuant, Xiao et al. 2023). A few channels reach twenty times as far as the rest, and one scale serves them all.
#: Of twelve settings on sixty taught texts the nearest to 32 bits: 0.9965 in cosine; with nothing moved it was 0.988.
_MOVED, _MOVED_NARROW = 0.65, 0.8
_LEAST = 1e-3
_TOGETHER = ("q", "k", "v")


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
        self._file, self.tuned = file, tuned
        self._evened: dict[tuple[str, str], str] = {}

    def weights(self, name: str) -> Floats:
        """Return a weight as tuned, (outputs, inputs)."""
        published = unpacked(self._file.rows(f"{name}.w", WIDE if name.endswith(".fo") else WIDTH))
        return self.tuned.weights(f"{name}.w", published)

    def linear(self, value: str, name: str) -> str:
        """Multiply by a weight, one scale an output, and add its bias."""
        weights, factors = self.weights(name), self._factors(name)
        if len(factors):
            value, weights = self._even(value, name, factors), weights * factors
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

    def _factors(self, name: str) -> Floats:
        """Return what each input is divided by and its weights multiplied with: the same for all that read it."""
        reach = self.tuned.reach(f"{name}.w")
        if not len(reach):
            return reach
        heaviest = numpy.max([abs(self.weights(one)).max(axis=0) for one in beside(name)], axis=0)
        moved = _MOVED_NARROW if name.endswith(".fo") else _MOVED
        factors = numpy.maximum(reach, _LEAST) ** moved / numpy.maximum(heaviest, _LEAST) ** (1 - moved)
        evened: Floats = (factors / numpy.exp(numpy.log(factors).mean())).astype(numpy.float32)
        return evened

    def _even(self, value: str, name: str, factors: Floats) -> str:
        """Divide a value by the factors, once for all that read it."""
        first = beside(name)[0]
        if (value, first) not in self._evened:
            shares = self.tensor(f"{first}.shares", 1 / factors)
            self._evened[value, first] = self.add("Mul", value, shares)
        return self._evened[value, first]

    def norm(self, value: str, name: str) -> str:
        """Layer normalisation over the width."""
        return self.scaled_norm(value, self.whole(f"{name}.w"), self.whole(f"{name}.b"))

    def whole(self, name: str) -> str:
        """Add a tensor that is kept whole."""
        return self.tensor(name, self.tuned.whole(name, self._file.floats(name)))


def beside(name: str) -> list[str]:
    """Return the weights that read the same value: query, key and value of a layer, else the weight alone."""
    layer, part = name.split(".")
    return [f"{layer}.{one}" for one in _TOGETHER] if part in _TOGETHER else [name]


def build(file: E5File, tuned: Tuned) -> bytes:
    """Return the graph: `words` (batch, tokens, 384) and `mask` (batch, tokens) in, `meaning` (batch, axes) out.

    A meaning is the mean of the tokens beside the first of them, each of unit length, along the axes that were kept of
    these 768; all of them where none were chosen.
    """
    return drawn(E5Graph(file, tuned), file)


def drawn(graph: E5Graph, file: E5File) -> bytes:
    """Return the same with the products of `graph`."""
    table = graph.tensor("positions", file.floats("emb.pos").reshape(-1, WIDTH))
    positions = graph.add("Gather", table, graph.positions("mask"))
    segment = graph.tensor("segment", file.floats("emb.type").reshape(-1, WIDTH)[0])
    state = graph.norm(graph.add("Add", graph.add("Add", "words", positions), segment), "emb.ln")
    barred = graph.barred()
    for layer in range(LAST_LAYER):
        state = graph.layer(state, barred, f"l{layer}")
    meaning, width = graph.add("Concat", graph.pool(state), graph.first(state), axis=1), 2 * WIDTH
    if kept := graph.tuned.axes():
        middle, axes = kept
        centred = graph.add("Sub", meaning, graph.tensor("middle", middle))
        meaning, width = graph.add("MatMul", centred, graph.tensor("axes", axes)), axes.shape[1]
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["batch", "tokens", WIDTH]),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["batch", "tokens"]),
    ]
    return graph.serialise("multilingual-e5-small", inputs, {"meaning": meaning}, domains=[DOMAIN], width=width)
