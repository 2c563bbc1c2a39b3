"""How long Twilio waits for a webhook and when it tries again, and the `#rc=` fragments that change it.

Figures: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qsl

from bot.errors import PermanentError


class Failure(str, Enum):
    """How a request failed, by the names of the retry policy."""

    CONNECT = "ct"
    """No connection: refused, unreachable, no TLS."""
    READ = "rt"
    """Connected, but no whole answer in time, or the line was cut."""
    CLIENT_ERROR = "4xx"
    SERVER_ERROR = "5xx"
    TOTAL = "tt"
    """All the time there was is used up; this is never tried again."""


RETRIED_BY_ALL = frozenset({Failure.CONNECT, Failure.READ, Failure.CLIENT_ERROR, Failure.SERVER_ERROR})

# name: (lowest, highest), milliseconds except for rc
_LIMITS = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}


@dataclass(frozen=True)
class ConnectionPolicy:
    """Times in milliseconds, retries beside the first try, and what is retried.

    Twilio's defaults: one retry, and only when no connection was made. An answer of 500 goes straight to the
    fallback URL unless the fragment says `rp=5xx` or `rp=all`.
    """

    connect_ms: int = 5_000
    read_ms: int = 15_000
    total_ms: int = 15_000
    retries: int = 1
    retried: frozenset[Failure] = frozenset({Failure.CONNECT})

    @classmethod
    def of(cls, url: str) -> ConnectionPolicy:
        """Read the overrides in a URL's fragment. Raises PermanentError for a value that Twilio refuses (11243).

        Edge locations (`e`) and `sni` are let through unread: there are none on loopback.
        """
        given = dict(parse_qsl(url.partition("#")[2]))
        numbers = {name: _number(name, given[name]) for name in _LIMITS if name in given}
        return cls(
            connect_ms=numbers.get("ct", cls.connect_ms),
            read_ms=numbers.get("rt", cls.read_ms),
            total_ms=numbers.get("tt", cls.total_ms),
            retries=numbers.get("rc", cls.retries),
            retried=_retried(given["rp"].split(",")) if "rp" in given else frozenset({Failure.CONNECT}),
        )

    def tries_again(self, failure: Failure, attempt: int) -> bool:
        """Whether a request that failed at this attempt (from 1) is made once more."""
        return failure in self.retried and attempt <= self.retries


def _number(name: str, value: str) -> int:
    lowest, highest = _LIMITS[name]
    if not value.isdigit() or not lowest <= int(value) <= highest:
        raise PermanentError(f"Connection override {name} lies between {lowest} and {highest}, not {value!r}.")
    return int(value)


def _retried(names: Iterable[str]) -> frozenset[Failure]:
    chosen: set[Failure] = set()
    for name in names:
        if name == "all":
            chosen |= RETRIED_BY_ALL
        elif name in {failure.value for failure in RETRIED_BY_ALL}:
            chosen.add(Failure(name))
        else:
            raise PermanentError(f"Retry policy {name!r} is none of 4xx, 5xx, ct, rt, all (Twilio error 11243).")
    return frozenset(chosen)
