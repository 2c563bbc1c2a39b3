"""Segments of a text."""

from __future__ import annotations

import pytest

from channels.sms.segments import segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("¿Dónde?", 1),
        ("ñ é ü à" * 22, 1),
        ("[" * 80, 1),
        ("[" * 81, 2),
        ("í" * 70, 1),
        ("í" * 71, 2),
        ("x" * 69 + "í", 1),
        ("x" * 70 + "í", 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_segments_are_counted_by_the_alphabet_of_the_whole_text(text: str, expected: int):
    assert segments(text) == expected
