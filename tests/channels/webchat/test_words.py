"""The page has all its words in every language, and those that speak of trouble name 911."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.errors import PermanentError
from bot.vocabulary import Language
from channels.webchat import words as module
from channels.webchat.words import Words, words_in


@pytest.mark.parametrize("language", list(Language))
def test_no_word_is_missing_in_any_language(language):
    words = words_in(language)
    for field in fields(Words):
        assert getattr(words, field.name).strip()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["not_911", "call_911", "not_sent", "too_long", "forged"])
def test_words_for_trouble_name_911(language, name):
    assert "911" in getattr(words_in(language), name)


def test_a_file_that_lacks_a_word_is_refused_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "en.yml").write_text("send: Send\nmotto: We care\n", encoding="utf-8")
    monkeypatch.setattr(module, "WORDS", tmp_path)
    words_in.cache_clear()
    with pytest.raises(PermanentError, match=r"en\.yml: .*motto.*not_911"):
        words_in(Language.ENGLISH)
    words_in.cache_clear()
