"""The linear intent model over two views of a text: the encoder's meaning, and its words and characters.

It holds numbers only (npz and JSON, nothing that runs when it is loaded), and it says how near a text lies to anything
taught, so that a stranger's words become a fallback and not the nearest intent. It never keeps the examples' texts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.encoding.term_table import TermTable
from bot.encoding.terms import count

Floats = NDArray[numpy.float32]
# How many taught examples count as the neighborhood: research/nlu-study, section 3.
NEIGHBORS = 3


@dataclass(frozen=True)
class Reading:
    """What the model made of one text.

    Attributes:
        ranking: the share of each intent, greatest first, together 1.
        nearness: mean cosine to the nearest taught examples, -1 to 1.
    """

    ranking: tuple[tuple[str, float], ...]
    nearness: float

    @property
    def intent(self) -> str:
        """The first of the ranking, "" where there is none."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """The first share, held back by how strange the text is (research/nlu-study, section 3), 0 to 1."""
        return max(0.0, self.nearness) * self.ranking[0][1] ** 0.5 if self.ranking else 0.0


@dataclass(frozen=True)
class IntentModel:
    """A trained model.

    Attributes:
        intents: the names, in the order of the columns.
        terms: the known n-grams with their rarity.
        by_meaning, by_terms: the weights of each view, one column an intent; `bias` stands beside them.
        examples: the taught examples' meanings (last layer), one a row.
    """

    intents: tuple[str, ...]
    terms: TermTable
    by_meaning: Floats
    by_terms: Floats
    bias: Floats
    examples: Floats

    def read(self, text: str, meaning: Floats) -> Reading:
        """Read one text; `meaning` is its row from the encoder."""
        places, weights = self.terms.weigh(count(text))
        shares = _softmax(meaning @ self.by_meaning + weights @ self.by_terms[places] + self.bias)
        order = numpy.argsort(-shares)
        ranking = tuple((self.intents[place], float(shares[place])) for place in order)
        return Reading(ranking, self._nearness(meaning))

    def _nearness(self, meaning: Floats) -> float:
        width = self.examples.shape[1]
        return float(_best(self.examples @ meaning[:width]))

    def save(self, folder: Path) -> None:
        """Write the model into `folder` as intents.json and weights.npz."""
        words = {"intents": self.intents, "terms": list(self.terms.places)}
        (folder / "intents.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        numpy.savez(
            folder / "weights.npz",
            rarity=self.terms.rarity,
            by_meaning=self.by_meaning,
            by_terms=self.by_terms,
            bias=self.bias,
            examples=self.examples,
        )

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read the model back. Raises OSError, KeyError or ValueError where the files are not one."""
        words = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        with numpy.load(folder / "weights.npz", allow_pickle=False) as arrays:
            numbers = {name: arrays[name] for name in arrays.files}
        places = {term: place for place, term in enumerate(words["terms"])}
        return cls(tuple(words["intents"]), TermTable(places, numbers.pop("rarity")), **numbers)


def _softmax(scores: Floats) -> Floats:
    raised = numpy.exp(scores - scores.max())
    shares: Floats = (raised / raised.sum()).astype(numpy.float32)
    return shares


def _best(similarities: Floats) -> float:
    nearest = min(NEIGHBORS, len(similarities))
    return float(numpy.partition(similarities, -nearest)[-nearest:].mean()) if nearest else 0.0
