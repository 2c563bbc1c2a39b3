"""`python -m bot.tuning`: tunes the encoder to the taught examples and writes nlu_data/safety/tuned.npz.

It takes half an hour on two cores, needs torch (docs/how-to/teach-the-screen.md), and is for those who changed
much of what is taught; a new phrase needs only a training.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy

from bot.encoding.e5 import E5Encoder, prepare
from bot.encoding.e5_file import E5File, read_e5, unpacked
from bot.encoding.e5_graph import WIDE
from bot.encoding.e5_pieces import Pieces, kept, save
from bot.encoding.e5_reach import measured
from bot.encoding.e5_tuned import TUNED_FILE, read_tuned, write_axes, write_reach, write_tuned
from bot.encoding.session import WIDTH
from bot.learned.rows import TAUGHT_ROWS, rows_by_name, write_rows
from bot.learned.training import read_taught
from bot.training.progress import say

#: How many factors of each difference are kept: 9 MB.
RANK = 64
#: Tunings whose weights are averaged. The mean of two told more apart than either, and costs nothing where it serves.
#: The file of 2026-11-27 is such a mean; its first tuning had a pace of 1e-4, left nothing out, and did not have the
#: everyday talk of third_chat and third_services.
TUNINGS = 2
#: Texts on which the size of the numbers is measured.
MEASURED = 400
#: Axes of meaning that are kept of 768. On the examples that are set apart 128, 192, 256 and 384 of them told 91.5 to
#: 91.8 % of the levels, all of them 91.4 %; 192 take a third of the time to learn from.
AXES = 192


def main() -> int:
    """Tune and write; return the exit status."""
    asked = argparse.ArgumentParser(prog="python -m bot.tuning", description=__doc__)
    asked.add_argument("--tunings", type=int, default=TUNINGS, help="how many are averaged")
    asked.add_argument("--rank", type=int, default=RANK, help="how many factors of each difference are kept")
    asked.add_argument("--to", type=Path, default=TUNED_FILE, help="where to write")
    asked.add_argument("--only-measure", action="store_true", help="take the tuned weights as they are")
    given = asked.parse_args()
    file = read_e5()
    with tempfile.TemporaryDirectory() as folder:
        save(file, Path(folder))
        pieces = Pieces(Path(folder), file.begin, file.end)
    if not given.only_measure:
        _write(given.to, file, _average(file, pieces, given.tunings), given.rank)
    _measure(given.to, file, pieces)
    say(f"tuned: {given.to.name}, {given.to.stat().st_size / 1e6:.1f} MB")
    return 0


def _average(file: E5File, pieces: Pieces, tunings: int) -> dict[str, numpy.ndarray]:
    """Tune from several starts and return the mean of each weight of the layers."""
    from bot.tuning.lessons import Lessons  # both need torch, which measuring does without
    from bot.tuning.tune import tune

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


def _measure(path: Path, file: E5File, pieces: Pieces) -> None:
    """Add how large the numbers get and the axes of meaning, and write every taught text's row."""
    texts = list(dict.fromkeys(one.view.text for one in read_taught()))
    tuned = read_tuned(path).without_axes()
    write_reach(path, measured(file, tuned, pieces, texts[:: max(1, len(texts) // MEASURED)]))
    say(f"encoding {len(texts):,} texts…")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), read_tuned(path).without_axes())
        meanings = E5Encoder(Path(folder)).encode_many(texts)
    middle = meanings.mean(axis=0)
    _, directions = numpy.linalg.eigh(numpy.cov(meanings.T))
    axes = numpy.ascontiguousarray(directions[:, ::-1][:, :AXES], dtype=numpy.float32)
    write_axes(path, middle, axes)
    write_rows(path.parent / TAUGHT_ROWS.name, rows_by_name(texts, (meanings - middle) @ axes))


if __name__ == "__main__":
    raise SystemExit(main())
