"""A message is cut into the views in which it is read, so that no danger is lost in what stands around it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from bot.safety.felt import View
from bot.safety.folding import tokens
from bot.safety.lexicon import Lexicon, Rule
from bot.safety.screen import Screen
from bot.safety.views import LEAST, LONGEST, MOST_PARTS, SHORT, views
from bot.testing import plain_screen
from bot.vocabulary import DangerLevel, Hazard, Language

#: One language reads one word as three, so that its tokens are not those of the other.
SLANG = {"idk": "i dont know"}
SPANISH_RULE = Rule(
    "weapon.has", Hazard.WEAPON, DangerLevel.EMERGENCY, "weapon", "Named.", "Test.", ("tiene_un_cuchillo",), ()
)


def seen(text: str, fillers: Sequence[str] = (), named: Sequence[tuple[str, int, int]] = ()) -> list[View]:
    return views(text, tokens(text), frozenset(fillers), named)


def parts(text: str, fillers: Sequence[str] = ()) -> list[str]:
    return [view.text for view in seen(text, fillers)[1:]]


def words(count: int, prefix: str = "w") -> str:
    return " ".join(f"{prefix}{number}" for number in range(count))


def test_the_whole_stands_first():
    text = f"{words(20, 'a')}. {words(20, 'b')}."
    whole, *rest = seen(text)
    assert whole.text == text
    assert (whole.first, whole.end) == (0, len(tokens(text)))
    assert rest


def test_a_short_message_has_no_parts():
    assert parts(words(SHORT)) == []
    assert parts(words(SHORT + 1)) != []


def test_an_empty_message_is_one_view():
    assert [view.text for view in seen("")] == [""]


def test_marks_do_not_make_a_message_long():
    assert parts(" , ".join(f"w{number}" for number in range(SHORT))) == []


@pytest.mark.parametrize("mark", [".", "!", "?", "\n"])
def test_a_long_message_is_read_by_the_sentence(mark: str):
    first, second, third = words(10, "a"), words(10, "b"), words(10, "c")
    assert parts(f"{first}{mark} {second}{mark} {third}{mark}") == [first, second, third]


def test_a_sentence_of_a_word_or_two_is_no_view_of_its_own():
    long, least = words(LONGEST, "a"), words(LEAST, "c")
    assert parts(f"{long}. {words(LEAST - 1, 'b')}. {least}.") == [long, least]


def test_a_long_sentence_is_read_in_windows():
    kept, cut = words(LONGEST, "a"), words(LONGEST + 1, "b")
    found = parts(f"{kept}. {cut}.")
    assert found[0] == kept
    assert len(found) > 2
    assert all(part in cut for part in found[1:])


def test_every_word_of_a_long_message_stands_in_some_part():
    text = words(100)
    assert set(text.split()) == {word for part in parts(text) for word in part.split()}


@pytest.mark.parametrize("before", range(61))
def test_a_danger_among_sixty_words_stands_whole_in_some_window(before: int):
    text = f"{words(before, 'a')} he has a knife {words(60 - before, 'b')}"
    assert any("he has a knife" in part and len(part.split()) < SHORT for part in parts(text))


def test_fillers_are_left_out():
    assert seen("um he uh has a knife", fillers=["um", "uh"])[0].text == "he has a knife"


def test_a_part_of_fillers_only_is_no_view():
    long = words(LONGEST, "a")
    assert parts(f"{long}. um uh um uh um. {words(5, 'b')}", fillers=["um", "uh"]) == [long, words(5, "b")]


def test_a_part_that_is_all_there_is_does_not_stand_twice():
    assert parts(f"{words(20)}\n{'um ' * 20}", fillers=["um"]) == []


def test_numbers_stand_as_they_were_written():
    assert plain_screen().look("took 40 of them in 2016")[0].text == "took 40 of them in 2016"


def test_marks_stand_where_people_write_them():
    assert seen("help ! he ( my uncle ) fell , hard")[0].text == "help! he ( my uncle) fell, hard"


def test_line_breaks_and_noughts_are_no_words():
    assert seen("he has\na\x00 knife")[0].text == "he has a knife"


@pytest.mark.parametrize("text", ["he is here now and ", "one two three four. "])
def test_a_hundred_kilobytes_have_few_parts_and_take_little_time(text: str):
    long = text * (100_000 // len(text))
    read, started = tokens(long), time.monotonic()
    found = views(long, read, frozenset(), [])
    assert time.monotonic() - started < 1
    assert 1 < len(found) <= MOST_PARTS + 1


def test_the_begin_and_the_end_of_a_very_long_text_are_looked_at():
    found = parts(f"{words(4, 'begin')}. {words(20_000)}. {words(4, 'end')}.")
    assert found[0] == words(4, "begin")
    assert found[-1] == words(4, "end")


def test_the_name_of_a_rule_stands_only_where_the_rule_read():
    text = f"{words(15, 'a')}. he has a knife. {words(15, 'b')}."
    place = 16
    whole, before, inside, after = seen(text, named=[("en.weapon.has", place + 1, place + 4)])
    assert whole.rules == inside.rules == ("en.weapon.has",)
    assert inside.text == "he has a knife"
    assert before.rules == after.rules == ()


def test_a_rule_that_a_part_holds_by_half_is_not_its_own():
    text = f"{words(15, 'a')}. {words(15, 'b')}."
    whole, *rest = seen(text, named=[("en.fire", 14, 17)])
    assert whole.rules == ("en.fire",)
    assert all(not view.rules for view in rest)


def test_a_rule_that_read_twice_is_named_once():
    assert seen("knife knife", named=[("en.knife", 0, 1), ("en.knife", 1, 2)])[0].rules == ("en.knife",)


def test_the_screen_tells_what_its_rules_read_where():
    found = plain_screen().look(f"{words(15, 'a')}. he has a knife. {words(15, 'b')}.")
    assert "rules=emergency" in found[0].rules
    assert [view.text for view in found[1:] if "en.weapon.has=emergency" in view.rules] == ["he has a knife"]


def test_what_the_rules_of_the_other_language_read_stands_where_they_read_it():
    screen = Screen(
        {
            Language.ENGLISH: Lexicon(Language.ENGLISH, {"known": ("i", "dont", "know")}, (), spellings=SLANG),
            Language.SPANISH: Lexicon(Language.SPANISH, {"known": ("tiene", "un", "cuchillo")}, (SPANISH_RULE,)),
        }
    )
    *_, last = screen.look(f"{'i know idk ' * 12}. tiene un cuchillo aqui.")
    assert last.text == "tiene un cuchillo aqui"
    assert last.rules == ("es.weapon.has=emergency",)
