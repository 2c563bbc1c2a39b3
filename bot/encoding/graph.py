"""Builds the ONNX graph of a BERT sentence encoder at training time, so that neither torch nor a ready-made graph is
shipped.

It must compute exactly what the published model computes. How a model holds its weights is told by a subclass.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from bot.encoding.session import WIDTH

#: Heads of attention, the same in both encoders (their config.json).
HEADS = 12
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 17


class Graph(ABC):
    """Nodes and constants in the order they are added; every method returns the name of its result.

    `parts` names, for each part of a layer, where its weights stand: query, key, value, joined, joined_norm, wide,
    narrow, norm.
    """

    parts: dict[str, str]

    def __init__(self) -> None:
        """Start empty."""
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, TensorProto] = {}

    @abstractmethod
    def linear(self, value: str, name: str) -> str:
        """Multiply by the weight of that name and add its bias."""

    @abstractmethod
    def norm(self, value: str, name: str) -> str:
        """Layer normalisation over the width."""

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add one operator."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name, domain=domain, **attributes))
        return name

    def constant(self, value: object, kind: type) -> str:
        """Add a small constant, once."""
        name = f"c_{value}_{kind.__name__}"
        self.constants.setdefault(name, numpy_helper.from_array(numpy.array(value, dtype=kind), name))
        return name

    def tensor(self, name: str, value: Any) -> str:
        """Add an array under a name, once."""
        self.constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def scaled_norm(self, value: str, scale: str, bias: str) -> str:
        """Layer normalisation by the tensors of these names."""
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=LAYER_NORM_EPSILON)

    def positions(self, ids_or_mask: str) -> str:
        """Return the places 0, 1, 2 … of the tokens of a (batch, tokens, …) value."""
        tokens = self.add("Gather", self.add("Shape", ids_or_mask), self.constant(1, numpy.int64))
        return self.add("Range", self.constant(0, numpy.int64), tokens, self.constant(1, numpy.int64))

    def barred(self) -> str:
        """Return (batch, 1, 1, tokens) of `mask`: 0 where a token counts, a very low score where it is padding."""
        lifted = self.add(
            "Unsqueeze", self.add("Cast", "mask", to=TensorProto.FLOAT), self.constant([1, 2], numpy.int64)
        )
        missing = self.add("Sub", self.constant(1.0, numpy.float32), lifted)
        return self.add("Mul", missing, self.constant(-1e9, numpy.float32))

    def layer(self, state: str, barred: str, prefix: str) -> str:
        """Add one layer: attention, then the two dense steps, each with its residual and norm."""
        names = {part: f"{prefix}.{name}" for part, name in self.parts.items()}
        attended = self.linear(self._attention(state, barred, names), names["joined"])
        state = self.norm(self.add("Add", attended, state), names["joined_norm"])
        narrow = self.linear(self._gelu(self.linear(state, names["wide"])), names["narrow"])
        return self.norm(self.add("Add", narrow, state), names["norm"])

    def _attention(self, state: str, barred: str, names: dict[str, str]) -> str:
        query = self._heads(self.linear(state, names["query"]), [0, 2, 1, 3])
        key = self._heads(self.linear(state, names["key"]), [0, 2, 3, 1])
        value = self._heads(self.linear(state, names["value"]), [0, 2, 1, 3])
        scale = self.constant(HEAD_WIDTH**-0.5, numpy.float32)
        scores = self.add("Add", self.add("Mul", self.add("MatMul", query, key), scale), barred)
        mixed = self.add("MatMul", self.add("Softmax", scores, axis=-1), value)
        joined = self.add("Transpose", mixed, perm=[0, 2, 1, 3])
        return self.add("Reshape", joined, self.constant([0, 0, WIDTH], numpy.int64))

    def _heads(self, value: str, order: list[int]) -> str:
        split = self.add("Reshape", value, self.constant([0, 0, HEADS, HEAD_WIDTH], numpy.int64))
        return self.add("Transpose", split, perm=order)

    def _gelu(self, value: str) -> str:
        curve = self.add("Erf", self.add("Div", value, self.constant(2.0**0.5, numpy.float32)))
        raised = self.add("Add", curve, self.constant(1.0, numpy.float32))
        return self.add("Mul", self.add("Mul", value, raised), self.constant(0.5, numpy.float32))

    def pool(self, state: str) -> str:
        """Mean over the tokens that count, then unit length."""
        mask = self.add("Unsqueeze", self.add("Cast", "mask", to=TensorProto.FLOAT), self.constant([2], numpy.int64))
        axis = self.constant([1], numpy.int64)
        total = self.add("ReduceSum", self.add("Mul", state, mask), axis, keepdims=0)
        return self._unit(self.add("Div", total, self.add("ReduceSum", mask, axis, keepdims=0)))

    def first(self, state: str) -> str:
        """The first token, of unit length."""
        return self._unit(self.add("Gather", state, self.constant(0, numpy.int64), axis=1))

    def _unit(self, value: str) -> str:
        return self.add("Div", value, self.add("ReduceL2", value, axes=[1], keepdims=1))

    def serialise(
        self,
        name: str,
        inputs: Sequence[ValueInfoProto],
        outputs: dict[str, str],
        kept: Sequence[TensorProto] = (),
        domains: Sequence[str] = (),
        width: int = WIDTH,
    ) -> bytes:
        """Return the graph; `outputs` name what each result is called outside, each (batch, width)."""
        for output, inner in outputs.items():
            self.nodes.append(helper.make_node("Identity", [inner], [output], output))
        told = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", width]) for output in outputs]
        whole = helper.make_graph(self.nodes, name, list(inputs), told, [*self.constants.values(), *kept])
        opsets = [helper.make_opsetid("", OPSET), *(helper.make_opsetid(domain, 1) for domain in domains)]
        return bytes(helper.make_model(whole, opset_imports=opsets, ir_version=8).SerializeToString())
