from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from bot.encoding.e5 import E5Encoder, prepare
from bot.learned.examples import SAFETY_FILES, TAUGHT, read_examples
from bot.learned.rows import TAUGHT_ROWS, rows_by_name, rows_of, write_rows
from bot.safety.screen import Screen
from bot.settings import ROOT
from bot.taught import load_lexicons


class Encoder:
    """Gives each text its length as its row, and remembers what it was shown."""

    width = 4

    def __init__(self) -> None:
        self.shown: list[str] = []

    def encode(self, texts: list[str]) -> numpy.ndarray:
        return numpy.array([[len(text), 1, 0, 0] for text in texts], dtype=numpy.float32).reshape(-1, self.width)

    def encode_many(self, texts: list[str]) -> numpy.ndarray:
        self.shown += texts
        return self.encode(texts)


@pytest.fixture
def encoder() -> Encoder:
    return Encoder()


def read(encoder: Encoder, folder: Path, *texts: str) -> list[float]:
    found = rows_of(encoder, texts, folder, folder)[:, 0]  # type: ignore[arg-type]
    return found.round(1).tolist()


def lie_beside_the_examples(folder: Path, rows: numpy.ndarray, *texts: str) -> None:
    (folder / TAUGHT_ROWS).parent.mkdir(parents=True)
    write_rows(folder / TAUGHT_ROWS, rows_by_name(texts, rows))


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


def test_rows_that_lie_beside_the_examples_are_not_made_again(encoder: Encoder, tmp_path: Path):
    lie_beside_the_examples(tmp_path, encoder.encode(["one", "three"]), "one", "three")
    assert read(encoder, tmp_path, "three", "one", "new") == [5, 3, 3]
    assert encoder.shown == ["new"]


def test_rows_that_another_encoder_made_are_never_used(encoder: Encoder, tmp_path: Path):
    lie_beside_the_examples(tmp_path, numpy.array([[1, 9, 9, 0], [2, 9, 9, 0]], dtype="f4"), "one", "three")
    assert read(encoder, tmp_path, "one", "three") == [3, 5]
    assert encoder.shown == ["one", "three"]


def test_the_rows_in_the_repository_are_those_of_the_encoder_in_it(tmp_path: Path):
    prepare(tmp_path)
    real, shown = E5Encoder(tmp_path), Encoder()
    shown.width, shown.encode = real.width, real.encode  # type: ignore[method-assign]
    screen = Screen(load_lexicons(SAFETY_FILES))
    examples = read_examples(TAUGHT)[::400]
    texts = [screen.look(one.text, one.language)[0].text for one in examples]
    rows_of(shown, texts, ROOT, tmp_path)  # type: ignore[arg-type]
    # A phrase more is encoded at the training; where hardly any row serves, `python -m bot.tuning` is due.
    assert len(shown.shown) < len(texts) / 4
