"""Says which words a modifier or a figure of speech reaches.

Reach is kept tight on purpose: sentence-wide negation was measured to suppress two thirds of real dangers
("no he has a gun"), and a missed weapon is a death.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.lexicon import Cue
from bot.safety.patterns import Hit, Page
from bot.vocabulary import Reach

#: No cue reaches further than this many words, and no pattern is longer: only what is near a hit is looked at.
FURTHEST = 24


@dataclass(frozen=True)
class Words:
    """Some words of a text: bit i stands for token `first + i`."""

    first: int
    marks: int

    def touches(self, other: Words) -> bool:
        """Return whether both have a word in common."""
        if other.first < self.first:
            return other.touches(self)
        return bool(self.marks >> (other.first - self.first) & other.marks)

    @property
    def ends(self) -> tuple[int, int]:
        """The first token and the one after the last."""
        return self.first + (self.marks & -self.marks).bit_length() - 1, self.first + self.marks.bit_length()


def own_words(hit: Hit) -> Words:
    """Return the words that the steps of a pattern read, without those in its gaps."""
    marks = 0
    for element in hit.elements:
        marks |= ((1 << (element.end - element.start)) - 1) << (element.start - hit.start)
    return Words(hit.start, marks)


def content_words(hit: Hit, plain: int) -> Words:
    """Return the words of a hit that carry its meaning; all of them where all are words of grammar."""
    own = own_words(hit)
    grammar = plain >> hit.start & ((1 << (hit.end - hit.start)) - 1)
    return Words(hit.start, own.marks & ~grammar or own.marks)


@dataclass(frozen=True)
class Covering:
    """A cue where it stands: `own` are its words, `first` the one that bears its meaning, and what it reaches."""

    cue: Cue
    start: int
    first: Words
    own: Words
    reached: Words


class Scopes:
    """The reach of the cues of one page."""

    def __init__(self, page: Page) -> None:
        """Take the page that is read."""
        self._page = page
        self._places: dict[tuple[str, ...], int] = {}

    def covering(self, cue: Cue, hit: Hit) -> Covering:
        """Return what a cue reaches from where it stands."""
        span = min(cue.span, FURTHEST)
        first, last = hit.start, hit.end
        if cue.reach in (Reach.FORWARD, Reach.CLAUSE):
            last = self._walk(cue, range(hit.end, min(hit.end + span, self._page.size)), hit.end, 1)
            first = hit.end if cue.reach is Reach.FORWARD else first
        if cue.reach in (Reach.BACKWARD, Reach.CLAUSE):
            first = self._walk(cue, range(hit.start - 1, max(hit.start - span, 0) - 1, -1), hit.start, 0)
            last = hit.start if cue.reach is Reach.BACKWARD else last
        head = Words(hit.start, (1 << (hit.elements[0].end - hit.start)) - 1)
        return Covering(cue, hit.start, head, own_words(hit), Words(first, (1 << max(0, last - first)) - 1))

    def _walk(self, cue: Cue, places: range, reached: int, beyond: int) -> int:
        """Walk until a stop, or just past the first word that is not one to go through."""
        stops = self._page.hard | self._of(cue.stops)
        through = self._of(cue.through) if cue.through else -1
        for at in places:
            if stops >> at & 1:
                break
            reached = at + beyond
            if not through >> at & 1:
                break
        return reached

    def _of(self, names: tuple[str, ...]) -> int:
        """Return every place that lies in a word or phrase of the classes."""
        if names not in self._places:
            places = 0
            for name in names:
                for length, starts in self._page.starts.get(name, ()):
                    for offset in range(length):
                        places |= starts << offset
            self._places[names] = places
        return self._places[names]
