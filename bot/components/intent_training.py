"""Fits the intent model with scikit-learn; only training needs scikit-learn, service does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy
from scipy.linalg import cholesky, solve_triangular
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.components.intent_model import Floats, IntentModel, weigh
from bot.components.ngrams import count
from bot.encoder import WIDTH

# Inverse strength of regularisation. scikit-learn's default of 1 lost 4 points in the study of intent classifiers.
C = 30.0
# An n-gram of one example only says which example it is.
LEAST_EXAMPLES = 2
MOST_ITERATIONS = 300
# Keeps the similarity matrix invertible where two examples read alike; far below any weight that matters.
JITTER = 1e-3


def fit(texts: Sequence[str], intents: Sequence[str], meanings: Floats) -> IntentModel:
    """Return the model of `texts` taught as `intents`, with their rows from the encoder."""
    counts = [count(text) for text in texts]
    terms = _terms(counts)
    rarity = _rarity(counts, terms)
    features = hstack([csr_matrix(meanings), _matrix(counts, terms, rarity)], format="csr")
    names, weights, bias = _regress(features, intents)
    return IntentModel(
        intents=names,
        terms=terms,
        rarity=rarity,
        by_meaning=weights[: meanings.shape[1]],
        by_terms=weights[meanings.shape[1] :],
        bias=bias,
        examples=numpy.ascontiguousarray(meanings[:, :WIDTH]),
    )


def _regress(features: csr_matrix, intents: Sequence[str]) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the classes with the weights and the bias of a multinomial logistic regression.

    There are fewer examples than features, so it is solved over the examples' similarities: the same solution in a
    tenth of the time, since the best weights are always a mixture of the examples.
    """
    similar = (features @ features.T).toarray() + JITTER * numpy.eye(features.shape[0])
    root = cholesky(similar, lower=True)
    model = LogisticRegression(C=C, max_iter=MOST_ITERATIONS, multi_class="multinomial").fit(root, intents)
    mixture = solve_triangular(root, model.coef_.T, lower=True, trans="T")
    weights = (features.T @ mixture).astype(numpy.float32)
    return tuple(str(name) for name in model.classes_), weights, model.intercept_.astype(numpy.float32)


def _terms(counts: Sequence[Counter[str]]) -> dict[str, int]:
    spread = Counter(term for counted in counts for term in counted)
    kept = sorted(term for term, examples in spread.items() if examples >= LEAST_EXAMPLES)
    return {term: place for place, term in enumerate(kept)}


def _rarity(counts: Sequence[Counter[str]], terms: dict[str, int]) -> Floats:
    spread = Counter(term for counted in counts for term in counted)
    seen = numpy.array([spread[term] for term in terms], dtype=numpy.float32)
    return (numpy.log((1 + len(counts)) / (1 + seen)) + 1).astype(numpy.float32)


def _matrix(counts: Sequence[Counter[str]], terms: dict[str, int], rarity: Floats) -> csr_matrix:
    rows = [weigh(counted, terms, rarity) for counted in counts]
    starts = numpy.cumsum([0, *(len(places) for places, _ in rows)])
    places = numpy.concatenate([places for places, _ in rows])
    weights = numpy.concatenate([weights for _, weights in rows])
    return csr_matrix((weights, places, starts), shape=(len(rows), len(terms)))
