"""`make bench`: measures a real line on this machine and writes the table to docs/benchmarks.md.

Nothing here passes or fails: a machine that others share tells ratios better than seconds.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import clock
from bot.settings import ROOT
from channels.installation import Installation, NotUpError

PAGE = ROOT / "docs" / "benchmarks.md"
RESIDENTS = 30
TALK = (
    "hello, there is a man asleep in our doorway",
    "no, nobody is in danger",
    "behind the bakery on colfax",
    "he looks cold and i would like someone to check on him",
    "i work here",
)
DANGER = "he just pulled a knife on my coworker, hurry"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what was seen, what is due."""

    what: str
    seen: str
    due: str


def main() -> int:
    """Measure, print and write the table."""
    home = Path(tempfile.mkdtemp(prefix="fourthline-bench-"))
    try:
        rows = measure(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    page = _page(rows)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(page)
    return 0


def measure(home: Path) -> list[Row]:
    """Return every row."""
    return [*_starts(home), *_with_engine(home), *_without_engine(home)]


def _starts(home: Path) -> Iterator[Row]:
    with _installed(home / "starts", "twin") as line:
        line.start("all")
        line.await_part("ready")
        line.parts["all"].terminate()
        line.parts.pop("all").wait()
        began = time.monotonic()
        line.launch("all")
        _say_until_answered(line, "+13035550101")
        safe = time.monotonic() - began
        line.await_part("ready")
        line.say("+13035550102", "hello, can you help")
        whole = time.monotonic() - began
    yield Row("second start to the first safe answer", f"{safe:.1f} s", "3 s")
    yield Row("second start to the first answer of the assistant", f"{whole:.1f} s", "45 s")


def _with_engine(home: Path) -> Iterator[Row]:
    with _installed(home / "engine", "twin", "gateway", "worker", "engine") as line:
        line.say("+13035550103", "hello")
        talk = _times(line, [(number, text) for number in _numbers(1000) for text in TALK])
        danger = _times(line, [(number, DANGER) for number in _numbers(2000)])
    yield Row("webhook to reply, one resident at a time", _spread(talk), "p95 under 400 ms")
    yield Row("emergency text to the 911 reply, engine up", _spread(danger), "p99 under 500 ms")


def _without_engine(home: Path) -> Iterator[Row]:
    with _installed(home / "away", "twin", "gateway", "worker") as line:
        line.say("+13035550104", "hello")
        talk = _times(line, [(number, TALK[0]) for number in _numbers(3000)])
        danger = _times(line, [(number, DANGER) for number in _numbers(4000)])
    yield Row("webhook to the safe reply, engine stopped", _spread(talk), "6 s")
    yield Row("emergency text to the 911 reply, engine stopped", _spread(danger), "p99 under 500 ms")


def _say_until_answered(line: Installation, number: str) -> None:
    while True:
        try:
            line.say(number, "hello")
            return
        except NotUpError:
            time.sleep(0.02)


@contextmanager
def _installed(home: Path, *parts: str) -> Iterator[Installation]:
    line = Installation(home)
    try:
        line.start(*parts)
        yield line
    finally:
        line.stop()


def _numbers(first: int) -> list[str]:
    return [f"+1303555{first + number}" for number in range(RESIDENTS)]


def _times(line: Installation, texts: Sequence[tuple[str, str]]) -> list[float]:
    """Return how many milliseconds the webhook of each text took, as the twin saw it."""
    with line.twin() as twin:
        sent = [twin.text(number, text) for number, text in texts]
    return sorted(each.webhook_ms for each in sent if each.webhook_ms is not None)


def _spread(milliseconds: Sequence[float]) -> str:
    def at(percent: int) -> float:
        return milliseconds[min(len(milliseconds) * percent // 100, len(milliseconds) - 1)]

    return f"p50 {at(50):.0f}, p95 {at(95):.0f}, p99 {at(99):.0f} ms (n = {len(milliseconds)})"


def _page(rows: Sequence[Row]) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Measured by `make bench` on {clock.now():%Y-%m-%d}: {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite, real processes, the twin as the phone company.",
        "",
        "| what | seen | due |",
        "| --- | --- | --- |",
        *(f"| {row.what} | {row.seen} | {row.due} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
