"""Fits the learned reader with scikit-learn; only training needs scikit-learn, service does not.

How views and rules are mixed is fitted on the examples that are set apart, which neither view had seen; else the
mixture would trust whichever of them remembers best.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from bot.encoding.term_matrix import matrix
from bot.encoding.term_table import Places, TermTable
from bot.learned.apart import is_apart
from bot.learned.examples import Example, Taught
from bot.learned.model import (
    COLUMNS,
    NONE,
    DangerModel,
    Floats,
    Mixture,
    Network,
    evidence,
    rule_levels,
    term_counts,
)
from bot.safety.felt import View
from bot.vocabulary import DangerLevel

#: Width, decay and passes of the network: of fourteen settings the best on held-back thirds of the taught examples,
#: triples kept together. Twice as wide told as much and took twice as long; fewer passes and halves for thirds took a
#: fifth less and passed over half a point more of the emergencies.
HIDDEN, DECAY, PASSES, NETWORKS = 512, 0.1, 8, 8
BATCH, RATE = 256, 2e-3
#: Inverse strength of regularisation of the terms; tolerance on the mean gradient.
C, TOLERANCE, MOST_ITERATIONS = 10.0, 2e-4, 60
#: Two fits at a time, each on one core, are quicker than one on two.
WORKERS = 2
Names = NDArray[numpy.str_]
_LEVELS = (DangerLevel.NONE.value, DangerLevel.ASK.value, DangerLevel.EMERGENCY.value)


@dataclass(frozen=True)
class Fitted:
    """A model, and what it would have said of the examples that are set apart, had it not seen them.

    Attributes:
        apart: the places of those examples.
        unseen: their probabilities of emergency and of danger, (apart, 2).
    """

    model: DangerModel
    apart: Places
    unseen: Floats


def fit(taught: Sequence[Taught], meanings: Floats) -> Fitted:
    """Return the model of the examples; `meanings` are their rows from the encoder."""
    classes = numpy.array([class_of(one.example) for one in taught])
    levels = numpy.array([one.example.level.value for one in taught])
    counts = [term_counts(one.view) for one in taught]
    is_left = numpy.array([is_apart(one.example) for one in taught])
    kept, left = numpy.flatnonzero(~is_left), numpy.flatnonzero(is_left)
    kept_counts = [counts[place] for place in kept]
    with warnings.catch_warnings(), threadpool_limits(1), ThreadPoolExecutor(WORKERS) as pool:
        # Both readers are stopped before they converge, on purpose: further passes only learn the examples by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        whole_one = pool.submit(_views, meanings, classes, levels, counts)
        part = pool.submit(_views, meanings[kept], classes[kept], levels[kept], kept_counts).result()
        whole = whole_one.result()
    columns = _columns(part, [taught[int(place)].view for place in left], meanings[left])
    mixture = _mixture(columns, levels[left])
    model = DangerModel(whole.classes, whole.network, whole.terms, whole.by_terms, whole.terms_bias, mixture)
    return Fitted(model, left, mixture.probabilities(columns))


def _columns(model: DangerModel, views: Sequence[View], meanings: Floats) -> Floats:
    by_words = numpy.vstack([model.by_words(view) for view in views])
    rules = numpy.vstack([rule_levels(view) for view in views])
    return evidence(model.network_odds(model.network.shares(meanings)), by_words, rules)


def class_of(example: Example) -> str:
    """Return the class of an example: "none", or its level and hazard."""
    if example.level is DangerLevel.NONE or example.hazard is None:
        return NONE
    return f"{example.level}.{example.hazard}"


def _views(meanings: Floats, classes: Names, levels: Names, counts: Sequence[Counter[str]]) -> DangerModel:
    """Fit both views; their mixture is fitted elsewhere."""
    names, network = _network(meanings, classes, NETWORKS)
    terms = TermTable.of(counts)
    reader = LogisticRegression(C=C, max_iter=MOST_ITERATIONS, tol=TOLERANCE).fit(matrix(counts, terms), levels)
    order = [list(reader.classes_).index(level) for level in _LEVELS]
    by_terms = numpy.ascontiguousarray(reader.coef_[order].T, dtype=numpy.float32)
    unmixed = Mixture(numpy.zeros((2, COLUMNS), "f4"), numpy.zeros(2, "f4"))
    return DangerModel(names, network, terms, by_terms, reader.intercept_[order].astype("f4"), unmixed)


def _network(meanings: Floats, classes: Names, networks: int) -> tuple[tuple[str, ...], Network]:
    """Fit networks that differ by where they began; the scaling of the inputs is folded into their first weights."""
    middle, spread = meanings.mean(axis=0), meanings.std(axis=0) + 1e-6
    fitted = [
        MLPClassifier(
            (HIDDEN,), alpha=DECAY, learning_rate_init=RATE, batch_size=BATCH, max_iter=PASSES, random_state=seed
        ).fit((meanings - middle) / spread, classes)
        for seed in range(networks)
    ]
    inward = [one.coefs_[0] / spread[:, None] for one in fitted]
    inward_bias = [one.intercepts_[0] - middle @ weights for one, weights in zip(fitted, inward, strict=True)]
    return tuple(str(name) for name in fitted[0].classes_), Network(
        numpy.stack(inward).astype("f4"),
        numpy.stack(inward_bias).astype("f4"),
        numpy.stack([one.coefs_[1] for one in fitted]).astype("f4"),
        numpy.stack([one.intercepts_[1] for one in fitted]).astype("f4"),
    )


def _mixture(columns: Floats, levels: Names) -> Mixture:
    wanted = (levels == DangerLevel.EMERGENCY.value, levels != DangerLevel.NONE.value)
    fitted = [LogisticRegression(C=1.0).fit(columns, one) for one in wanted]
    weights = numpy.vstack([one.coef_ for one in fitted]).astype("f4")
    return Mixture(weights, numpy.concatenate([one.intercept_ for one in fitted]).astype("f4"))
