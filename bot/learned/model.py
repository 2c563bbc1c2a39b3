"""The learned reader's numbers: two views of a text, their mixture, and what they say of it.

One view is a small network over the encoder's meaning, the other a linear reader over words, characters and the rules
that fired. It holds numbers and names only: nothing in its files can run when they are loaded.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from pathlib import Path

import numpy
from numpy.typing import NDArray

from bot.encoding.term_table import TermTable
from bot.encoding.terms import count
from bot.safety.felt import Felt, View
from bot.vocabulary import DangerLevel, Hazard

Floats = NDArray[numpy.float32]
NUMBERS_FILE, NAMES_FILE = "weights.npz", "names.json"
#: What a view without danger is called among the classes of the network.
NONE = str(DangerLevel.NONE)
#: A probability is never told nearer to 0 or 1 than this: 20,000 examples know no better.
SUREST = 1e-4
#: How many columns the mixture weighs; `evidence` makes them.
COLUMNS = 9


@dataclass(frozen=True)
class Network:
    """Several small networks side by side, whose shares are averaged: (networks, inputs, hidden) and so on."""

    inward: Floats
    inward_bias: Floats
    outward: Floats
    outward_bias: Floats

    def shares(self, meanings: Floats) -> Floats:
        """Return the share of each class, a row a text."""
        hidden = numpy.maximum(meanings[numpy.newaxis] @ self.inward + self.inward_bias[:, None], 0)
        scores = hidden @ self.outward + self.outward_bias[:, None]
        raised = numpy.exp(scores - scores.max(axis=2, keepdims=True))
        found: Floats = (raised / raised.sum(axis=2, keepdims=True)).mean(axis=0)
        return found


@dataclass(frozen=True)
class Mixture:
    """How the views and the rules' own level become a probability: one row for emergency, one for danger.

    The columns are those of `evidence`.
    """

    weights: Floats
    bias: Floats

    def probabilities(self, evidence: Floats) -> Floats:
        """Return (texts, 2): the probability of emergency and of danger."""
        found = 1 / (1 + numpy.exp(-(evidence @ self.weights.T + self.bias)))
        found[:, 1] = numpy.maximum(found[:, 0], found[:, 1])
        bounded: Floats = numpy.clip(found, SUREST, 1 - SUREST)
        return bounded


@dataclass(frozen=True)
class DangerModel:
    """A trained reader.

    Attributes:
        classes: "none", then "emergency.weapon", "ask.weapon" and so on: the columns of the network.
        terms: the known words, runs of characters and rules.
        by_terms, terms_bias: the weights of the terms, one column each for none, ask and emergency.
    """

    classes: tuple[str, ...]
    network: Network
    terms: TermTable
    by_terms: Floats
    terms_bias: Floats
    mixture: Mixture

    def read(self, views: list[View], meanings: Floats) -> list[Felt]:
        """Return what each view feels like; `meanings` are their rows from the encoder."""
        shares = self.network.shares(meanings)
        worded = numpy.vstack([self.by_words(view) for view in views])
        rules = numpy.vstack([rule_levels(view) for view in views])
        found = self.mixture.probabilities(evidence(self.network_odds(shares), worded, rules))
        return [
            Felt(float(emergency), float(danger), self._hazard(row))
            for (emergency, danger), row in zip(found, shares, strict=True)
        ]

    def by_words(self, view: View) -> Floats:
        """Return the log-odds of emergency and of danger by the words alone."""
        places, weights = self.terms.weigh(term_counts(view))
        scores = weights @ self.by_terms[places] + self.terms_bias
        raised = numpy.exp(scores - scores.max())
        none, _, emergency = raised / raised.sum()
        return odds(numpy.array([emergency, 1 - none], dtype=numpy.float32))

    def network_odds(self, shares: Floats) -> Floats:
        """Return (texts, 2): the log-odds of emergency and of danger by the meaning alone."""
        emergency = shares[:, [name.startswith(DangerLevel.EMERGENCY.value) for name in self.classes]].sum(axis=1)
        none = shares[:, self.classes.index(NONE)]
        return odds(numpy.stack([emergency, 1 - none], axis=1))

    def _hazard(self, shares: Floats) -> Hazard | None:
        """Return the hazard whose classes have most."""
        by_hazard: defaultdict[str, float] = defaultdict(float)
        for name, share in zip(self.classes, shares, strict=True):
            if name != NONE:
                by_hazard[name.split(".")[1]] += float(share)
        return Hazard(max(by_hazard, key=by_hazard.__getitem__)) if by_hazard else None

    def save(self, folder: Path) -> None:
        """Write the model into `folder`."""
        names = {"classes": self.classes, "terms": list(self.terms.places)}
        (folder / NAMES_FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        network = {f"network_{field.name}": getattr(self.network, field.name) for field in fields(Network)}
        numpy.savez(
            folder / NUMBERS_FILE,
            rarity=self.terms.rarity,
            by_terms=self.by_terms,
            terms_bias=self.terms_bias,
            mixture_weights=self.mixture.weights,
            mixture_bias=self.mixture.bias,
            **network,
        )

    @classmethod
    def load(cls, folder: Path) -> DangerModel:
        """Read the model back. Raises OSError, KeyError or ValueError where the files are not one."""
        names = json.loads((folder / NAMES_FILE).read_text(encoding="utf-8"))
        with numpy.load(folder / NUMBERS_FILE, allow_pickle=False) as arrays:
            numbers = {name: arrays[name] for name in arrays.files}
        network = Network(**{field.name: numbers[f"network_{field.name}"] for field in fields(Network)})
        terms = TermTable({term: place for place, term in enumerate(names["terms"])}, numbers["rarity"])
        mixture = Mixture(numbers["mixture_weights"], numbers["mixture_bias"])
        return cls(tuple(names["classes"]), network, terms, numbers["by_terms"], numbers["terms_bias"], mixture)


def term_counts(view: View) -> Counter[str]:
    """Return the words and characters of a view, and the rules that fired in it."""
    counts = count(view.text)
    counts.update(f"r:{name}" for name in view.rules)
    return counts


def rule_levels(view: View) -> Floats:
    """Return 1 or 0 each for: the rules say emergency; the rules say ask; the rules hid a danger."""
    emergency = f"rules={DangerLevel.EMERGENCY.value}" in view.rules
    ask = f"rules={DangerLevel.ASK.value}" in view.rules
    hidden = any(name.endswith("=hidden") for name in view.rules)
    return numpy.array([emergency, ask, hidden], dtype=numpy.float32)


def evidence(by_meaning: Floats, by_words: Floats, rules: Floats) -> Floats:
    """Return the columns that the mixture weighs: both views, what both of them grant, and the rules' own levels."""
    both = numpy.minimum(by_meaning, by_words)
    columns: Floats = numpy.hstack([by_meaning, by_words, both, rules]).astype(numpy.float32)
    return columns


def odds(probabilities: Floats) -> Floats:
    """Return log-odds of probabilities, never nearer to 0 or 1 than SUREST."""
    bounded = numpy.clip(probabilities, SUREST, 1 - SUREST)
    found: Floats = numpy.log(bounded / (1 - bounded)).astype(numpy.float32)
    return found
