"""Cuts texts into the word pieces of multilingual-e5-small that the line can meet.

Of its 250,000 pieces those of other scripts are left out when a model is trained: they cost 100 MB and a second of
every start, and a text in them is asked about all the same.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy
from tokenizers import Tokenizer, models

from bot.encoding.e5_file import E5File, Numbers
from bot.encoding.session import MOST_TOKENS, readable

#: SentencePiece's sign of a word's begin.
WORD = "\u2581"
#: Latin letters with their marks, digits, punctuation and money signs.
_LATIN = re.compile(r"[\u2581\x20-\u024f\u2010-\u203a\u20a0-\u20bf]+")
_SPACES = re.compile(" {2,}")
_TOKENIZER, _IDS = "pieces.json", "pieces.npz"


def save(file: E5File, folder: Path) -> None:
    """Write the pieces that are kept into `folder`."""
    pieces = [(number, letters, score) for number, letters, score in file.pieces() if _keeps(file, number, letters)]
    unknown = next(place for place, (number, _, _) in enumerate(pieces) if number == file.unknown)
    vocabulary = [(letters, score) for _, letters, score in pieces]
    Tokenizer(models.Unigram(vocabulary, unknown, False)).save(str(folder / _TOKENIZER), pretty=False)
    normal = {str(character): plain for character, plain in file.normal.items()}
    ids = numpy.array([number for number, _, _ in pieces], dtype=numpy.int64)
    numpy.savez(folder / _IDS, ids=ids, normal=numpy.frombuffer(json.dumps(normal).encode(), dtype=numpy.uint8))


def kept(file: E5File) -> list[int]:
    """Return the ids of the pieces that `save` keeps."""
    return [number for number, letters, _ in file.pieces() if _keeps(file, number, letters)]


class Pieces:
    """The word pieces, ready to cut."""

    def __init__(self, folder: Path, begin: int, end: int) -> None:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError where it is not there."""
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        with numpy.load(folder / _IDS, allow_pickle=False) as arrays:
            self._ids: Numbers = arrays["ids"]
            normal = json.loads(arrays["normal"].tobytes())
        self._normal = {int(character): plain for character, plain in normal.items()}
        self._begin, self._end = begin, end

    def cut(self, text: str) -> Numbers:
        """Return the ids of a text's pieces between the marks of begin and end, MOST_TOKENS at the most."""
        plain = _SPACES.sub(" ", readable(text).translate(self._normal)).lstrip(" ")
        places = self._tokenizer.encode(WORD + plain.replace(" ", WORD)).ids[: MOST_TOKENS - 2]
        return numpy.concatenate([[self._begin], self._ids[places], [self._end]]).astype(numpy.int64)


def _keeps(file: E5File, number: int, letters: str) -> bool:
    return number in (file.begin, file.end, file.unknown) or _LATIN.fullmatch(letters) is not None
