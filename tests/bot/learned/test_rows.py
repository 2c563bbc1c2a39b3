from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from bot.encoding.session import WIDTH
from bot.learned.rows import rows_of


class Encoder:
    """Gives each text its length as its row, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def encode_many(self, texts: list[str]) -> numpy.ndarray:
        self.shown += texts
        return numpy.array([[len(text)] * 2 * WIDTH for text in texts], dtype=numpy.float32).reshape(-1, 2 * WIDTH)


@pytest.fixture
def encoder() -> Encoder:
    return Encoder()


def read(encoder: Encoder, folder: Path, *texts: str) -> list[float]:
    return rows_of(encoder, texts, folder, folder)[:, 0].tolist()  # type: ignore[arg-type]


def test_a_text_is_encoded_once_for_all_trainings(encoder: Encoder, tmp_path: Path):
    assert read(encoder, tmp_path, "one", "three") == [3, 5]
    assert read(encoder, tmp_path, "three", "seven00", "one") == [5, 7, 3]
    assert encoder.shown == ["one", "three", "seven00"]


def test_a_broken_file_only_costs_time(encoder: Encoder, tmp_path: Path):
    read(encoder, tmp_path, "one")
    next(tmp_path.glob("rows-*.npz")).write_bytes(b"no numbers")
    assert read(encoder, tmp_path, "one") == [3]
    assert encoder.shown == ["one", "one"]


def test_only_the_newest_file_is_kept_and_it_holds_no_text(encoder: Encoder, tmp_path: Path):
    read(encoder, tmp_path, "he has a knife")
    read(encoder, tmp_path, "he has a gun")
    (kept,) = tmp_path.glob("rows-*.npz")
    assert b"knife" not in kept.read_bytes()
    assert b"gun" not in kept.read_bytes()
