"""Other people's scripts are shipped as they were published: named, licensed, and bit for bit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import channels

VENDOR = Path(channels.__file__).parent / "static" / "vendor"
LISTED = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed["file"])
def test_a_vendored_file_is_the_one_that_was_published(listed):
    assert hashlib.sha256((VENDOR / listed["file"]).read_bytes()).hexdigest() == listed["sha256"]


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed["file"])
def test_a_vendored_file_names_its_version_and_ships_its_licence(listed):
    assert listed["version"] in listed["file"]
    assert listed["name"]
    assert "permission to use, copy, modify" in (VENDOR / listed["licence_file"]).read_text(encoding="utf-8").lower()


def test_nothing_lies_there_that_is_not_listed():
    listed = {entry[key] for entry in LISTED for key in ("file", "licence_file")}
    assert {path.name for path in VENDOR.iterdir()} == listed | {"MANIFEST.json"}
