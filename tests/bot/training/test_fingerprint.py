from __future__ import annotations

from pathlib import Path

import pytest

from bot.training.fingerprint import DIALOGUE, fingerprint


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "config.yml",
        "nlu_data/intents/en/greet.yml",
        "bot/dialogue/rules/moves.yml",
        "bot/encoding/e5.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def test_the_same_files_have_the_same_name(root):
    assert fingerprint(root) == fingerprint(root)


@pytest.mark.parametrize("name", ["config.yml", "nlu_data/intents/en/greet.yml", "bot/dialogue/rules/moves.yml"])
def test_a_changed_file_changes_the_name(root, name):
    before = fingerprint(root)
    (root / name).write_text("changed", encoding="utf-8")
    assert fingerprint(root) != before


def test_a_new_a_renamed_and_a_removed_file_change_the_name(root):
    names = [fingerprint(root)]
    added = root / "nlu_data/intents/en/thank.yml"
    added.write_text("thanks", encoding="utf-8")
    names.append(fingerprint(root))
    added.rename(added.with_name("thanks.yml"))
    names.append(fingerprint(root))
    (root / "nlu_data/intents/en/greet.yml").unlink()
    names.append(fingerprint(root))
    assert len(set(names)) == 4


def test_what_moves_from_one_file_to_the_next_changes_the_name(root):
    greet, thank = root / "nlu_data/intents/en/greet.yml", root / "nlu_data/intents/en/thank.yml"
    greet.write_text("ab", encoding="utf-8")
    thank.write_text("c", encoding="utf-8")
    before = fingerprint(root)
    greet.write_text("a", encoding="utf-8")
    thank.write_text("bc", encoding="utf-8")
    assert fingerprint(root) != before


@pytest.mark.parametrize("name", ["nlu_data/safety/dangers.en.yml", "bot/intake/hear.py", "README.md", "config.yml~"])
def test_a_file_that_teaches_nothing_leaves_the_name(root, name):
    before = fingerprint(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("anything", encoding="utf-8")
    assert fingerprint(root) == before


def test_every_source_of_the_repository_is_there():
    root = Path(__file__).parents[3]
    missing = [source for source in DIALOGUE.sources if not (root / source).exists()]
    assert missing == []
