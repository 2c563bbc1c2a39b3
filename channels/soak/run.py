"""One soak: a full line, residents in danger, people on call who do not answer at once, and misfortune meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import FourthlineError
from bot.store import Store
from channels.installation import Installation
from channels.soak.chaos import Chaos
from channels.soak.tally import Tally, count
from channels.soak.town import ANA, BEN, CENTER, DANGER, SAM, Climb, resident, write_profile

#: Residents who text at the same time.
AT_ONCE = 8
#: How often a resident who gets no answer texts again.
MOST_TRIES = 30
#: A ladder that ran to its end several times over is not going to reach anybody.
LONGEST_SECONDS = 900.0


@dataclass(frozen=True)
class Soak:
    """What a soak is made of.

    Attributes:
        escalations: how many residents text danger.
        workers: how many workers climb.
        every: seconds between two kills, at least and at most; None kills nothing.
        database_url: empty for SQLite.
    """

    escalations: int
    workers: int = 1
    every: tuple[float, float] | None = (2.0, 5.0)
    database_url: str = ""
    climb: Climb = field(default_factory=Climb)


@dataclass(frozen=True)
class Soaked:
    """What came of it. `unanswered` are texts that met a gateway that had just been killed; they were sent again."""

    tally: Tally
    killed: Counter[str]
    unanswered: int
    seconds: float


def open_line(home: Path, soak: Soak) -> Installation:
    """Return a line with the soak's ladder, started."""
    profile = write_profile(home, soak.climb)
    line = Installation(home / "line", database_url=soak.database_url, extra={"FOURTHLINE_PROFILE": str(profile)})
    line.start("twin", "gateway", *workers(soak))
    return line


def workers(soak: Soak) -> Sequence[str]:
    """Return the names of the workers."""
    return [f"worker-{number}" for number in range(soak.workers)]


def run(line: Installation, soak: Soak) -> Soaked:
    """Text danger from every resident while parts are killed, and wait until people have taken all of it."""
    started = time.monotonic()
    with line.twin() as twin:
        twin.haste(20)
        twin.callee(ANA, busy=True)
        twin.callee(BEN, answers=True, presses=("", "", ""))
        twin.callee(CENTER, presses=("1",))
        twin.callee(SAM, presses=("1",))
    parts = ["gateway", *workers(soak)]
    with Chaos(line, parts, soak.every) if soak.every else _Calm() as chaos:
        unanswered = _text_all(line, soak.escalations)
        _await(lambda: _all_taken(line, soak.escalations), LONGEST_SECONDS)
    for part in parts:
        line.await_part(part)
    store = Store(line.store_url)
    try:
        with line.twin() as twin:
            tally = count(store, twin, soak.climb)
    finally:
        store.close()
    return Soaked(tally, chaos.killed, unanswered, time.monotonic() - started)


class _Calm:
    """No misfortune."""

    def __init__(self) -> None:
        self.killed: Counter[str] = Counter()

    def __enter__(self) -> _Calm:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def _text_all(line: Installation, residents: int) -> int:
    """Let every resident text danger until there is an answer; return how often there was none.

    A webhook that nobody answers is the phone company's to report: its sender sees no reply and texts again.
    """

    def one(place: int) -> int:
        with line.twin() as twin:
            for tries in range(MOST_TRIES):
                if twin.text(resident(place), DANGER).answered:
                    return tries
                time.sleep(1)
        return MOST_TRIES

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(residents)))


def _all_taken(line: Installation, residents: int) -> bool:
    store = Store(line.store_url)
    try:
        with store.reading() as books:
            return len(books.escalations.every()) >= residents and books.escalations.open_count() == 0
    except FourthlineError:
        return False
    finally:
        store.close()


def _await(met: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not met():
        time.sleep(0.5)
