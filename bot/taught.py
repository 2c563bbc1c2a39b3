"""Reads what has been taught from nlu_data and hands it to the PURE packages as values.

A file that is wrong refuses to load and says where and why: a screen with half a lexicon must never start.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.errors import PermanentError
from bot.safety.lexicon import Cue, Figure, Lexicon, Rule, Together
from bot.safety.patterns import compile_pattern
from bot.safety.screen import Screen
from bot.vocabulary import DangerLevel, Hazard, Language, Modifier, Reach

#: Where lexicons are taught, beside the packages of the repository.
SAFETY_FILES = Path(__file__).parents[1] / "nlu_data" / "safety"
_SECTIONS = ("words", "spellings", "real_words", "effects", "rules", "figures", "cues", "together")
_MAPPINGS = ("words", "spellings", "effects")
#: Files that measure the screen and must never teach it.
_MEASURES = ("held_out", "mistakes")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def load_screen() -> Screen:
    """Return the screen built from nlu_data/safety; the same one on every call.

    Raises PermanentError where a file is wrong or a language has none.
    """
    return Screen(load_lexicons(SAFETY_FILES))


def load_lexicons(folder: Path) -> dict[Language, Lexicon]:
    """Read the lexicons of a folder: every file *.<language>.yml that does not only measure.

    Raises PermanentError that names the file, the entry and what is wrong.
    """
    return {language: _load_language(folder, language) for language in Language}


def _load_language(folder: Path, language: Language) -> Lexicon:
    sections: dict[str, Any] = {}
    found = sorted(folder.glob(f"*.{language.value}.yml"))
    paths = [path for path in found if not path.name.startswith(_MEASURES)]
    if not paths:
        raise PermanentError(f"{folder}: no lexicon for language {language.value}")
    for path in paths:
        for name, content in _document(path).items():
            _merge(sections, name, content, path)
    return _lexicon(language, sections)


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe loaders only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PermanentError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise PermanentError(f"{path.name}: must be a mapping of {', '.join(_SECTIONS)}")
    return document


def _merge(sections: dict[str, Any], name: str, content: object, path: Path) -> None:
    if name not in _SECTIONS:
        raise PermanentError(f"{path.name}: {name}: unknown section; known are {', '.join(_SECTIONS)}")
    if isinstance(content, dict) != (name in _MAPPINGS) or not isinstance(content, (dict, list)):
        raise PermanentError(f"{path.name}: {name}: must be a {'mapping' if name in _MAPPINGS else 'list'}")
    if isinstance(content, dict):
        known = sections.setdefault(name, {})
        for key, value in content.items():
            if key in known:
                raise PermanentError(f"{path.name}: {name}: {key} stands twice")
            known[str(key)] = (path.name, value)
    else:
        sections.setdefault(name, []).extend((path.name, entry) for entry in content)


def _lexicon(language: Language, sections: Mapping[str, Any]) -> Lexicon:
    words = _classes(sections.get("words", {}))
    rules = tuple(_rule(file, entry) for file, entry in sections.get("rules", ()))
    figures = tuple(_figure(file, entry) for file, entry in sections.get("figures", ()))
    cues = tuple(_cue(file, entry) for file, entry in sections.get("cues", ()))
    _check_ids([*sections.get("rules", ()), *sections.get("figures", ()), *sections.get("cues", ())])
    _check_classes(words, rules, figures, cues)
    return Lexicon(
        language,
        words,
        rules,
        figures,
        cues,
        tuple(_together(file, entry) for file, entry in sections.get("together", ())),
        {word: str(plain) for word, (_, plain) in sections.get("spellings", {}).items()},
        frozenset(word for _, line in sections.get("real_words", ()) for word in str(line).split()),
        dict(_effect(file, name, effect) for name, (file, effect) in sections.get("effects", {}).items()),
    )


def _effect(file: str, name: str, effect: Mapping[str, str]) -> tuple[Modifier, dict[DangerLevel, DangerLevel]]:
    with _Place(file, {"id": f"effects: {name}"}):
        return Modifier(name), {DangerLevel(key): DangerLevel(value) for key, value in effect.items()}


def _classes(section: Mapping[str, tuple[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Read the classes of words; {kin} in a class takes in a class that stands before it."""
    classes: dict[str, tuple[str, ...]] = {}
    for name, (file, value) in section.items():
        phrases: list[str] = []
        for phrase in _phrases(file, f"words: {name}", value):
            if not phrase.startswith("{"):
                phrases.append(phrase)
            elif phrase[1:-1] in classes:
                phrases.extend(classes[phrase[1:-1]])
            else:
                raise PermanentError(f"{file}: words: {name}: {phrase} does not stand before it")
        classes[name] = tuple(phrases)
    return classes


