"""What every word of the closed lists is: a value that is stored and a label that people read."""

from __future__ import annotations

from enum import Enum


class Word(str, Enum):
    """A value that is stored, with a `label` that people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Word:
        """Make the member; looking one up by its value needs no label."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    def __str__(self) -> str:
        """Return the stored value."""
        return str(self.value)
