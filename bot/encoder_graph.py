"""Builds the sentence encoder's ONNX graph at training time, so that neither torch nor a ready-made graph is shipped.

The graph holds no weights: they stay in the verified safetensors file and are handed to the session when it loads,
which keeps a trained model at kilobytes. It must compute exactly what the published model computes.
Architecture: BERT, 6 layers, 12 heads, width 384 (config.json of sentence-transformers/all-MiniLM-L6-v2).
"""

from __future__ import annotations

from typing import Any

import numpy
from onnx import NodeProto, TensorProto, helper, numpy_helper

from bot.encoder_weights import TensorPlace

LAYERS = 6
MIDDLE_LAYER = 3
HEADS = 12
WIDTH = 384
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 17


class Graph:
    """Nodes and constants in the order they are added; every method returns the name of its result."""

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}
        self.weights: list[str] = []

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add one operator."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name, **attributes))
        return name

    def constant(self, value: object, kind: type) -> str:
        """Add a small constant, once."""
        name = f"c_{value}_{kind.__name__}"
        self.constants.setdefault(name, numpy_helper.from_array(numpy.array(value, dtype=kind), name))
        return name

    def weight(self, name: str) -> str:
        """Refer to a tensor of the weights file."""
        if name not in self.weights:
            self.weights.append(name)
        return name

    def linear(self, value: str, part: str) -> str:
        """Multiply by a weight stored as (out, in) and add its bias."""
        turned = self.add("Transpose", self.weight(f"{part}.weight"), perm=[1, 0])
        return self.add("Add", self.add("MatMul", value, turned), self.weight(f"{part}.bias"))

    def norm(self, value: str, part: str) -> str:
        """Layer normalisation over the width."""
        scale, bias = self.weight(f"{part}.weight"), self.weight(f"{part}.bias")
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=LAYER_NORM_EPSILON)


def build(places: dict[str, TensorPlace]) -> bytes:
    """Return the graph: `ids` and `mask` (batch, tokens) in, `last` and `middle` (batch, 384, unit length) out."""
    graph = Graph()
    state = _embeddings(graph)
    barred = _barred(graph)
    pooled = {}
    for layer in range(LAYERS):
        state = _layer(graph, state, barred, f"encoder.layer.{layer}")
        if layer + 1 == MIDDLE_LAYER:
            pooled["middle"] = _pool(graph, state)
    pooled["last"] = _pool(graph, state)
    for output, name in pooled.items():
        graph.nodes.append(helper.make_node("Identity", [name], [output], output))
    return _serialise(graph, places)


def _embeddings(graph: Graph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    tokens = graph.add("Gather", graph.add("Shape", "ids"), graph.constant(1, numpy.int64))
    order = graph.add("Range", graph.constant(0, numpy.int64), tokens, graph.constant(1, numpy.int64))
    positions = graph.add("Gather", graph.weight("embeddings.position_embeddings.weight"), order)
    first = graph.constant(0, numpy.int64)
    segment = graph.add("Gather", graph.weight("embeddings.token_type_embeddings.weight"), first)
    whole = graph.add("Add", graph.add("Add", words, positions), segment)
    return graph.norm(whole, "embeddings.LayerNorm")


def _barred(graph: Graph) -> str:
    """Return (batch, 1, 1, tokens): 0 where a token counts, a very low score where it is padding."""
    lifted = graph.add(
        "Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), graph.constant([1, 2], numpy.int64)
    )
    missing = graph.add("Sub", graph.constant(1.0, numpy.float32), lifted)
    return graph.add("Mul", missing, graph.constant(-1e9, numpy.float32))


def _layer(graph: Graph, state: str, barred: str, part: str) -> str:
    attended = graph.linear(_attention(graph, state, barred, part), f"{part}.attention.output.dense")
    state = graph.norm(graph.add("Add", attended, state), f"{part}.attention.output.LayerNorm")
    wide = _gelu(graph, graph.linear(state, f"{part}.intermediate.dense"))
    narrow = graph.linear(wide, f"{part}.output.dense")
    return graph.norm(graph.add("Add", narrow, state), f"{part}.output.LayerNorm")


def _attention(graph: Graph, state: str, barred: str, part: str) -> str:
    query = _heads(graph, graph.linear(state, f"{part}.attention.self.query"), [0, 2, 1, 3])
    key = _heads(graph, graph.linear(state, f"{part}.attention.self.key"), [0, 2, 3, 1])
    value = _heads(graph, graph.linear(state, f"{part}.attention.self.value"), [0, 2, 1, 3])
    scale = graph.constant(HEAD_WIDTH**-0.5, numpy.float32)
    scores = graph.add("Add", graph.add("Mul", graph.add("MatMul", query, key), scale), barred)
    mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)
    joined = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    return graph.add("Reshape", joined, graph.constant([0, 0, WIDTH], numpy.int64))


def _heads(graph: Graph, value: str, order: list[int]) -> str:
    split = graph.add("Reshape", value, graph.constant([0, 0, HEADS, HEAD_WIDTH], numpy.int64))
    return graph.add("Transpose", split, perm=order)


def _gelu(graph: Graph, value: str) -> str:
    curve = graph.add("Erf", graph.add("Div", value, graph.constant(2.0**0.5, numpy.float32)))
    raised = graph.add("Add", curve, graph.constant(1.0, numpy.float32))
    return graph.add("Mul", graph.add("Mul", value, raised), graph.constant(0.5, numpy.float32))


def _pool(graph: Graph, state: str) -> str:
    """Mean over the tokens that count, then unit length."""
    mask = graph.add("Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), graph.constant([2], numpy.int64))
    axis = graph.constant([1], numpy.int64)
    total = graph.add("ReduceSum", graph.add("Mul", state, mask), axis, keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, axis, keepdims=0))
    return graph.add("Div", mean, graph.add("ReduceL2", mean, axes=[1], keepdims=1))


def _serialise(graph: Graph, places: dict[str, TensorPlace]) -> bytes:
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("ids", "mask")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", WIDTH]) for name in ("last", "middle")]
    kept = [*graph.constants.values(), *(_left_outside(name, places[name]) for name in graph.weights)]
    whole = helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, outputs, kept)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    return bytes(model.SerializeToString())


def _left_outside(name: str, place: TensorPlace) -> TensorProto:
    """Declare a weight by name and shape; its values come from the verified file when the session loads."""
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=place.shape)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="model.safetensors")
    tensor.external_data.add(key="offset", value=str(place.start))
    tensor.external_data.add(key="length", value=str(place.length))
    return tensor
