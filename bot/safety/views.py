"""Cuts a message into the views in which it is read: the whole, its sentences, and windows of a long one.

A danger in one sentence of sixty harmless words is lost in the whole (research: 0 to 2 of 100 found) and heard in a
window (86 to 91). Nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from bot.safety.felt import View
from bot.safety.folding import Token, is_hard_break, is_mark
from bot.safety.repair import NUMBER, YEAR

#: A message of so many words or fewer is read as a whole only: nothing in it is far from anything else.
SHORT = 26
#: Words of a window, and how far the next one lies from it.
WINDOW, STEP = 14, 7
#: A sentence of so many words or fewer is not cut into windows, and one of fewer than LEAST is no view of its own.
LONGEST, LEAST = 22, 3
#: A text of 100 KB has thousands of windows: those of its begin and of its end are looked at.
MOST_PARTS = 120


def views(text: str, read: Sequence[Token], fillers: Set[str], named: Sequence[tuple[str, int, int]]) -> list[View]:
    """Return the whole and then its parts, in order.

    Args:
        text: the message as received: numbers are taken from it.
        read: its tokens as read.
        fillers: words that are sounds only.
        named: what the rules read, as (name, first token, end).
    """
    words = [_written(text, token) for token in read]
    whole = View(0, len(read), _copy(words, fillers), tuple(dict.fromkeys(name for name, _, _ in named)))
    parts = [
        View(first, end, _copy(words[first:end], fillers), _inside(named, first, end)) for first, end in _parts(read)
    ]
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS // 2], *parts[-MOST_PARTS // 2 :]]
    return [whole, *(part for part in parts if part.text and part.text != whole.text)]


def _written(text: str, token: Token) -> str:
    """Return a token as it is weighed: as mended, but a number as it was written."""
    return text[token.start : token.end] if token.text in (NUMBER, YEAR) else token.text


def _copy(words: Sequence[str], fillers: Set[str]) -> str:
    """Return words as one line, with marks where people write them."""
    line: list[str] = []
    for word in words:
        if word in fillers or word in "\n\x00":
            continue
        if line and is_mark(word) and word != "(":
            line[-1] += word
        else:
            line.append(word)
    return " ".join(line)


def _parts(read: Sequence[Token]) -> Iterator[tuple[int, int]]:
    if sum(not is_mark(token.text) for token in read) <= SHORT:
        return
    first = 0
    for place in range(len(read) + 1):
        if place == len(read) or is_hard_break(read[place].text):
            yield from _windows(read, first, place)
            first = place + 1


def _windows(read: Sequence[Token], first: int, end: int) -> Iterator[tuple[int, int]]:
    words = [place for place in range(first, end) if not is_mark(read[place].text)]
    if len(words) < LEAST:
        return
    if len(words) <= LONGEST:
        yield first, end
        return
    for start in range(0, len(words) - STEP, STEP):
        window = words[start : start + WINDOW]
        yield window[0], window[-1] + 1


def _inside(named: Sequence[tuple[str, int, int]], first: int, end: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, start, stop in named if first <= start and stop <= end))
