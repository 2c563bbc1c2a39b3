from __future__ import annotations

import json

import pytest

from bot.errors import PermanentError
from bot.evaluation.cases import Due
from bot.evaluation.rows import read_rows
from bot.vocabulary import Hazard, Language, Voice


def written(folder, name, *rows):
    path = folder / name
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows))
    return path


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ({"expected": "escalate"}, Due.EMERGENCY),
        ({"expected": "escalate_acceptable"}, Due.SERIOUS),
        ({"expected": "no_911"}, Due.NOT_911),
        ({"level": "emergency"}, Due.EMERGENCY),
        ({"level": "ask"}, Due.ASK),
        ({"level": "none"}, Due.NONE),
        ({"level": "none", "expected": "escalate"}, Due.NONE),
    ],
)
def test_a_row_says_what_is_due_in_one_of_two_ways(tmp_path, said, due):
    rows = read_rows([written(tmp_path, "calls.jsonl", {"id": 1, "text": "hello", **said})])
    [one] = rows.cases
    assert (one.id, one.text, one.due, one.set) == ("1", "hello", due, "calls")
    assert not one.shown


@pytest.mark.parametrize("said", [{}, {"expected": None}, {"expected": "ambiguous"}, {"expected": ["escalate"]}])
def test_a_row_that_says_nothing_of_what_is_due_is_left_out_and_counted(tmp_path, said):
    rows = read_rows([written(tmp_path, "calls.jsonl", {"id": 1, **said})])
    assert (rows.cases, rows.left_out, rows.refused) == ([], 1, [])


def test_a_row_may_tell_hazard_voice_and_language(tmp_path):
    told = {"id": "a", "text": "hola", "level": "none", "hazard": "weapon", "voice": "sms"}
    path = written(tmp_path, "calls.jsonl", {**told, "language": "es"}, {**told, "lang": "en", "hazard": "none"})
    first, second = read_rows([path]).cases
    assert (first.hazard, first.voice, first.language) == (Hazard.WEAPON, Voice.SMS, Language.SPANISH)
    assert (second.hazard, second.language) == (None, Language.ENGLISH)


def test_texts_in_which_nothing_is_the_matter_are_due_no_question_either(tmp_path):
    row = {"id": 1, "text": "see you at 8", "expected": "no_911"}
    paths = [written(tmp_path, "sms_benign.jsonl", row), written(tmp_path, "counseling.jsonl", row)]
    assert [one.due for one in read_rows(paths).cases] == [Due.NONE, Due.NOT_911]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"secret words, no json", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (["secret words"], "must be a JSON object"),
        ({"text": "secret words", "level": "ask"}, "id must be"),
        ({"id": True, "text": "secret words", "level": "ask"}, "id must be"),
        ({"id": 1, "level": "ask"}, "text must be"),
        ({"id": 1, "text": 7, "level": "ask"}, "text must be"),
        ({"id": 1, "text": "secret words", "level": "grave"}, "level must be one of emergency, ask, none"),
        ({"id": 1, "text": "secret words", "level": ["ask"]}, "level must be"),
        ({"id": 1, "text": "secret words", "level": "ask", "hazard": "dragon"}, "hazard must be one of weapon"),
        ({"id": 1, "text": "secret words", "level": "ask", "lang": "tlh"}, "lang must be one of en, es"),
        ({"id": 1, "text": "secret words", "level": "ask", "voice": {}}, "voice must be one of"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_without_its_words_and_the_run_goes_on(tmp_path, bad, why):
    good = {"id": "good", "text": "hello", "level": "none"}
    path = written(tmp_path, "calls.jsonl", good, b"", bad, {**good, "id": "after"})
    rows = read_rows([path])
    assert [one.id for one in rows.cases] == ["good", "after"]
    [refused] = rows.refused
    assert refused.startswith(f"{path}:3: {why}")
    assert "secret" not in refused


def test_a_folder_is_read_file_by_file(tmp_path):
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        written(tmp_path, name, {"id": 1, "text": "hello", "level": "none"})
    assert [one.set for one in read_rows([tmp_path]).cases] == ["a", "b"]


def test_a_folder_without_rows_and_a_file_that_is_not_there_are_refused_by_name(tmp_path):
    with pytest.raises(PermanentError, match=r"holds no \*\.jsonl"):
        read_rows([tmp_path])
    with pytest.raises(PermanentError, match="gone.jsonl: cannot be read"):
        read_rows([tmp_path / "gone.jsonl"])
