"""The encoder of many languages, as its package carries it: the real weights, with a graph built once."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from bot.encoding import e5_file
from bot.encoding.e5 import GRAPH_FILE, E5Encoder, prepare
from bot.encoding.e5_file import read_e5, unpacked
from bot.encoding.e5_graph import drawn
from bot.encoding.e5_pieces import Pieces
from bot.encoding.e5_reach import ExactGraph
from bot.encoding.e5_tuned import read_tuned
from bot.encoding.session import MOST_TOKENS, WIDTH, open_session
from bot.errors import PermanentError

PAIRS = (
    ("he has a knife", "tiene un cuchillo"),
    ("my kids are hungry and we have no food", "mis hijos tienen hambre y no tenemos comida"),
    ("the music is very loud", "la música está muy alta"),
)
MEAN, FIRST = slice(0, WIDTH), slice(WIDTH, 2 * WIDTH)
STRANGE = (
    "",
    " ",
    "\n",
    "\x00",
    "\ud800",
    "a\ud800b",
    "🔪" * 3000,
    "word " * 20_000,
    "x" * 100_000,
    "你好",
    "ﷺ",
    "\u202e",
)


@pytest.fixture(scope="session")
def e5_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("e5")
    prepare(folder)
    return folder


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> E5Encoder:
    """The encoder with all that its rows could tell."""
    folder = tmp_path_factory.mktemp("e5-whole")
    prepare(folder, read_tuned().without_axes())
    return E5Encoder(folder)


@pytest.fixture(scope="session")
def encoder(e5_folder: Path) -> E5Encoder:
    return E5Encoder(e5_folder)


@pytest.fixture(scope="session")
def pieces(e5_folder: Path) -> Pieces:
    file = read_e5()
    return Pieces(e5_folder, file.begin, file.end)


def test_a_text_means_the_same_every_time_and_whatever_is_read_beside_it(encoder):
    text = PAIRS[0][0]
    alone = encoder.encode([text])
    assert numpy.array_equal(alone, encoder.encode([text]))
    assert numpy.array_equal(alone[0], encoder.encode(["word " * 90, text, ""])[1])


def test_another_encoder_of_the_same_folder_says_the_same(encoder, e5_folder):
    text = PAIRS[1][1]
    assert numpy.array_equal(E5Encoder(e5_folder).encode([text]), encoder.encode([text]))


@pytest.mark.parametrize("half", [MEAN, FIRST], ids=["mean", "first"])
def test_spanish_and_english_of_one_meaning_are_nearer_than_other_pairs(whole, half: slice):
    english = whole.encode([one for one, _ in PAIRS])[:, half]
    spanish = whole.encode([other for _, other in PAIRS])[:, half]
    nearness = english @ spanish.T
    assert nearness.argmax(axis=0).tolist() == nearness.argmax(axis=1).tolist() == [0, 1, 2]


def test_the_halves_are_the_mean_and_the_first_token_and_not_one_twice(whole):
    (row,) = whole.encode([PAIRS[0][0]])
    assert row[MEAN] @ row[FIRST] < 0.999


def test_capitals_are_read(encoder):
    assert not numpy.array_equal(*encoder.encode(["he has a knife", "HE HAS A KNIFE"]))


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_any_text_has_a_meaning_of_unit_length_in_both_halves(whole, text: str):
    (row,) = whole.encode([text])
    assert numpy.isfinite(row).all()
    assert [numpy.linalg.norm(row[half]) for half in (MEAN, FIRST)] == pytest.approx([1, 1], abs=1e-4)


def test_no_texts_have_no_rows(encoder):
    assert encoder.encode([]).shape == encoder.encode_many([]).shape == (0, encoder.width)


def test_what_is_told_is_the_whole_meaning_along_the_axes_that_were_kept(encoder, whole):
    texts = [text for pair in PAIRS for text in pair]
    kept = read_tuned().axes()
    assert kept is not None
    middle, axes = kept
    assert encoder.encode(texts) == pytest.approx((whole.encode(texts) - middle) @ axes, abs=1e-5)


def test_rounding_to_8_bits_leaves_a_meaning_nearly_what_it_is(whole, pieces):
    file, tuned = read_e5(), read_tuned().without_axes()
    exact = open_session(drawn(ExactGraph(file, tuned), file), threads=1)
    for text in [text for pair in PAIRS for text in pair]:
        ids = pieces.cut(text)
        words = unpacked(file.rows("emb.word", WIDTH)[ids])[numpy.newaxis]
        (row,) = exact.run(["meaning"], {"words": words, "mask": numpy.ones((1, len(ids)), dtype=numpy.int64)})[0]
        assert row @ whole.encode([text])[0] / 2 > 0.99


def test_what_training_reads_on_several_cores_means_what_it_means_in_service(encoder):
    texts = [*(text for pair in PAIRS for text in pair), *(f"unit {number} smells of gas" for number in range(40))]
    assert numpy.array_equal(encoder.encode(texts), encoder.encode_many(texts))


def test_a_text_is_cut_between_its_marks_and_not_too_long(pieces):
    file = read_e5()
    for text in ("", "he has a knife", "word " * 1000):
        ids = pieces.cut(text)
        assert (ids[0], ids[-1]) == (file.begin, file.end)
        assert len(ids) <= MOST_TOKENS


def test_pieces_of_latin_letters_have_the_ids_of_the_package_and_others_are_unknown(pieces):
    file = read_e5()
    letters = {number: text for number, text, _ in file.pieces()}
    assert "".join(letters[number] for number in pieces.cut("El niño no respira")[1:-1]) == "▁El▁niño▁no▁respira"
    assert file.unknown in pieces.cut("你好")


def test_blanks_and_wide_letters_are_read_as_plain_ones(pieces):
    assert pieces.cut("he  has\ta ｋｎｉｆｅ").tolist() == pieces.cut("he has a knife").tolist()


def test_another_file_is_refused(monkeypatch):
    monkeypatch.setattr(e5_file, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(PermanentError, match="not the published e5-small-q4.bin"):
        read_e5()


def test_a_missing_package_is_told_by_name(monkeypatch, tmp_path):
    monkeypatch.setattr(e5_file, "PACKAGE", "no-such-package")
    with pytest.raises(PermanentError, match="no-such-package"):
        E5Encoder(tmp_path)


def test_a_folder_without_a_graph_is_refused(tmp_path):
    with pytest.raises(OSError, match=GRAPH_FILE):
        E5Encoder(tmp_path)


def test_the_graph_is_small_enough_to_be_kept_with_every_model(e5_folder):
    assert sum(path.stat().st_size for path in e5_folder.iterdir()) < 30_000_000
