"""`make soak`: the table of an escalation's promises, on real processes, for as many escalations as are asked for."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from channels.soak.run import Soak, Soaked, open_line, run


def main() -> int:
    """Soak and print; return 1 where an escalation was lost, a rung skipped or the chain broken."""
    asked = argparse.ArgumentParser(prog="python -m channels.soak", description=__doc__)
    asked.add_argument("--escalations", type=int, default=500)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--database", default="", help="URL of a PostgreSQL database that may be filled; else SQLite")
    asked.add_argument("--calm", action="store_true", help="kill nothing")
    given = asked.parse_args()
    every = None if given.calm else (2.0, 5.0)
    home = Path(tempfile.mkdtemp(prefix="fourthline-soak-"))
    soak = Soak(given.escalations, given.workers, every, given.database)
    line = None
    try:
        line = open_line(home, soak)
        soaked = run(line, soak)
    finally:
        if line is not None:
            line.stop()
        shutil.rmtree(home, ignore_errors=True)
    print(report(soak, soaked))
    return 0 if is_well(soaked) else 1


def is_well(soaked: Soaked) -> bool:
    """Whether nothing was lost, skipped, early, claimed to be said, or changed in the chain."""
    tally = soaked.tally
    return not (tally.lost or tally.skipped or tally.early or tally.unsaid) and tally.broken_at is None


def report(soak: Soak, soaked: Soaked) -> str:
    """Return the counts as a person reads them."""
    kills = ", ".join(f"{part} {count}" for part, count in sorted(soaked.killed.items())) or "none"
    where = "PostgreSQL" if soak.database_url else "SQLite"
    return "\n".join(
        [
            f"{soak.escalations} escalations on {where} with {soak.workers} worker(s), {soaked.seconds:.0f} s",
            f"killed with -9            {kills}",
            f"texts sent again          {soaked.unanswered}",
            *soaked.tally.lines(),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
