"""What tuning changed is kept as differences, read back nearly as they were, and missed loudly."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from bot.encoding.e5_file import read_e5
from bot.encoding.e5_graph import build
from bot.encoding.e5_tuned import TUNED_FILE, Tuned, read_tuned, write_axes, write_reach, write_tuned
from bot.errors import PermanentError

CHANCE = numpy.random.default_rng(7)
PUBLISHED = CHANCE.normal(size=(12, 8)).astype("f4")
BIAS = CHANCE.normal(size=12).astype("f4")


def thin(rank: int) -> numpy.ndarray:
    return (CHANCE.normal(size=(12, rank)) @ CHANCE.normal(size=(rank, 8)) / 100).astype("f4")


def written(folder: Path, tuned: numpy.ndarray, rank: int) -> Tuned:
    path = folder / "tuned.npz"
    write_tuned(path, {"l0.q.w": (PUBLISHED, tuned)}, {"l0.q.b": (BIAS, BIAS + 0.01)}, rank)
    return read_tuned(path)


def test_a_difference_is_read_back_where_so_many_factors_hold_it(tmp_path: Path):
    tuned = PUBLISHED + thin(2)
    found = written(tmp_path, tuned, rank=2)
    assert found.weights("l0.q.w", PUBLISHED) == pytest.approx(tuned, abs=1e-4)
    assert found.whole("l0.q.b", BIAS) == pytest.approx(BIAS + 0.01, abs=1e-4)


def test_with_too_few_factors_the_most_of_the_difference_is_kept(tmp_path: Path):
    tuned = PUBLISHED + thin(6)
    kept = written(tmp_path, tuned, rank=3).weights("l0.q.w", PUBLISHED)
    assert 0 < numpy.linalg.norm(kept - tuned) < numpy.linalg.norm(PUBLISHED - tuned)


def test_what_was_not_tuned_stays_as_published(tmp_path: Path):
    found = written(tmp_path, PUBLISHED + thin(2), rank=2)
    assert found.weights("l9.k.w", PUBLISHED) is PUBLISHED
    assert found.whole("l9.k.b", BIAS) is BIAS


@pytest.mark.parametrize("content", [b"", b"no numbers", b"PK"])
def test_a_file_that_is_not_one_is_told_by_name(tmp_path: Path, content: bytes):
    path = tmp_path / "tuned.npz"
    path.write_bytes(content)
    with pytest.raises(PermanentError, match=r"tuned.npz: cannot be read.*python -m bot.tuning"):
        read_tuned(path)


def test_a_missing_file_is_told_by_name(tmp_path: Path):
    with pytest.raises(PermanentError, match=r"tuned.npz: cannot be read"):
        read_tuned(tmp_path / "tuned.npz")


def test_the_repository_holds_a_tuned_encoder_that_is_not_the_published_one():
    file = read_e5()
    assert TUNED_FILE.stat().st_size < 12_000_000
    assert build(file, read_tuned()) != build(file, Tuned({}))


def test_what_was_measured_is_kept_beside_the_differences(tmp_path: Path):
    path = tmp_path / "tuned.npz"
    write_tuned(path, {"l0.q.w": (PUBLISHED, PUBLISHED + thin(2))}, {}, 2)
    write_reach(path, {"l0.q.w": numpy.arange(8)})
    write_axes(path, numpy.ones(4), numpy.eye(4)[:, :2])
    found = read_tuned(path)
    kept = found.axes()
    assert kept is not None
    assert [part.tolist() for part in kept] == [[1, 1, 1, 1], [[1, 0], [0, 1], [0, 0], [0, 0]]]
    assert found.reach("l0.q.w").tolist() == list(range(8))
    assert found.reach("l1.q.w").size == 0
    assert found.without_axes().axes() is None
    assert found.weights("l0.q.w", PUBLISHED) is not PUBLISHED
