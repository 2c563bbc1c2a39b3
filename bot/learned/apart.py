"""Which taught examples are set apart: the encoder's tuning never sees them, so that on them it can be trusted.

Whatever is chosen on data (how the views are mixed, from which probability on the screen acts) is chosen on these. The
hash of an example's text decides, so that it is the same on every machine and for examples that are written later.
"""

from __future__ import annotations

import zlib

from bot.learned.examples import Example
from bot.vocabulary import Voice

#: Voices in which people text when nothing is the matter.
EVERYDAY = frozenset({Voice.EVERYDAY, Voice.ANSWER})
#: One in so many is set apart. Of everyday texts more are: limits of 0.4 % of them need thousands, tuning does not.
ONE_IN, ONE_IN_EVERYDAY = 8, 3


def is_apart(example: Example) -> bool:
    """Whether an example is set apart. A triple is never parted: its twins would tell what it is."""
    group = f"{example.file} {example.triple}" if example.triple else example.text
    share = ONE_IN_EVERYDAY if example.voice in EVERYDAY else ONE_IN
    return zlib.crc32(group.encode("utf-8", "replace")) % share == 0
