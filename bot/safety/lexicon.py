"""What the screen has been taught in one language, as values.

Read from nlu_data/safety outside the PURE packages and handed in, so that the screen never touches a file.
Nothing here may know a word of any language: words are data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.vocabulary import DangerLevel, Hazard, Language, Modifier, Reach


@dataclass(frozen=True)
class Rule:
    """One danger that can be named, with the ways in which people say it.

    Attributes:
        id: stable and readable, "weapon.in_hand"; assessments show it with the language before it.
        category: the part it can play in a `Together`, "suicide.means".
        why: one plain sentence for a call-taker.
        source: where the rule comes from.
        patterns: the ways to say it, in the notation of `bot.safety.patterns`.
        examples: messages that must fire it, each written for it.
        holds: modifiers that do not lower it, such as history for pills that were already taken.
    """

    id: str
    hazard: Hazard
    level: DangerLevel
    category: str
    why: str
    source: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    holds: frozenset[Modifier] = frozenset()


@dataclass(frozen=True)
class Figure:
    """Danger words that mean no danger: a figure of speech, a toy, a tool, a drink.

    Attributes:
        hides: the hazards that it explains away; empty means all of them.
        leaves: the level that remains; `ask` where people also say it and mean it.
    """

    id: str
    why: str
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    hides: frozenset[Hazard] = frozenset()
    leaves: DangerLevel = DangerLevel.NONE


@dataclass(frozen=True)
class Cue:
    """Words that say that a danger is not, not now, not certain or not real.

    Attributes:
        reach, span: how far it reaches, and over how many words at most.
        through: classes of words that it may reach through; empty means all. This is what keeps negation tight.
        stops: classes of words that end its reach.
        about: the categories of rules that it can lower; empty means all. A laugh lowers only what the teller says
            of themselves.
    """

    id: str
    modifier: Modifier
    patterns: tuple[str, ...]
    examples: tuple[str, ...]
    reach: Reach
    span: int
    through: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Together:
    """Two or more categories that weigh more in one message than each alone."""

    id: str
    hazard: Hazard
    level: DangerLevel
    categories: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Lexicon:
    """Everything taught in one language.

    Attributes:
        words: classes of words by name; "light" may stand between any two words of a pattern, "plain" are the
            words of grammar, "negator" is never passed over by a gap, "fuzzy" is read even when misspelt.
        spellings: slang and misspellings, each with the words it stands for.
        real_words: common words that lie one slip from a danger word and must be left as they are.
        effects: what each modifier does to emergency and to ask.
    """

    language: Language
    words: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    figures: tuple[Figure, ...] = ()
    cues: tuple[Cue, ...] = ()
    together: tuple[Together, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    real_words: frozenset[str] = frozenset()
    effects: Mapping[Modifier, Mapping[DangerLevel, DangerLevel]] = field(default_factory=dict)

    def digest(self) -> str:
        """Return a short hash of the content, the same for the same content on every machine."""
        parts = [self.language.value, *(repr(item) for item in sorted(self.words.items()))]
        parts += [repr(item) for item in sorted(self.spellings.items())]
        parts += sorted(self.real_words)
        for entry in (*self.rules, *self.figures, *self.cues, *self.together):
            parts.append(repr([_plain(value) for value in vars(entry).values()]))
        for modifier, effect in sorted(self.effects.items()):
            parts.append(modifier.value + repr(sorted((k.value, v.value) for k, v in effect.items())))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    """Return a value whose repr is the same in every Python."""
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return str(value) if not isinstance(value, tuple) else value
