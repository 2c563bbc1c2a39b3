"""Hears that a message mends something told before: "no wait 412 not 421", "it's my uncle, not my dad".

PURE. What is mended is only what the message names again; all else stays as it was.
"""

from __future__ import annotations

import re
from typing import Any

_MENDS = re.compile(
    r"^\W*(?:no[ ,]+)?wait\b(?! (?:for|until|till|that|is|time))|\b(?:no wait|wait no|actually|"
    r"i meant|i mean|sorry its|sorry it'?s|correction|not (?:\d+|my \w+)|instead|scratch that|"
    r"wrong (?:number|address|name|street)|"
    r"should be|change (?:the|my|it)|typo|my bad|oops|\*|rather|no its|no it'?s|it'?s not|its not|"
    r"no espere|espere|perdon|mejor dicho|quise decir|no es|en realidad|me equivoque|corrijo|"
    r"corregir|cambie|cambiar|digo)\b|\*\w+|^\w+\*$"
)
_ARTICLE = r"(?:the |a |an |my |at |on |in |el |la |mi |en )*"
_SWAP = re.compile(
    rf"\b(?P<new>[a-z0-9]+),? (?:and )?not {_ARTICLE}(?P<old>[a-z0-9]+)\b|"
    rf"\bnot {_ARTICLE}(?P<old2>[a-z0-9]+),?(?: but| its| it's)? {_ARTICLE}(?P<new2>[a-z0-9]+)\b|"
    rf"\b(?P<new3>[a-z0-9]+),? no (?:es )?{_ARTICLE}(?P<old3>[a-z0-9]+)\b"
)


def mends(folded: str, intent: str) -> bool:
    """Return whether the message mends something told before."""
    return intent == "correct" or bool(_MENDS.search(folded))


def swapped(folded: str, place: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return `place` with one part of it swapped as it says ("412 not 421"), or None where it says nothing such."""
    found = _SWAP.search(folded)
    if not place or not found:
        return None
    new = found["new"] or found["new2"] or found["new3"]
    old = found["old"] or found["old2"] or found["old3"]
    changed = {key: _swap(value, old, new) for key, value in place.items()}
    return changed if changed != place else None


def _swap(value: Any, old: str, new: str) -> Any:
    if not isinstance(value, str):
        return value
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, value, flags=re.IGNORECASE)
