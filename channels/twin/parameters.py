"""The parameters of a REST request held against the operation that they are for.

It is stricter than Twilio where that finds our mistakes (unknown parameters are refused), never laxer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from channels.twin.operation import Operation
from channels.twin.refusals import RefusalError

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Codes:
    """The codes of one operation; without one of its own a parameter is refused with 20422.

    Attributes:
        missing: by the name of a required parameter.
        wrong: by the name of a parameter whose value does not fit.
        not_played: what Twilio can do and the twin cannot; it refuses rather than pretends.
    """

    missing: Mapping[str, int] = field(default_factory=dict)
    wrong: Mapping[str, int] = field(default_factory=dict)
    not_played: frozenset[str] = frozenset()


def first(given: Given, name: str) -> str:
    """Return the first value of a parameter, "" where it is missing."""
    values = given.get(name) or ("",)
    return values[0]


def check(given: Given, operation: Operation, codes: Codes) -> None:
    """Raise RefusalError for an unknown, a missing, a misformed parameter, and for one that the twin does not play."""
    unknown = sorted(set(given) - set(operation.parameters))
    if unknown:
        raise RefusalError(20001, ", ".join(unknown))
    for name in operation.required:
        if not first(given, name):
            raise RefusalError(codes.missing.get(name, 20422), name)
    for name in sorted(codes.not_played & set(given)):
        raise RefusalError(20422, f"{name}: the twin does not play it")
    for name, values in given.items():
        if values != [""] and not operation.accepts(name, values):
            raise RefusalError(codes.wrong.get(name, 20422), values[0] if name in codes.wrong else name)
