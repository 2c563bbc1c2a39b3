"""Reads a YAML file field by field, so that whatever is wrong is told with its file, line and field.

Values are read as written (`06:00` stays a time and `no` a word), keys that nobody asked for and keys given twice are
refused. It must never guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from bot.errors import PermanentError
from bot.program.profile import Phrase
from bot.vocabulary import Language, Word

_Choice = TypeVar("_Choice", bound=Word)
_Value = TypeVar("_Value")
_E164 = re.compile(r"\+[1-9]\d{7,14}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ProfileError(PermanentError):
    """A file in programs/ that cannot be used: says where and what is wrong."""


@dataclass(frozen=True)
class Field:
    """A value of the file with the way to it.

    Attributes:
        file: the file's name, for the error.
        way: the keys that lead to it, as `teams[0].units`.
        node: the YAML node.
    """

    file: str
    way: str
    node: yaml.Node

    def wrong(self, what: str) -> NoReturn:
        """Raise ProfileError with file, line, field and `what` is wrong."""
        line = self.node.start_mark.line + 1
        raise ProfileError(f"{self.file}, line {line}, {self.way or 'the file'}: {what}")

    def fields(self, required: str, optional: str = "") -> dict[str, Field]:
        """Return the fields of a mapping by key. The arguments are the keys allowed, separated by spaces.

        Raises ProfileError for a missing, unknown or repeated key.
        """
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong("must be a list of `name: value` lines")
        allowed = (*required.split(), *optional.split())
        found: dict[str, Field] = {}
        for key_node, value_node in self.node.value:
            key = str(key_node.value)
            field = Field(self.file, f"{self.way}.{key}" if self.way else key, value_node)
            if key in found:
                Field(self.file, field.way, key_node).wrong("is given twice")
            if key not in allowed:
                Field(self.file, field.way, key_node).wrong(f"is not a field here (there are: {', '.join(allowed)})")
            found[key] = field
        for key in required.split():
            if key not in found:
                self.wrong(f"`{key}` is missing")
        return found

    def keys(self) -> str:
        """Return the keys of a mapping, separated by spaces, where any key is allowed."""
        if not isinstance(self.node, yaml.MappingNode):
            self.wrong("must be a list of `name: value` lines")
        return " ".join(str(key.value) for key, _ in self.node.value)

    def items(self, *, at_least: int = 0) -> Iterator[Field]:
        """Yield the items of a list. Raises ProfileError where it is none or has fewer than `at_least`."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.wrong("must be a list")
        if len(self.node.value) < at_least:
            self.wrong(f"needs at least {at_least}")
        for index, node in enumerate(self.node.value):
            yield Field(self.file, f"{self.way}[{index}]", node)

    def text(self) -> str:
        """Return the words as written. Raises ProfileError where there are none."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.wrong("must be words")
        return str(self.node.value).strip()

    def texts(self, *, at_least: int = 0) -> tuple[str, ...]:
        """Return a list of words."""
        return tuple(item.text() for item in self.items(at_least=at_least))

    def integer(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        written = self.text()
        if not re.fullmatch(r"\d{1,9}", written) or not least <= int(written) <= most:
            self.wrong(f"must be a whole number from {least} to {most}")
        return int(written)

    def flag(self) -> bool:
        """Return a yes or no, written `true` or `false`."""
        written = self.text()
        if written not in ("true", "false"):
            self.wrong("must be true or false")
        return written == "true"

    def choice(self, words: type[_Choice]) -> _Choice:
        """Return one of a closed list."""
        written = self.text()
        if written not in {word.value for word in words}:
            self.wrong(f"`{written}` is not one of: {', '.join(str(word.value) for word in words)}")
        return words(written)

    def choices(self, words: type[_Choice], *, at_least: int = 0) -> tuple[_Choice, ...]:
        """Return several of a closed list, none twice."""
        chosen = tuple(item.choice(words) for item in self.items(at_least=at_least))
        if len(set(chosen)) < len(chosen):
            self.wrong("names the same one twice")
        return chosen

    def phone_number(self) -> str:
        """Return a number in E.164, which 911 and 988 are not."""
        written = self.text()
        if not _E164.fullmatch(written):
            self.wrong("must be a number like +13035550100")
        return written

    def phrase(self) -> Phrase:
        """Return words in several languages, English among them."""
        languages = " ".join(language.value for language in Language if language is not Language.ENGLISH)
        found = self.fields(Language.ENGLISH.value, languages)
        return Phrase({Language(key): field.text() for key, field in found.items()})

    def built(self, build: Callable[[], _Value]) -> _Value:
        """Return what `build` makes, its ValueError told as this field's."""
        try:
            return build()
        except ValueError as error:
            self.wrong(str(error))


def read_file(path: Path) -> tuple[Field, bytes]:
    """Return the whole of a YAML file as a field, and its bytes. Raises ProfileError where it cannot be read."""
    try:
        written = path.read_bytes()
        node = yaml.compose(written.decode("utf-8"), Loader=_LOADER)
    except OSError as error:
        raise ProfileError(f"{path.name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path.name}: is not UTF-8 (byte {error.start})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"{path.name}, line {line}: is not YAML ({error.problem})") from error
    except yaml.YAMLError as error:
        raise ProfileError(f"{path.name}: is not YAML") from error
    if node is None:
        raise ProfileError(f"{path.name}: is empty")
    return Field(path.name, "", node), written
