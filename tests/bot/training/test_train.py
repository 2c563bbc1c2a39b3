from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bot.errors import PermanentError
from bot.training.train import KEPT, model_path, train


class Teacher(ModuleType):
    """Stands where Rasa's training would be imported: writes an archive, or fails as it is told."""

    def __init__(self) -> None:
        super().__init__("bot.engine.learn")
        self.times = 0
        self.failure: BaseException | None = None

    def learn(self, root: Path, output: Path, name: str) -> Path:
        self.times += 1
        (output / name).write_text(f"model {self.times}", encoding="utf-8")
        if self.failure:
            raise self.failure
        return output / name


@pytest.fixture
def teacher(monkeypatch) -> Teacher:
    teacher = Teacher()
    monkeypatch.setitem(sys.modules, "bot.engine.learn", teacher)
    return teacher


@pytest.fixture
def root(tmp_path) -> Path:
    (tmp_path / "config.yml").write_text("recipe: default.v1", encoding="utf-8")
    return tmp_path


def test_a_model_is_trained_once_for_the_same_files(root, teacher):
    assert train(root=root) == train(root=root) == model_path(root)
    assert teacher.times == 1


def test_a_changed_file_is_trained_anew_and_the_old_model_stays(root, teacher):
    first = train(root=root)
    (root / "config.yml").write_text("recipe: default.v1\nlanguage: en", encoding="utf-8")
    second = train(root=root)
    assert first != second
    assert first.exists()
    assert second.exists()


def test_it_can_be_forced(root, teacher):
    train(root=root)
    assert train(force=True, root=root).read_text(encoding="utf-8") == "model 2"


@pytest.mark.parametrize("failure", [PermanentError("files do not fit"), KeyboardInterrupt()])
def test_a_training_that_ends_badly_leaves_nothing_half(root, teacher, failure):
    teacher.failure = failure
    with pytest.raises(type(failure)):
        train(root=root)
    assert list((root / "models").iterdir()) == []


def test_only_the_newest_models_are_kept(root, teacher):
    made = []
    for number in range(KEPT + 2):
        (root / "config.yml").write_text(f"number: {number}", encoding="utf-8")
        made.append(train(root=root))
        os.utime(made[-1], (number, number))
    train(force=True, root=root)
    assert sorted(made[-KEPT:]) == sorted((root / "models").iterdir())


def test_how_far_it_is_is_told_on_standard_error(root, teacher, capfd):
    train(root=root)
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "saved in" in printed.err
