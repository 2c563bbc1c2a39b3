"""Where the description comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import PermanentError
from channels.twin.description import CALL_PATH, CALLS_PATH, FILE_NAME, MESSAGES_PATH, SETTING, find, from_library
from channels.twin.formats import is_phone_number, is_url


def a_description() -> dict[str, object]:
    schema = {
        "required": ["To"],
        "properties": {"To": {"type": "string"}, "Tone": {"$ref": "#/components/schemas/tone"}},
    }
    form = {"application/x-www-form-urlencoded": {"schema": schema}}
    operation = {"post": {"requestBody": {"content": form}}}
    return {
        "info": {"version": "9.9"},
        "paths": dict.fromkeys((MESSAGES_PATH, CALLS_PATH, CALL_PATH), operation),
        "components": {"schemas": {"tone": {"type": "string", "enum": ["calm", "warm"]}}},
    }


def test_without_a_copy_the_library_says_which_parameters_there_are():
    description = from_library()
    assert not description.official
    assert "library" in description.source
    assert {"To", "From", "Body", "StatusCallback", "MediaUrl"} <= set(description.parameters)
    assert description.is_list("MediaUrl")
    assert not description.accepts("ValidityPeriod", ["soon"])
    assert {"To", "From", "Url", "Twiml", "StatusCallbackEvent"} <= set(description.calls.parameters)
    assert description.calls.is_list("StatusCallbackEvent")
    assert not description.calls.accepts("Timeout", ["soon"])
    assert not description.call_changes.accepts("Status", ["ringing"])


def test_a_named_copy_is_read_and_its_references_are_followed(tmp_path: Path):
    (tmp_path / FILE_NAME).write_text(json.dumps(a_description()))
    for named in (tmp_path, tmp_path / FILE_NAME):
        description = find(named)
        assert description.official
        assert "9.9" in description.source
        assert description.accepts("Tone", ["calm"])
        assert not description.accepts("Tone", ["shrill"])
        assert description.calls.required == ("To",)
        assert not description.call_changes.accepts("Tone", ["shrill"])


def test_the_setting_names_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / FILE_NAME).write_text(json.dumps(a_description()))
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert "Tone" in find().parameters


@pytest.mark.parametrize("text", ["", "{}", "[1]", "not json"])
def test_a_named_file_that_is_none_is_refused_rather_than_passed_over(tmp_path: Path, text: str):
    file = tmp_path / "wrong.json"
    file.write_text(text)
    with pytest.raises(PermanentError):
        find(file)


def test_phone_numbers_and_urls_are_told_from_others():
    assert is_phone_number("+13035550142")
    assert not any(is_phone_number(text) for text in ("13035550142", "+0303555", "+1 303", "", "+1303555014212345"))
    assert is_url("http://127.0.0.1:8000/status?x=1")
    assert not any(
        is_url(text) for text in ("/status", "ftp://a.example", "https://", "https://a_b.example", "http://[")
    )
