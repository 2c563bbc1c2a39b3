"""Rasa's doorway to the intent model: sets intent, ranking and concern of a message.

The thinking is in intent_model.py and concern.py. Under the threshold it says nlu_fallback: it never passes off the
nearest intent as understood.
"""

from __future__ import annotations

from typing import Any

import numpy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.concern import read_concern
from bot.components.encoder import meaning
from bot.components.intent_model import IntentModel, Reading
from bot.components.intent_training import fit
from bot.encoding.session import Vectors
from bot.training.progress import say

CONCERN = "concern"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(GraphComponent, IntentClassifier):
    """Reads the intent by the linear model over the encoder's row and the text's n-grams."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        """Keep the settings; without `model` it can only be trained."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that config.yml may override; where each was measured stands in config.yml."""
        return {"threshold": 0.25, "concern_floor": 0.2, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentReader:
        """Make the component that `train` is called on."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentReader:
        """Read a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the examples that have a text and an intent."""
        taught = [
            (message.get(TEXT), message.get(INTENT), row)
            for message in training_data.intent_examples
            if message.get(INTENT) and (row := meaning(message)) is not None
        ]
        texts, intents, rows = zip(*taught, strict=True)
        say(f"training on {len(set(intents))} intents…")
        with self._model_storage.write_to(self._resource) as folder:
            fit(texts, intents, numpy.vstack(rows)).save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, intent_ranking and concern of each message; an empty text is an nlu_fallback."""
        for message in messages:
            self._set(message, self._read(message.get(TEXT), meaning(message)))
        return messages

    def _read(self, text: str | None, row: Vectors | None) -> Reading:
        if self._model is None:
            raise RuntimeError("an intent reader that was not loaded cannot read")
        return self._model.read(text, row) if text and row is not None else Reading((), 0.0)

    def _set(self, message: Message, reading: Reading) -> None:
        intent, confidence = reading.intent, reading.confidence
        if confidence < self._config["threshold"]:
            intent, confidence = DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0 - confidence
        ranking = [_named(name, share) for name, share in reading.ranking[: self._config["ranking_length"]]]
        concern = read_concern(dict(reading.ranking), self._config["concern_floor"])
        message.set(INTENT, _named(intent, confidence), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(CONCERN, concern.value if concern else None, add_to_output=True)


def _named(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
