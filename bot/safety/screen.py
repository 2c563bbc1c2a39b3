"""Decides what one message calls for: emergency, ask or none, with its reasons.

PURE: the lexicons and the learned reader are handed in as values. It never raises on any text: what cannot be read is
asked about, and without a learned reader it reads by its rules alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.safety.assessment import Assessment
from bot.safety.context import in_context
from bot.safety.felt import LearnedReader, View
from bot.safety.folding import Token, tokens, unread_share
from bot.safety.language_reader import LanguageReader, Reading
from bot.safety.lexicon import Lexicon
from bot.safety.report import joined, once, pressing, report
from bot.safety.verdict import weigh_in
from bot.safety.views import views
from bot.vocabulary import Channel, DangerLevel, Language, Question

#: Changes whenever the reading itself changes, so that old assessments can be told from new ones.
ENGINE_VERSION = "screen-2"
#: More than this share of letters in a script that no lexicon reads: nobody can say that there is no danger.
_UNREADABLE = 0.5
#: Texts of more words together are thoughts of their own, and are not read as one.
_ONE_THOUGHT = 30
#: How the learned reader stands, for /health/ready.
WORKING, MISSING = "ok", "missing: the rules read alone"
UNREADABLE, FAILING = "cannot be loaded: the rules read alone", "failing: the rules read alone"


class Screen:
    """Reads messages for danger. Built once; threads may share it."""

    def __init__(self, lexicons: Mapping[Language, Lexicon], learned: LearnedReader | None = None) -> None:
        """Compile the lexicons. Raises ValueError on one that cannot be read."""
        words = {language: _words(lexicon) for language, lexicon in lexicons.items()}
        self._readers = {
            language: LanguageReader(lexicon, frozenset().union(*(words[one] for one in words if one is not language)))
            for language, lexicon in lexicons.items()
        }
        self._own_words = {
            language: reader.finder.known.difference(
                *(other.finder.known for key, other in self._readers.items() if key is not language)
            )
            for language, reader in self._readers.items()
        }
        digests = "".join(lexicon.digest() for _, lexicon in sorted(lexicons.items()))
        self._rules_version = f"{ENGINE_VERSION}+{hashlib.sha256(digests.encode()).hexdigest()[:12]}"
        self._learned = learned
        self.learned_state = WORKING if learned else MISSING

    @property
    def version(self) -> str:
        """Engine, lexicon and learned reader."""
        return f"{self._rules_version}+{self._learned.version}" if self._learned else self._rules_version

    def adopt(self, learned: LearnedReader) -> None:
        """Read with this learned reader from the next message on."""
        self._learned, self.learned_state = learned, WORKING

    def assess(
        self,
        text: str,
        *,
        language: Language | None = None,
        channel: Channel = Channel.SMS,
        asked: Question | None = None,
        standing: DangerLevel = DangerLevel.NONE,
        before: Sequence[str] = (),
    ) -> Assessment:
        """Say what one message calls for.

        Args:
            text: the message as received.
            language: the language of the conversation; every language whose words occur is read all the same.
            channel: how it reached us.
            asked: the question that it may answer.
            standing: the danger of the conversation so far; this reports the message and never lowers that.
            before: the resident's texts of the moments before, oldest first: one thought may stand in several.

        Returns the assessment; where reading fails, `ask` with rule "screen.failed". It never raises.
        """
        try:
            return self._assess(text, language, asked, standing, before)
        except Exception:  # noqa: BLE001 - the edge of the screen: an unread message is asked about, not passed over
            return Assessment(DangerLevel.ASK, rules=("screen.failed",), version=self.version)

    def look(self, text: str, language: Language | None = None) -> list[View]:
        """Return the views in which a text is weighed, the whole first: what the learned reader learns from."""
        readings = [reader.read(tokens(text)) for reader in self._readers_for(tokens(text), language)]
        return self._views(text, readings)

    def _assess(
        self,
        text: str,
        language: Language | None,
        asked: Question | None,
        standing: DangerLevel,
        before: Sequence[str],
    ) -> Assessment:
        written = tokens(text)
        readers = self._readers_for(written, language)
        readings = [reader.read(written) for reader in readers]
        assessment = Assessment(DangerLevel.NONE, version=self.version)
        for reading in readings:
            assessment = joined(assessment, report(text, reading, self.version))
        if written:
            assessment = self._weighed(assessment, text, readings)
        if any(reading.weighed.too_much for reading in readings):
            assessment = assessment.at_least(DangerLevel.ASK, "screen.too_much")
        if unread_share(text) > _UNREADABLE:
            assessment = assessment.at_least(DangerLevel.ASK, "screen.unreadable")
        named = standing is not DangerLevel.NONE and any(reader.names_danger(written) for reader in readers)
        assessment = in_context(assessment, text, language, asked, standing, names_danger=named)
        return self._in_pieces(assessment, text, language, before)

    def _weighed(self, assessment: Assessment, text: str, readings: Sequence[Reading]) -> Assessment:
        """Weigh in what the learned reader feels; where it fails the rules decide alone."""
        if self._learned is None:
            return assessment
        try:
            weighed = weigh_in(assessment, text, readings[0].tokens, self._views(text, readings), self._learned)
        except Exception:  # noqa: BLE001 - a broken reader must not silence the rules
            self.learned_state = FAILING
            return assessment
        self.learned_state = WORKING
        return weighed

    def _in_pieces(
        self, assessment: Assessment, text: str, language: Language | None, before: Sequence[str]
    ) -> Assessment:
        """Raise what a text completes: "he has" and "a big" and "knife" are one thought.

        What the texts before said by themselves is theirs: only what needs this one as well counts here.
        """
        if not before or not text.strip() or assessment.level is DangerLevel.EMERGENCY:
            return assessment
        if sum(len(piece.split()) for piece in (*before, text)) > _ONE_THOUGHT:
            return assessment
        whole = self._assess(" ".join([*before, text]), language, None, DangerLevel.NONE, ())
        earlier = self._assess(" ".join(before), language, None, DangerLevel.NONE, ())
        if whole.level.rank <= max(assessment.level.rank, earlier.level.rank):
            return assessment
        rules = once([*assessment.rules, *whole.rules, "context.in_pieces"])
        hazards = pressing([*assessment.hazards, *whole.hazards])
        return replace(assessment, level=whole.level, hazards=hazards, rules=rules)

    def _views(self, text: str, readings: Sequence[Reading]) -> list[View]:
        first = readings[0]
        named = [*first.named(), *(one for other in readings[1:] for one in other.named_in(first.tokens))]
        return views(text, first.tokens, self._readers[first.language].fillers, named)

    def _readers_for(self, written: Sequence[Token], language: Language | None) -> list[LanguageReader]:
        """Return the readers whose own words occur, the one with most of them first; all where none do."""
        counted = [
            (sum(token.text in self._own_words[own] for token in written), own is language, reader)
            for own, reader in self._readers.items()
        ]
        heard = [one for one in counted if one[0] or one[1]] or counted
        return [reader for _, _, reader in sorted(heard, key=lambda one: one[:2], reverse=True)]


def _words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        token.text for of_class in lexicon.words.values() for phrase in of_class for token in tokens(phrase)
    )
