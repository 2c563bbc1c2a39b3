"""A data file of an installed package is found by its name and taken only with its hash."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from bot.encoding.package_files import verified
from bot.errors import PermanentError

CONTENT = b"numbers" * 500_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package whose code would be noticed if it ran; the folder of its data is returned."""
    data = tmp_path / "made_up" / "data"
    data.mkdir(parents=True)
    (data / "weights.bin").write_bytes(CONTENT)
    (data.parent / "__init__.py").write_text("raise RuntimeError('the code of the package ran')\n", encoding="utf-8")
    told = tmp_path / "made_up-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1.0\n", encoding="utf-8")
    (told / "RECORD").write_text("made_up/__init__.py,,\nmade_up/data/weights.bin,,\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return data


def test_a_file_is_found_by_name_and_taken_with_its_hash(package):
    assert verified("made-up", "weights.bin", SHA256, "weights") == package / "weights.bin"


@pytest.mark.usefixtures("package")
def test_the_code_of_the_package_is_never_run():
    verified("made-up", "weights.bin", SHA256, "weights")
    assert "made_up" not in sys.modules


def test_a_file_that_was_changed_by_a_byte_is_refused_with_what_it_should_be(package):
    (package / "weights.bin").write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(PermanentError, match=r"weights\.bin: not the published weights of 2019 \(sha256 [0-9a-f]{64}"):
        verified("made-up", "weights.bin", SHA256, "weights of 2019")


@pytest.mark.usefixtures("package")
def test_a_file_that_the_package_has_not_is_told_by_name():
    with pytest.raises(PermanentError, match="the package made-up has no words.bin"):
        verified("made-up", "words.bin", SHA256, "words")


def test_a_package_that_lists_no_files_has_none(package):
    (package.parents[1] / "made_up-1.0.dist-info" / "RECORD").unlink()
    with pytest.raises(PermanentError, match="the package made-up has no weights.bin"):
        verified("made-up", "weights.bin", SHA256, "weights")


def test_a_file_that_is_listed_and_was_deleted_is_refused(package):
    (package / "weights.bin").unlink()
    with pytest.raises(PermanentError, match="weights.bin"):
        verified("made-up", "weights.bin", SHA256, "weights")


def test_a_package_that_is_not_installed_is_told_by_name():
    with pytest.raises(PermanentError, match="the package no-such-package is not installed"):
        verified("no-such-package", "weights.bin", SHA256, "weights")
