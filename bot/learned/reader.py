"""The trained reader as the screen uses it: encoder, model, limits and the taught examples to show what a text is like.

It never keeps a resident's text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy

from bot.encoding.e5 import E5Encoder
from bot.encoding.session import Vectors
from bot.learned.examples import Taught
from bot.learned.model import DangerModel
from bot.learned.spelling import Spelling, count_words
from bot.safety.felt import Impression, Likeness, Limits, View
from bot.vocabulary import DangerLevel

LIMITS_FILE, TAUGHT_FILE, NEAR_FILE, WORDS_FILE = "limits.json", "taught.json", "near.npz", "words.json"
#: So many parts of a long message at the most are read by meaning, which is what costs time: those likeliest by their
#: words. A part with less than LEAST_ODDS of danger (18 %) by its words is not.
MOST_PARTS, LEAST_ODDS = 3, -1.5
NEAREST = 3
#: Axes of meaning that are kept of the taught examples, to show what a text is like: more cost memory and tell little.
NEAR_WIDTH = 96


class TrainedReader:
    """Reads by a trained model. Reading changes nothing, so threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Load a model. Raises PermanentError, OSError, KeyError or ValueError where it is not whole."""
        self._encoder = E5Encoder(folder)
        self._model = DangerModel.load(folder)
        self.limits = Limits(**json.loads((folder / LIMITS_FILE).read_text(encoding="utf-8")))
        self._taught = json.loads((folder / TAUGHT_FILE).read_text(encoding="utf-8"))
        with numpy.load(folder / NEAR_FILE, allow_pickle=False) as arrays:
            self._near: Vectors = arrays["near"]
        self._spelling = Spelling(json.loads((folder / WORDS_FILE).read_text(encoding="utf-8")))
        self.version = f"learned-{folder.name.removeprefix('screen-')}"

    def feel(self, views: Sequence[View]) -> list[Impression | None]:
        """Return what each view feels like, the first being the whole; None for parts not worth the time."""
        views = [replace(view, text=self._spelling.mend(view.text)) for view in views]
        by_words = [self.by_words(view) for view in views[1:]]
        likeliest = sorted(range(len(by_words)), key=by_words.__getitem__, reverse=True)[:MOST_PARTS]
        chosen = [0, *sorted(place + 1 for place in likeliest if by_words[place] >= LEAST_ODDS)]
        looked_at = [views[place] for place in chosen]
        meanings = self._encoder.encode([view.text for view in looked_at])
        found: list[Impression | None] = [None] * len(views)
        for place, felt, row in zip(chosen, self._model.read(looked_at, meanings), meanings, strict=True):
            found[place] = Impression(felt, row)
        return found

    def nearest(self, impression: Impression) -> tuple[Likeness, ...]:
        """Return the taught examples whose meaning is nearest to the view's."""
        nearness = self._near @ _unit(numpy.asarray(impression.meaning, dtype=numpy.float32)[:NEAR_WIDTH])
        order = numpy.argpartition(-nearness, min(NEAREST, len(nearness) - 1))[:NEAREST]
        return tuple(
            Likeness(self._taught[place][0], DangerLevel(self._taught[place][1]), float(nearness[place]))
            for place in order[numpy.argsort(-nearness[order])]
        )

    def by_words(self, view: View) -> float:
        """Return the log-odds of danger by the words alone, for evaluation."""
        return float(self._model.by_words(view)[1])


def save(folder: Path, model: DangerModel, limits: Limits, taught: Sequence[Taught], meanings: Vectors) -> None:
    """Write everything that `TrainedReader` loads, beside what the encoder's own `prepare` wrote."""
    words = count_words(one.view.text for one in taught)
    (folder / WORDS_FILE).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    model.save(folder)
    (folder / LIMITS_FILE).write_text(json.dumps(asdict(limits)), encoding="utf-8")
    told = [[one.example.text, one.example.level.value] for one in taught]
    (folder / TAUGHT_FILE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    numpy.savez(folder / NEAR_FILE, near=_unit(meanings[:, :NEAR_WIDTH]))


def _unit(rows: Vectors) -> Vectors:
    """Return rows of unit length."""
    found: Vectors = (rows / (numpy.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9)).astype(numpy.float32)
    return found
