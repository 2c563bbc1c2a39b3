"""Many residents texting at once or one after another, and how long the line took to answer each text.

The figures are those of the webhook, as Twilio would see them: from the first post to the answer that counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

from channels.twin.client import TwinClient

SHOWN_PERCENTILES = (50, 90, 95, 99)
SCRIPT = (
    "Hi, I need some help for my neighbor",
    "No, nobody is in danger",
    "He sits outside the library on Broadway and 12th",
    "He is cold and talks to himself, he has no coat",
    "I am his neighbor",
)


@dataclass(frozen=True)
class LoadReport:
    """How a run went: the answers' times in milliseconds, in order, and how many texts got none."""

    residents: int
    texts: int
    unanswered: int
    webhook_ms: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        """Return the time in milliseconds that `percent` (1 to 99) of the answers needed at most; 0 for no answers."""
        if len(self.webhook_ms) < 2:
            return self.webhook_ms[0] if self.webhook_ms else 0.0
        return quantiles(self.webhook_ms, n=100, method="inclusive")[percent - 1]

    def to_document(self) -> dict[str, float]:
        """Return the figures in the JSON form, times in milliseconds."""
        return {
            "residents": self.residents,
            "texts": self.texts,
            "unanswered": self.unanswered,
            **{f"p{percent}_ms": round(self.percentile(percent), 1) for percent in SHOWN_PERCENTILES},
            "max_ms": max(self.webhook_ms, default=0.0),
        }

    def lines(self) -> tuple[str, ...]:
        """Return the report for people, a figure a line."""
        times = [(name.removesuffix("_ms"), time) for name, time in self.to_document().items() if name.endswith("_ms")]
        return (
            f"residents {self.residents}, texts {self.texts}, unanswered {self.unanswered}",
            *(f"{name:>4} {time:9.1f} ms" for name, time in times),
        )


def run(url: str, residents: int, parallel: int = 1, script: Sequence[str] = SCRIPT) -> LoadReport:
    """Let `residents` people text a script, `parallel` of them at a time; each waits for the answer to each text."""
    with ThreadPoolExecutor(max_workers=max(1, parallel)) as pool:
        outcomes = [
            outcome
            for told in pool.map(lambda number: _told(url, number, script), _numbers(residents))
            for outcome in told
        ]
    times = tuple(sorted(elapsed for elapsed, answered in outcomes if answered))
    return LoadReport(residents, len(outcomes), len(outcomes) - len(times), times)


def _told(url: str, number: str, script: Iterable[str]) -> list[tuple[float, bool]]:
    with TwinClient(url) as client:
        sent = [client.text(number, text) for text in script]
    return [(text.webhook_ms or 0.0, bool(text.answered)) for text in sent]


def _numbers(count: int) -> list[str]:
    """Return numbers that no run before used, so that nobody is in the middle of an older conversation."""
    start = secrets.randbelow(8_000_000)
    return [f"+1720{2_000_000 + (start + index) % 8_000_000}" for index in range(count)]
