"""Rasa's doorway to the sentence encoder: gives every message its vector, for the readers after it.

The thinking is in bot/encoding/minilm.py; this stays a doorway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoding.minilm import Encoder
from bot.encoding.minilm_graph import build
from bot.encoding.minilm_weights import tensor_places, weights_path
from bot.encoding.session import Vectors
from bot.training.progress import say

GRAPH_FILE = "encoder.onnx"
ORIGIN = "SentenceEncoder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEncoder(GraphComponent):
    """Adds the encoder's row to a message as its dense sentence feature."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, encoder: Encoder | None = None) -> None:
        """Keep where the graph is stored; without `encoder` it can only be trained."""
        self._model_storage = model_storage
        self._resource = resource
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Make the component that `train` is called on."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        """Read the graph of a trained model; raises PermanentError where the weights are not the published ones."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Encoder((folder / GRAPH_FILE).read_bytes()))

    def train(self, training_data: TrainingData) -> Resource:
        """Build the graph and keep it with the model. Nothing is learned: the weights are the published ones."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / GRAPH_FILE).write_bytes(build(tensor_places(weights_path())))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the examples. Rasa wires by the argument's name, so it must be called so."""
        spoken = [message for message in training_data.training_examples if message.get(TEXT)]
        say(f"encoding {len(spoken):,} examples…")
        self.process(spoken)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode the messages that have a text."""
        spoken = [message for message in messages if message.get(TEXT)]
        for message, row in zip(spoken, self._rows(spoken), strict=True):
            message.add_features(Features(row[numpy.newaxis], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
        return messages

    def _rows(self, messages: Sequence[Message]) -> Sequence[Vectors]:
        if self._encoder is None:
            raise RuntimeError("an encoder that was not loaded cannot read")
        return list(self._encoder.encode([message.get(TEXT) for message in messages]))


def meaning(message: Message) -> Vectors | None:
    """Return the row that this component gave the message, None where it has no text."""
    for features in message.features:
        if features.origin == ORIGIN and features.attribute == TEXT:
            row: Vectors = features.features[0]
            return row
    return None
