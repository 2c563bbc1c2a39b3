"""The encoder as a network that can be taught, with the weights of the published one. Only tuning needs it, and torch.

It must compute what `bot.encoding.e5_graph` computes, but for the rounding of that to 8 bits.
"""

from __future__ import annotations

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.encoding.e5_file import E5File, unpacked
from bot.encoding.e5_graph import LAST_LAYER, WIDE
from bot.encoding.graph import HEAD_WIDTH, HEADS, LAYER_NORM_EPSILON
from bot.encoding.session import WIDTH

#: Width of the step between meaning and classes.
STEP = 256
#: The share of what a layer adds, and of that step, that is left out at random of each step of learning.
LEFT_OUT = 0.1


class Layer(nn.Module):
    """One layer: attention, then the two dense steps."""

    def __init__(self, file: E5File, number: int) -> None:
        """Take a layer's published weights."""
        super().__init__()
        for part, wide in (("q", WIDTH), ("k", WIDTH), ("v", WIDTH), ("ao", WIDTH), ("fi", WIDTH), ("fo", WIDE)):
            self.add_module(part, _linear(file, f"l{number}.{part}", wide))
        for part in ("aln", "oln"):
            self.add_module(part, _norm(file, f"l{number}.{part}"))

    def forward(self, state: Tensor, barred: Tensor) -> Tensor:
        """Return the next state; `barred` is very low where a token is padding."""
        query, key, value = (_heads(self.get_submodule(part)(state)) for part in "qkv")
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=barred)
        joined = self.get_submodule("ao")(mixed.transpose(1, 2).flatten(2))
        state = self.get_submodule("aln")(state + functional.dropout(joined, LEFT_OUT, self.training))
        narrow = self.get_submodule("fo")(functional.gelu(self.get_submodule("fi")(state)))
        return self.get_submodule("oln")(state + functional.dropout(narrow, LEFT_OUT, self.training))


class Encoder(nn.Module):
    """The encoder, and on it what tells its meaning apart while it learns."""

    def __init__(self, file: E5File, pieces: numpy.ndarray, classes: int) -> None:
        """Take the published weights of the `pieces` that are met, and how many classes are told apart."""
        super().__init__()
        self.words = nn.Embedding.from_pretrained(torch.tensor(unpacked(file.rows("emb.word", WIDTH)[pieces])))
        self.register_buffer("places", torch.tensor(file.floats("emb.pos").reshape(-1, WIDTH)))
        self.register_buffer("segment", torch.tensor(file.floats("emb.type").reshape(-1, WIDTH)[0]))
        self.norm = _norm(file, "emb.ln").requires_grad_(False)
        self.layers = nn.ModuleList(Layer(file, number) for number in range(LAST_LAYER))
        self.classes = nn.Sequential(
            nn.Linear(2 * WIDTH, STEP), nn.GELU(), nn.Dropout(LEFT_OUT), nn.Linear(STEP, classes)
        )
        self.levels = nn.Linear(2 * WIDTH, 3)

    def rows(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return a row a text: the mean of its tokens and its first one, each of unit length, scaled up to learn by."""
        state = self.norm(self.words(ids) + self.places[: ids.shape[1]] + self.segment)
        barred = torch.zeros(mask.shape).masked_fill(mask == 0, -1e9)[:, None, None, :].to(torch.bfloat16)
        for layer in self.layers:
            state = layer(state, barred)
        state, counts = state.float(), mask[:, :, None].float()
        mean = (state * counts).sum(1) / counts.sum(1)
        return torch.cat([functional.normalize(mean), functional.normalize(state[:, 0])], 1) * WIDTH**0.5

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of the classes and of the levels."""
        rows = self.rows(ids, mask)
        return self.classes(rows).float(), self.levels(rows).float()


def _linear(file: E5File, name: str, wide: int) -> nn.Linear:
    weights, bias = unpacked(file.rows(f"{name}.w", wide)), file.floats(f"{name}.b")
    linear = nn.Linear(wide, len(bias))
    linear.weight.data, linear.bias.data = torch.tensor(weights), torch.tensor(bias)
    return linear


def _norm(file: E5File, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(WIDTH, eps=LAYER_NORM_EPSILON)
    norm.weight.data, norm.bias.data = torch.tensor(file.floats(f"{name}.w")), torch.tensor(file.floats(f"{name}.b"))
    return norm


def _heads(value: Tensor) -> Tensor:
    return value.unflatten(2, (HEADS, HEAD_WIDTH)).transpose(1, 2)