def _rule(file: str, entry: Mapping[str, Any]) -> Rule:
    with _Place(file, entry):
        return Rule(
            id=entry["id"],
            hazard=Hazard(entry["hazard"]),
            level=DangerLevel(entry["level"]),
            category=entry["category"],
            why=entry["why"],
            source=entry["source"],
            patterns=_patterns(entry),
            examples=tuple(entry["examples"]),
            holds=frozenset(Modifier(name) for name in entry.get("holds", ())),
        )


def _figure(file: str, entry: Mapping[str, Any]) -> Figure:
    with _Place(file, entry):
        return Figure(
            id=entry["id"],
            why=entry["why"],
            patterns=_patterns(entry),
            examples=tuple(entry["examples"]),
            hides=frozenset(Hazard(name) for name in entry.get("hides", ())),
            leaves=DangerLevel(entry.get("leaves", "none")),
        )


def _cue(file: str, entry: Mapping[str, Any]) -> Cue:
    with _Place(file, entry):
        return Cue(
            id=entry["id"],
            modifier=Modifier(entry["modifier"]),
            patterns=_patterns(entry),
            examples=tuple(entry["examples"]),
            reach=Reach(entry["reach"]),
            span=int(entry.get("span", 8)),
            through=tuple(entry.get("through", ())),
            stops=tuple(entry.get("stops", ())),
            about=tuple(entry.get("about", ())),
        )


def _together(file: str, entry: Mapping[str, Any]) -> Together:
    with _Place(file, entry):
        return Together(
            id=entry["id"],
            hazard=Hazard(entry["hazard"]),
            level=DangerLevel(entry["level"]),
            categories=tuple(entry["categories"]),
            why=entry["why"],
        )


class _Place:
    """Says where in which file a wrong entry stands."""

    def __init__(self, file: str, entry: Mapping[str, Any]) -> None:
        self._where = f"{file}: {entry.get('id', entry) if isinstance(entry, dict) else entry!r}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise PermanentError(f"{self._where}: {error.args[0]} is missing") from error
        if isinstance(error, (TypeError, ValueError, AttributeError)):
            raise PermanentError(f"{self._where}: {error}") from error


def _patterns(entry: Mapping[str, Any]) -> tuple[str, ...]:
    patterns = tuple(str(pattern) for pattern in entry["patterns"])
    if not patterns:
        raise ValueError("patterns are empty")
    for pattern in patterns:
        compile_pattern(pattern)
    return patterns


def _phrases(file: str, where: str, value: object) -> tuple[str, ...]:
    """Read a class of words: phrases on a line parted by commas, one line or several."""
    lines = [value] if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise PermanentError(f"{file}: {where}: must be phrases parted by commas; quote no, yes and on")
    phrases = tuple(part.strip() for line in lines for part in line.split(",") if part.strip())
    if not phrases:
        raise PermanentError(f"{file}: {where}: is empty")
    return phrases


def _check_ids(entries: list[tuple[str, Mapping[str, Any]]]) -> None:
    seen: set[str] = set()
    for file, entry in entries:
        if entry["id"] in seen:
            raise PermanentError(f"{file}: {entry['id']}: stands twice")
        seen.add(entry["id"])


def _check_classes(words: Mapping[str, Any], *groups: tuple[Rule | Figure | Cue, ...]) -> None:
    """Refuse a pattern that names a class nobody has filled: it would silently never be read."""
    for group in groups:
        for entry in group:
            named = {name for text in entry.patterns for step in compile_pattern(text).steps for name in step.names}
            if isinstance(entry, Cue):
                named |= {*entry.through, *entry.stops}
            for name in sorted(named):
                if name[0] not in "=$" and name not in words:
                    raise PermanentError(f"{entry.id}: no class of words is called {name!r}")
