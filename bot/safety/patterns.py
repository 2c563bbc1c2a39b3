"""The notation in which dangers are taught, and its matching, in time linear in the text.

A pattern is read over the words of a message, all places at once: a state is one whole number whose bits are the
places reached so far. spaCy's Matcher was not used for this step: it walks every pattern from every word and asks
its set predicates one by one, which is too slow for a text of 100 KB. It must never guess: a bad pattern is refused.

    word          this word; going_to is two words
    {class}       any word or phrase of a class
    a/b/{c}       either
    x?            may be left out
    ~3            up to three words between, not past the end of a clause nor past a negation
    ~~3           the same, also past a negation
    ^  $          start and end of a clause; word/$ is the word or the end
    !x            not followed by x; ~2 !x not within two words more
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

#: The end of a clause, as a step of its own or as an alternative to a word.
END = "$"
_ALTERNATIVE = re.compile(r"\{([a-z_0-9.]+)\}|([a-z0-9#?$'_,]+)")
_GAP = re.compile(r"(~~?)([0-9]{1,2})")
#: More hits than this of one pattern in one message is not speech; the screen then asks.
MOST_HITS = 100


class Kind(Enum):
    """What a step of a pattern does."""

    WORD = "word"
    START = "start"
    END = "end"
    UNLESS = "unless"


@dataclass(frozen=True)
class Step:
    """One step: `names` are classes, or "=word" for a word itself; `gap` words may lie before it."""

    kind: Kind
    names: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0
    past_negation: bool = False


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern."""

    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Element:
    """Words of a text that a step read: token indexes, end exclusive."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """One place where a pattern was read."""

    start: int
    end: int
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Page:
    """A text laid out for matching: bit i of a number stands for token i.

    Attributes:
        size: how many tokens.
        starts: for each class, (length in tokens, places where it starts).
        light, hard, negators: places of light words, clause ends and negations.
        opens, closes: places between words where a clause starts and ends.
    """

    size: int
    starts: dict[str, list[tuple[int, int]]]
    light: int
    hard: int
    negators: int
    opens: int
    closes: int

    def singles(self, name: str) -> int:
        """Return the places of the single words of a class."""
        return sum(places for length, places in self.starts.get(name, ()) if length == 1)


def compile_pattern(text: str, fold: Callable[[str], str] = str) -> Pattern:
    """Read the notation. Raises ValueError that says which part cannot be read."""
    steps: list[Step] = []
    gap, past = 0, False
    for part in text.split():
        if match := _GAP.fullmatch(part):
            gap, past = int(match[2]), match[1] == "~~"
            continue
        steps.append(_step(part, gap, past, fold))
        gap, past = 0, False
    if gap or not any(_is_needed(step) for step in steps):
        raise ValueError(f"pattern {text!r} needs a word, and must not end in a gap")
    return Pattern(text, tuple(steps))


def _is_needed(step: Step) -> bool:
    return step.kind is Kind.WORD and not step.optional and END not in step.names


def _step(part: str, gap: int, past: bool, fold: Callable[[str], str]) -> Step:
    if part == "^":
        return Step(Kind.START)
    if part == END:
        return Step(Kind.END)
    kind = Kind.UNLESS if part.startswith("!") else Kind.WORD
    bare = part.removeprefix("!")
    optional = bare.endswith("?") and bare != "?"
    names = tuple(_name(alternative, fold) for alternative in bare.removesuffix("?" if optional else "").split("/"))
    return Step(kind, names, optional, gap, past)


def _name(alternative: str, fold: Callable[[str], str]) -> str:
    if alternative == END:
        return END
    match = _ALTERNATIVE.fullmatch(alternative)
    if match is None:
        raise ValueError(f"{alternative!r} is not a word or a class")
    return match[1] if match[1] else "=" + fold(match[2].replace("_", " "))


def hits(pattern: Pattern, page: Page) -> Iterator[Hit]:
    """Give every place where the pattern can end, with its shortest reading, at most MOST_HITS + 1 of them."""
    states = _states(pattern, page)
    ends = states[-1]
    for _ in range(MOST_HITS + 1):
        if not ends:
            return
        lowest = ends & -ends
        ends ^= lowest
        yield _trace(pattern, page, states, lowest.bit_length() - 1)


def _states(pattern: Pattern, page: Page) -> list[int]:
    state = (1 << (page.size + 1)) - 1
    states = [state]
    for number, step in enumerate(pattern.steps):
        state = _advance(step, state, page, first=number == 0)
        states.append(state)
        if not state:
            return [0]
    return states


def _advance(step: Step, state: int, page: Page, *, first: bool) -> int:
    if step.kind is Kind.START:
        return state & page.opens
    if step.kind is Kind.END:
        return state & page.closes
    if step.kind is Kind.UNLESS:
        return state & ~_just_before(step, page)
    reached = state if first else _reach(step, state, page)
    read = 0
    for name in step.names:
        for length, places in page.starts.get(name, ()):
            read |= (reached & places) << length
    if END in step.names:
        read |= reached & page.closes
    return read | reached if step.optional else read


def _just_before(step: Step, page: Page) -> int:
    """Return the places from which one of the step's words follows, over at most its gap and light words."""
    found = 0
    for name in step.names:
        for _, places in page.starts.get(name, ()):
            found |= places
    found |= found >> 1 & page.light
    for _ in range(step.gap):
        found |= found >> 1
    return found


def _reach(step: Step, state: int, page: Page) -> int:
    """Return the places that can be reached over light words and the step's gap."""
    state |= (state & page.light) << 1
    state |= (state & page.light) << 1
    if step.gap:
        passable = ~page.hard if step.past_negation else ~(page.hard | page.negators)
        for _ in range(step.gap):
            state |= (state & passable) << 1
    return state


def _trace(pattern: Pattern, page: Page, states: list[int], end: int) -> Hit:
    """Walk back from an end to the nearest start."""
    elements: list[Element] = []
    place = end
    for number in range(len(pattern.steps) - 1, -1, -1):
        step = pattern.steps[number]
        if step.kind is not Kind.WORD:
            continue
        before = states[number]
        reached = before if number == 0 else _reach(step, before, page)
        start = _element_start(step, page, reached, place)
        if start is not None:
            elements.append(Element(step.names, start, place))
            place = start
        if number:
            place = (before & ((1 << (place + 1)) - 1)).bit_length() - 1
    elements.reverse()
    return Hit(elements[0].start, end, tuple(elements))


def _element_start(step: Step, page: Page, reached: int, end: int) -> int | None:
    best: int | None = None
    for name in step.names:
        for length, places in page.starts.get(name, ()):
            start = end - length
            if start >= 0 and (reached & places) >> start & 1 and (best is None or start < best):
                best = start
    if best is None and END in step.names and reached & page.closes & 1 << end:
        return end
    return best
