"""Fits the intent model with scikit-learn; only training needs scikit-learn, service does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from scipy.linalg import cholesky, solve_triangular
from sklearn.linear_model import LogisticRegression

from bot.components.intent_model import Floats, IntentModel
from bot.encoding.minilm import WIDTH
from bot.encoding.term_matrix import matrix
from bot.encoding.term_table import TermTable
from bot.encoding.terms import count

# Inverse strength of regularisation. scikit-learn's default of 1 lost 4 points in the study of intent classifiers.
C = 30.0
MOST_ITERATIONS = 300
# On the gradient summed over all examples: a tighter one changed no F1 of the held-out sets by more than 0.5.
TOLERANCE = 0.5
# Keeps the similarity matrix invertible where two examples read alike; far below any weight that matters.
JITTER = 1e-3


def fit(texts: Sequence[str], intents: Sequence[str], meanings: Floats) -> IntentModel:
    """Return the model of `texts` taught as `intents`, with their rows from the encoder."""
    counts = [count(text) for text in texts]
    terms = TermTable.of(counts)
    worded = matrix(counts, terms)
    similar = meanings @ meanings.T + (worded @ worded.T).toarray()
    names, mixture, bias = _regress(similar, intents)
    return IntentModel(
        intents=names,
        terms=terms,
        by_meaning=meanings.T @ mixture,
        by_terms=worded.T @ mixture,
        bias=bias,
        examples=numpy.ascontiguousarray(meanings[:, :WIDTH]),
    )


def _regress(similar: Floats, intents: Sequence[str]) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the classes, their weights as mixtures of the examples, and the bias, by logistic regression.

    There are fewer examples than features, so it is solved over the examples' similarities: the best weights are always
    a mixture of the examples, and the same answer comes in a quarter of the time.
    """
    root = cholesky(similar + JITTER * numpy.eye(len(similar)), lower=True)
    model = LogisticRegression(C=C, max_iter=MOST_ITERATIONS, tol=TOLERANCE, multi_class="multinomial")
    model.fit(root, intents)
    mixture = solve_triangular(root, model.coef_.T, lower=True, trans="T").astype(numpy.float32)
    return tuple(str(name) for name in model.classes_), mixture, model.intercept_.astype(numpy.float32)
