"""`python -m bot.tuning`: tunes the encoder to the taught examples and writes nlu_data/safety/tuned.npz.

It takes half an hour on two cores, needs torch (docs/how-to/teach-the-screen.md), and is for those who changed
much of what is taught; a new phrase needs only a training.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy

from bot.encoding.e5_file import E5File, read_e5, unpacked
from bot.encoding.e5_graph import WIDE
from bot.encoding.e5_pieces import Pieces, kept, save
from bot.encoding.e5_tuned import TUNED_FILE, write_tuned
from bot.encoding.session import WIDTH
from bot.learned.training import read_taught
from bot.training.progress import say
from bot.tuning.lessons import Lessons
from bot.tuning.tune import tune

#: How many factors of each difference are kept: 9 MB.
RANK = 64
#: Tunings whose weights are averaged. The mean of two told more apart than either, and costs nothing where it serves.
#: The file of 2026-11-27 is such a mean; its first tuning had a pace of 1e-4, left nothing out, and did not have the
#: everyday talk of third_chat and third_services.
TUNINGS = 2


def main() -> int:
    """Tune and write; return the exit status."""
    asked = argparse.ArgumentParser(prog="python -m bot.tuning", description=__doc__)
    asked.add_argument("--tunings", type=int, default=TUNINGS, help="how many are averaged")
    asked.add_argument("--rank", type=int, default=RANK, help="how many factors of each difference are kept")
    asked.add_argument("--to", type=Path, default=TUNED_FILE, help="where to write")
    given = asked.parse_args()
    file = read_e5()
    with tempfile.TemporaryDirectory() as folder:
        save(file, Path(folder))
        pieces = Pieces(Path(folder), file.begin, file.end)
    _write(given.to, file, _average(file, pieces, given.tunings), given.rank)
    say(f"tuned: {given.to.name}, {given.to.stat().st_size / 1e6:.1f} MB")
    return 0


def _average(file: E5File, pieces: Pieces, tunings: int) -> dict[str, numpy.ndarray]:
    """Tune from several starts and return the mean of each weight of the layers."""
    taught, found = read_taught(), []
    for seed in range(1, tunings + 1):
        lessons = Lessons(taught, pieces, seed)
        say(f"tuning {seed} of {tunings} on {len(lessons):,} texts, {len(lessons.names)} classes…")
        network = tune(file, lessons, numpy.array(kept(file)), seed)
        found.append({name: value.detach().float().numpy() for name, value in network.layers.state_dict().items()})
    return {name: sum(weights[name] for weights in found) / tunings for name in found[0]}


def _write(path: Path, file: E5File, layers: dict[str, numpy.ndarray], rank: int) -> None:
    matrices, wholes = {}, {}
    for name, tuned in layers.items():
        layer, part, kind = name.split(".")
        tensor = f"l{layer}.{part}.{'w' if kind == 'weight' else 'b'}"
        if tuned.ndim == 2:
            wide = WIDE if part == "fo" else WIDTH
            matrices[tensor] = (unpacked(file.rows(tensor, wide)), tuned)
        else:
            wholes[tensor] = (file.floats(tensor), tuned)
    write_tuned(path, matrices, wholes, rank)


if __name__ == "__main__":
    raise SystemExit(main())
