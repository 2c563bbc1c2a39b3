"""What the encoder is tuned on: the taught examples that are not set apart, now and then miswritten as fingers do.

It never opens what is held out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.encoding.e5_pieces import Pieces
from bot.evaluation.edits import drawn_out, edited, twice_edited
from bot.learned.apart import is_apart
from bot.learned.examples import Taught
from bot.learned.fit import class_of
from bot.learned.spelling import Spelling, count_words
from bot.vocabulary import DangerLevel

#: One text in so many has a slip each time it is read.
ONE_IN_SLIPS = 6
#: A word of fewer letters is left as it is: with a slip in it, it is another word.
SLIPPED = 4
_WORD = re.compile(rf"[^\W\d_]{{{SLIPPED},}}")
_LEVELS = (DangerLevel.NONE, DangerLevel.ASK, DangerLevel.EMERGENCY)


@dataclass(frozen=True)
class Lesson:
    """One text to learn from, with the places of its class and its level."""

    text: str
    of_class: int
    of_level: int


@dataclass(frozen=True)
class Group:
    """Texts of like length that are learned from together: their pieces, classes and levels."""

    pieces: Sequence[Sequence[int]]
    classes: Sequence[int]
    levels: Sequence[int]


class Lessons:
    """The lessons of one tuning; every reading of them is in another order, with other slips."""

    def __init__(self, taught: Sequence[Taught], pieces: Pieces, seed: int) -> None:
        """Take what is taught, and what cuts it into pieces."""
        self.names = sorted({class_of(one.example) for one in taught})
        places = {name: place for place, name in enumerate(self.names)}
        self._lessons = [
            Lesson(one.view.text, places[class_of(one.example)], _LEVELS.index(one.example.level))
            for one in taught
            if not is_apart(one.example)
        ]
        self._spelling = Spelling(count_words(one.view.text for one in taught))
        self._pieces = pieces
        self._chance = random.Random(seed)  # noqa: S311 - nothing here is a secret

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._lessons)

    def read(self, together: int) -> Iterator[Group]:
        """Give every lesson once, `together` at a time."""
        cut = [self._pieces.cut(self._slipped(lesson.text)).tolist() for lesson in self._lessons]
        order = sorted(range(len(cut)), key=lambda place: len(cut[place]) + self._chance.random() * 4)
        groups = [order[start : start + together] for start in range(0, len(order), together)]
        self._chance.shuffle(groups)
        for group in groups:
            lessons = [self._lessons[place] for place in group]
            yield Group(
                [cut[place] for place in group],
                [lesson.of_class for lesson in lessons],
                [lesson.of_level for lesson in lessons],
            )

    def _slipped(self, text: str) -> str:
        """Return the text, now and then with a slip, and mended as the reader mends what it is given."""
        words = list(_WORD.finditer(text))
        if not words or self._chance.randrange(ONE_IN_SLIPS):
            return text
        word = self._chance.choice(words)
        before, after = text[: word.start()], text[word.end() :]
        kind = self._chance.randrange(5)
        if kind == 0:
            return self._spelling.mend(before.rstrip() + word[0] + after.lstrip())
        miswrite = (edited, edited, twice_edited, drawn_out)[kind - 1]
        return self._spelling.mend(before + miswrite(word[0], self._chance) + after)
