from __future__ import annotations

import pytest

from bot.intake.readers.numbers import digits_for_words, phone


@pytest.mark.parametrize(
    "text",
    [
        "720-555-0133",
        "(720) 555 0133",
        "call 7205550133 pls",
        "+1 720.555.0133",
        "1-720-555-0133",
        "seven two zero five five five oh one three three",
        "seven two oh, five five five, oh one double three",
    ],
)
def test_a_number_is_found_in_any_spelling(text):
    assert phone(text) == "+17205550133"


@pytest.mark.parametrize(
    "text", ["555-0133", "412 pearl st 80203", "on 11/22/2026 at 10:30", "120 555 0133", "911", ""]
)
def test_what_cannot_be_a_phone_number_is_none(text):
    assert phone(text) is None


def test_a_foreign_number_needs_its_country_code():
    assert phone("+52 55 1234 5678") == "+525512345678"


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("twelve hundred pearl", "1200 pearl"),
        ("four twelve pearl", "412 pearl"),
        ("twenty one oh five elm", "2105 elm"),
        ("ninety five main", "95 main"),
        ("no number here", "no number here"),
    ],
)
def test_house_numbers_said_in_words_are_written_in_digits(words, digits):
    assert digits_for_words(words) == digits
