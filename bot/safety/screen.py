"""The screen: every message of every conversation is read here for danger, whatever else is going on.

It must never raise, never lower what a person has not lowered, and never need anything but the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from bot.safety.assessment import Assessment, Span
from bot.safety.context import in_context
from bot.safety.folding import Token, tokens, unread_share
from bot.safety.lexicon import Lexicon
from bot.safety.reading import DANGER, TAILS, WordFinder
from bot.safety.repair import Repair
from bot.safety.weighing import Finding, Scale, Weighed
from bot.vocabulary import Channel, DangerLevel, Hazard, Language, Question

#: Changes whenever the reading itself changes, so that old assessments can be told from new ones.
ENGINE_VERSION = "rules-1"
#: Hazards from the most to the least pressing: the order in which a call-taker must see them.
_PRESSING = (
    Hazard.WEAPON, Hazard.VIOLENCE, Hazard.SUICIDE, Hazard.OVERDOSE, Hazard.MEDICAL, Hazard.FIRE, Hazard.CHILD,
    Hazard.VULNERABLE_ADULT, Hazard.TRAPPED, Hazard.EXPOSURE, Hazard.INTRUSION, Hazard.TRAFFIC,
)  # fmt: skip
_MOST_SPANS = 40
#: From so many letters on, any word of a lexicon is read even when misspelt: it is too long to be another by a slip.
_LONG_ENOUGH = 7
#: More than this share of letters in a script that no lexicon reads: nobody can say that there is no danger.
_UNREADABLE = 0.5


class Reader:
    """One language's lexicon, ready to read."""

    def __init__(self, lexicon: Lexicon, foreign: frozenset[str]) -> None:
        """Compile a lexicon; `foreign` are words of the other languages, which are no misspellings of this one."""
        self.language = lexicon.language
        self.scale = Scale(lexicon)
        self.finder = WordFinder(lexicon.language, lexicon.words, self.scale.patterns)
        danger = frozenset(word for word in self.finder.classes.get(DANGER, ()) if " " not in word)
        danger |= {word for word in self.finder.known if len(word) >= _LONG_ENOUGH and word.isalpha()}
        tails = self.finder.classes.get(TAILS, frozenset())
        self._repair = Repair(self.finder.known, danger, tails, lexicon.spellings, lexicon.real_words, foreign)

    def read(self, written: Sequence[Token]) -> tuple[list[Token], Weighed]:
        """Return the tokens as read and what they say."""
        read = self._repair.read(written)
        return read, self.scale.weigh(self.finder.lay_out(read))

    def names_danger(self, written: Sequence[Token]) -> bool:
        """Return whether a word of danger occurs, whatever is said of it."""
        read = self._repair.read(written)
        return DANGER in self.finder.lay_out(read).starts


