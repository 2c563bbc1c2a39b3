"""The graph of all-MiniLM-L6-v2: 6 layers (its config.json).

The graph holds no weights: they stay in the verified safetensors file and are handed to the session when it loads,
which keeps a trained model at kilobytes.
"""

from __future__ import annotations

import numpy
from onnx import TensorProto, helper

from bot.encoding.graph import Graph
from bot.encoding.minilm_weights import TensorPlace

LAYERS = 6
MIDDLE_LAYER = 3


class MiniLmGraph(Graph):
    """A graph whose weights are named and left outside."""

    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "joined": "attention.output.dense",
        "joined_norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "norm": "output.LayerNorm",
    }

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.weights: list[str] = []

    def weight(self, name: str) -> str:
        """Refer to a tensor of the weights file."""
        if name not in self.weights:
            self.weights.append(name)
        return name

    def linear(self, value: str, name: str) -> str:
        """Multiply by a weight stored as (out, in) and add its bias."""
        turned = self.add("Transpose", self.weight(f"{name}.weight"), perm=[1, 0])
        return self.add("Add", self.add("MatMul", value, turned), self.weight(f"{name}.bias"))

    def norm(self, value: str, name: str) -> str:
        """Layer normalisation over the width."""
        return self.scaled_norm(value, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"))


def build(places: dict[str, TensorPlace]) -> bytes:
    """Return the graph: `ids` and `mask` (batch, tokens) in, `last` and `middle` (batch, 384, unit length) out."""
    graph = MiniLmGraph()
    state = _embeddings(graph)
    barred = graph.barred()
    pooled = {}
    for layer in range(LAYERS):
        state = graph.layer(state, barred, f"encoder.layer.{layer}")
        if layer + 1 == MIDDLE_LAYER:
            pooled["middle"] = graph.pool(state)
    pooled["last"] = graph.pool(state)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("ids", "mask")]
    kept = [_left_outside(name, places[name]) for name in graph.weights]
    return graph.serialise("all-MiniLM-L6-v2", inputs, pooled, kept)


def _embeddings(graph: MiniLmGraph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    positions = graph.add("Gather", graph.weight("embeddings.position_embeddings.weight"), graph.positions("ids"))
    first = graph.constant(0, numpy.int64)
    segment = graph.add("Gather", graph.weight("embeddings.token_type_embeddings.weight"), first)
    whole = graph.add("Add", graph.add("Add", words, positions), segment)
    return graph.norm(whole, "embeddings.LayerNorm")


def _left_outside(name: str, place: TensorPlace) -> TensorProto:
    """Declare a weight by name and shape; its values come from the verified file when the session loads."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=place.shape)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="model.safetensors")
    tensor.external_data.add(key="offset", value=str(place.start))
    tensor.external_data.add(key="length", value=str(place.length))
    return tensor
