"""Every entry of the lexicons does what it was taught for."""

from __future__ import annotations

import pytest

from bot.safety.collection import Collection
from bot.safety.folding import tokens
from bot.safety.lexicon import Cue, Figure, Rule
from bot.safety.reading import WordFinder
from bot.safety.repair import Repair
from bot.taught import SAFETY_FILES, load_lexicons, load_screen
from bot.vocabulary import Hazard, Language

LEXICONS = load_lexicons(SAFETY_FILES)
RULES = [(language, rule) for language, lexicon in LEXICONS.items() for rule in lexicon.rules]
OTHERS = [(language, one) for language, lexicon in LEXICONS.items() for one in (*lexicon.figures, *lexicon.cues)]


@pytest.mark.parametrize(("language", "rule"), RULES, ids=[f"{language}.{rule.id}" for language, rule in RULES])
def test_the_examples_of_a_rule_fire_it(language: Language, rule: Rule):
    for example in rule.examples:
        assessment = load_screen().assess(example, language=language)
        assert f"{language}.{rule.id}" in assessment.rules, example
        assert assessment.level.rank >= rule.level.rank, example


@pytest.mark.parametrize(("language", "entry"), OTHERS, ids=[f"{language}.{entry.id}" for language, entry in OTHERS])
def test_the_examples_of_a_figure_or_cue_are_read_by_it(language: Language, entry: Figure | Cue):
    lexicon = LEXICONS[language]
    collection = Collection([(entry, entry.patterns)])
    finder = WordFinder(lexicon.words, collection.patterns)
    repair = Repair(
        finder.known,
        frozenset(),
        finder.classes.get("tails", frozenset()),
        lexicon.spellings,
        frozenset(),
        frozenset(),
    )
    for example in entry.examples:
        page = finder.lay_out(repair.read(tokens(example)))
        assert [one for one, _ in collection.read(page)], example


@pytest.mark.parametrize("language", list(Language))
def test_every_hazard_has_an_emergency_in_every_language(language: Language):
    assert {rule.hazard for one, rule in RULES if one is language and rule.level.value == "emergency"} == set(Hazard)


def test_no_example_stands_twice():
    examples = [example for _, rule in RULES for example in rule.examples]
    assert len(examples) == len(set(examples))
