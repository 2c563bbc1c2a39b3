from __future__ import annotations

import numpy
import pytest

from bot.encoding import minilm_weights
from bot.encoding.graph import HEADS, LAYER_NORM_EPSILON
from bot.encoding.minilm import WIDTH, Encoder
from bot.encoding.minilm_graph import LAYERS, build
from bot.encoding.minilm_weights import tensor_places, tokenizer_path, weights_path
from bot.encoding.session import readable
from bot.errors import PermanentError


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(build(tensor_places(weights_path())))


def norm(value, scale, bias):
    centered = value - value.mean(-1, keepdims=True)
    return centered / numpy.sqrt((centered**2).mean(-1, keepdims=True) + LAYER_NORM_EPSILON) * scale + bias


def by_hand(text: str) -> numpy.ndarray:
    """The published model's last layer, computed step by step."""
    from math import erf

    from tokenizers import Tokenizer

    raw = weights_path().read_bytes()
    weights = {
        name: numpy.frombuffer(raw, numpy.float32, place.length // 4, place.start).reshape(place.shape)
        for name, place in tensor_places(weights_path()).items()
    }
    tokenizer = Tokenizer.from_file(str(tokenizer_path()))
    tokenizer.no_padding()
    ids = tokenizer.encode(text).ids
    state = weights["embeddings.word_embeddings.weight"][ids]
    state = state + weights["embeddings.position_embeddings.weight"][: len(ids)]
    state = state + weights["embeddings.token_type_embeddings.weight"][0]
    state = norm(state, weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
    for layer in range(LAYERS):
        part = f"encoder.layer.{layer}"

        def linear(value, name, part=part):
            return value @ weights[f"{part}.{name}.weight"].T + weights[f"{part}.{name}.bias"]

        def heads(name, state=state, linear=linear):
            return linear(state, f"attention.self.{name}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)

        scores = heads("query") @ heads("key").transpose(0, 2, 1) / numpy.sqrt(WIDTH // HEADS)
        shares = numpy.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True) @ heads("value")).transpose(1, 0, 2).reshape(len(ids), WIDTH)
        after = f"{part}.attention.output.LayerNorm"
        attended = linear(mixed, "attention.output.dense") + state
        state = norm(attended, weights[f"{after}.weight"], weights[f"{after}.bias"])
        wide = linear(state, "intermediate.dense")
        wide = wide * (1 + numpy.vectorize(erf)(wide / numpy.sqrt(2))) / 2
        end = f"{part}.output.LayerNorm"
        state = norm(linear(wide, "output.dense") + state, weights[f"{end}.weight"], weights[f"{end}.bias"])
    mean = state.mean(0)
    return mean / numpy.linalg.norm(mean)


def test_the_graph_computes_what_the_published_model_computes(encoder):
    text = "My neighbor's mail is piling up, and nobody answers the door."
    assert numpy.abs(encoder.encode([text])[0, :WIDTH] - by_hand(text)).max() < 1e-5


def test_a_text_means_the_same_alone_and_among_longer_ones(encoder):
    texts = ["hello", "somebody left needles in the sandbox by the swings and my kid plays there", "no"]
    together = encoder.encode(texts)
    for place, text in enumerate(texts):
        assert numpy.abs(together[place] - encoder.encode([text])[0]).max() < 1e-5


def test_alike_texts_lie_nearer_than_unlike_ones(encoder):
    rows = encoder.encode(["we have nothing to eat", "my kids are hungry", "the music is loud"])
    food, hungry, music = rows[:, :WIDTH]
    assert food @ hungry > food @ music


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "🔪" * 3000, "word " * 20_000])
def test_any_text_has_a_meaning_of_unit_length(encoder, text):
    row = encoder.encode([text])[0]
    assert numpy.isclose(numpy.linalg.norm(row[:WIDTH]), 1, atol=1e-4)


def test_no_texts_have_no_rows(encoder):
    assert encoder.encode([]).shape == (0, 2 * WIDTH)


def test_a_lone_surrogate_is_left_out():
    assert readable("a\ud800b") == "ab"


def test_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(minilm_weights, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(PermanentError, match="not the published"):
        weights_path()


def test_a_missing_package_is_told_by_name(monkeypatch):
    monkeypatch.setattr(minilm_weights, "PACKAGE", "no-such-package")
    with pytest.raises(PermanentError, match="no-such-package"):
        tokenizer_path()