class Screen:
    """Reads messages for danger. Built once; reading changes nothing, so threads may share it."""

    version: str

    def __init__(self, lexicons: Mapping[Language, Lexicon]) -> None:
        """Compile the lexicons. Raises ValueError on one that cannot be read."""
        words = {language: _words(lexicon) for language, lexicon in lexicons.items()}
        self._readers = {
            language: Reader(lexicon, frozenset().union(*(words[one] for one in words if one is not language)))
            for language, lexicon in lexicons.items()
        }
        self._own_words = {
            language: reader.finder.known.difference(
                *(other.finder.known for key, other in self._readers.items() if key is not language)
            )
            for language, reader in self._readers.items()
        }
        digests = "".join(lexicon.digest() for _, lexicon in sorted(lexicons.items()))
        self.version = f"{ENGINE_VERSION}+{hashlib.sha256(digests.encode()).hexdigest()[:12]}"

    def assess(
        self,
        text: str,
        *,
        language: Language | None = None,
        channel: Channel = Channel.SMS,
        asked: Question | None = None,
        standing: DangerLevel = DangerLevel.NONE,
    ) -> Assessment:
        """Say what one message calls for.

        Args:
            text: the message as received.
            language: the language of the conversation; every language whose words occur is read all the same.
            channel: how it reached us.
            asked: the question that it may answer.
            standing: the danger of the conversation so far; this reports the message and never lowers that.

        Returns the assessment; where reading fails, `ask` with rule "screen.failed". It never raises.
        """
        try:
            return self._assess(text, language, asked, standing)
        except Exception:  # noqa: BLE001 - the edge of the screen: an unread message is asked about, not passed over
            return Assessment(DangerLevel.ASK, rules=("screen.failed",), version=self.version)

    def _assess(
        self, text: str, language: Language | None, asked: Question | None, standing: DangerLevel
    ) -> Assessment:
        written = tokens(text)
        readers = self._readers_for(written, language)
        assessment = Assessment(DangerLevel.NONE, version=self.version)
        for reader in readers:
            read, weighed = reader.read(written)
            assessment = _joined(assessment, _report(text, reader.language, read, weighed, self.version))
        if unread_share(text) > _UNREADABLE:
            assessment = assessment.at_least(DangerLevel.ASK, "screen.unreadable")
        named = standing is not DangerLevel.NONE and any(reader.names_danger(written) for reader in readers)
        return in_context(assessment, text, language, asked, standing, names_danger=named)

    def _readers_for(self, written: Sequence[Token], language: Language | None) -> list[Reader]:
        """Return the readers whose own words occur, the conversation's first; all of them where none do."""
        chosen = []
        for own, reader in self._readers.items():
            if own is language or any(token.text in self._own_words[own] for token in written):
                chosen.append(reader)
        return chosen or list(self._readers.values())


def _words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        token.text for of_class in lexicon.words.values() for phrase in of_class for token in tokens(phrase)
    )


def _report(text: str, language: Language, read: Sequence[Token], weighed: Weighed, version: str) -> Assessment:
    """Turn findings into an assessment, with offsets in the message as received."""
    prefix = language.value
    standing = [*weighed.findings]
    levels = [*(one.level for one in standing), *(one.level for one in weighed.raised)]
    level = max(levels, key=lambda one: one.rank, default=DangerLevel.NONE)
    spans = [_span(text, prefix, read, finding) for finding in standing]
    rules = [f"{prefix}.{finding.rule.id}" for finding in standing]
    for finding in (*standing, *weighed.hidden):
        for id_, first, end in finding.lowered_by:
            rules.append(f"{prefix}.{id_}")
            spans.append(_words_span(text, read, first, end, f"{prefix}.{id_}"))
    rules += [f"{prefix}.{one.id}" for one in weighed.raised]
    heard = {*(one.rule.hazard for one in standing), *(one.hazard for one in weighed.raised)}
    assessment = Assessment(
        level, tuple(one for one in _PRESSING if one in heard), _in_order(spans), _once(rules), version
    )
    return assessment.at_least(DangerLevel.ASK, "screen.too_much") if weighed.too_much else assessment


def _span(text: str, prefix: str, read: Sequence[Token], finding: Finding) -> Span:
    start, end = read[finding.hit.start].start, read[finding.hit.end - 1].end
    return Span(start, end, text[start:end], finding.rule.hazard, f"{prefix}.{finding.rule.id}", finding.rule.why)


def _words_span(text: str, read: Sequence[Token], first: int, end: int, rule: str) -> Span:
    start, stop = read[first].start, read[end - 1].end
    return Span(start, stop, text[start:stop], None, rule, "These words change what the danger word means.")


def _in_order(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=lambda span: (span.start, -span.end, span.rule))[:_MOST_SPANS])


def _once(rules: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules))


def _joined(one: Assessment, other: Assessment) -> Assessment:
    """Join two readings of the same message: the higher level wins, and both give their reasons."""
    heard = {*one.hazards, *other.hazards}
    return Assessment(
        max(one.level, other.level, key=lambda level: level.rank),
        tuple(hazard for hazard in _PRESSING if hazard in heard),
        _in_order([*one.spans, *other.spans]),
        _once([*one.rules, *other.rules]),
        one.version,
    )
