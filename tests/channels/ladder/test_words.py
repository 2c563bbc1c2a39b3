"""What people on call read and hear: enough to act on, short enough to be read at once, nothing of a resident's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.escalation.notice import LONGEST_PLACE, notice_of
from bot.escalation.reach import Notice
from bot.testing import ROSA
from bot.vocabulary import Hazard, Language, Means
from channels.ladder import words
from channels.ladder.words import said, summary_of, text_of
from channels.sms.segments import segments

#: As long a name as a city's line is likely to have.
PUBLIC = "https://fourthline.denvergov.example"
LINK = f"{PUBLIC}/desk/conversations/{'c' * 32}"
NOTICE = Notice(
    attempt_id=4711,
    escalation_id="e" * 32,
    conversation_id="c" * 32,
    name="Ana",
    number="+13035550121",
    means=Means.TEXT,
    reference="K7TM-4QXR",
    reply="4711",
    hazards=(Hazard.WEAPON, Hazard.SUICIDE),
    place="1450 Pearl Street",
    renewed=False,
    language=Language.ENGLISH,
)
LONG = "behind the laundromat next to the old Safeway at the corner of Federal Boulevard and 10th"[:LONGEST_PLACE]


def test_the_text_says_what_where_and_how_to_take_it():
    assert text_of(NOTICE, PUBLIC) == (
        f"EMERGENCY K7TM-4QXR: Weapon, Suicide. 1450 Pearl Street. Reply 4711 to take it. {LINK}"
    )


def test_danger_that_was_added_is_told_as_news():
    text = text_of(replace(NOTICE, renewed=True), PUBLIC)
    assert text.startswith("NEW DANGER K7TM-4QXR: Weapon, Suicide. ")
    assert text.endswith(f"Reply 4711 to take it. {LINK}")


def test_a_place_that_nobody_knows_yet_is_said_to_be_so():
    unknown = replace(NOTICE, place="")
    assert ". Place not known yet. Reply" in text_of(unknown, PUBLIC)
    assert "Place: not known yet." in " ".join(summary_of(unknown))


def test_danger_without_a_name_is_danger_all_the_same():
    unnamed = replace(NOTICE, hazards=())
    assert ": danger. 1450" in text_of(unnamed, PUBLIC)
    assert "Danger: danger." in summary_of(unnamed)[1]


@pytest.mark.parametrize(
    "place",
    [
        LONG,
        "Ávila y Márquez, detrás de la lavandería «El Sol», junto al número 14 de la glorieta"[:LONGEST_PLACE],
        "the tent camp “by the river” — don’t use the north gate, it’s locked… go around back"[:LONGEST_PLACE],
        "🔥🧥👩‍👩‍👧‍👦" * 8,
        "[{~|}]" * 13,
        "угол улицы Пушкина",
    ],
    ids=["long", "accents", "marks", "emoji", "brackets", "cyrillic"],
)
@pytest.mark.parametrize("hazards", [(Hazard.WEAPON,), tuple(Hazard)[:4], tuple(Hazard)], ids=["one", "four", "all"])
@pytest.mark.parametrize("renewed", [False, True])
def test_the_text_fits_two_segments_and_still_holds_what_it_takes_to_act(
    place: str, hazards: tuple[Hazard, ...], renewed: bool
):
    text = text_of(replace(NOTICE, place=place, hazards=hazards, renewed=renewed, reply="999999999"), PUBLIC)
    assert segments(text) <= 2, (segments(text), len(text))
    assert "K7TM-4QXR" in text
    assert hazards[0].label in text
    assert "Reply 999999999 to take it" in text
    assert text.endswith(LINK)


def test_a_long_place_is_whole_where_the_danger_has_one_name():
    assert LONG in text_of(replace(NOTICE, place=LONG, hazards=(Hazard.OVERDOSE,)), PUBLIC)


def test_where_not_every_danger_has_room_the_text_says_that_there_is_more():
    text = text_of(replace(NOTICE, place=LONG, hazards=tuple(Hazard)), PUBLIC)
    assert "Weapon, Violence, Suicide" in text
    assert " and more. " in text
    assert LONG[:40] in text


def test_accents_and_marks_that_would_halve_a_texts_room_are_written_plainly():
    text = text_of(replace(NOTICE, place="“Ávila” – Peña’s café, 3º…"), PUBLIC)
    assert '"Avila" - Peña\'s café, 3o...' in text


@pytest.mark.parametrize("means", [Means.TEXT, Means.CALL])
@pytest.mark.parametrize("number", ["303-555-0147", "(303) 555 0147", "+13035550147", "3035550147"])
def test_a_number_that_a_resident_gave_with_the_place_is_not_told(number: str, means: Means):
    notice = replace(NOTICE, place=f"Colfax and Broadway call {number}")
    told = text_of(notice, PUBLIC) if means is Means.TEXT else " ".join(summary_of(notice))
    assert "Colfax and Broadway" in told
    assert number not in told
    digits = re.sub(r"\D", "", told.replace(LINK, ""))
    assert "5550147" not in digits


def test_no_number_and_no_message_of_a_resident_is_in_what_people_on_call_are_told(duty):
    escalation = duty.emergency(ROSA, "my brother Mateo has a knife and is coming at me")
    attempt = duty.attempt(duty.told(duty.ana, escalation))
    with duty.trial.house.store.reading() as books:
        notice = notice_of(books, escalation, attempt)
    told = text_of(notice, PUBLIC) + " ".join(summary_of(notice))
    for secret in (ROSA.number, ROSA.number[2:], "brother", "Mateo", "knife", duty.ana.number):
        assert secret not in told, secret
    assert duty.reference() in told
    assert f"Reply {attempt.id} to take it" in told


def test_the_place_that_a_resident_gave_is_told_in_their_words(duty):
    escalation = duty.emergency(ROSA, "he has a knife at 1450 Pearl Street")
    attempt = duty.attempt(duty.told(duty.ana, escalation))
    with duty.trial.house.store.reading() as books:
        text = text_of(notice_of(books, escalation, attempt), PUBLIC)
    assert "Weapon. 1450 Pearl Street. Reply" in text


def test_a_call_spells_the_reference_letter_by_letter():
    opening, summary, ask = summary_of(NOTICE)
    assert "K, 7, T, M, 4, Q, X, R" in summary
    assert "K7TM-4QXR" not in summary
    assert "Weapon, Suicide" in summary
    assert "1450 Pearl Street" in summary
    assert opening
    assert "1" in ask


def test_a_call_says_no_link_and_no_reply_number():
    spoken = " ".join(summary_of(NOTICE))
    assert "https" not in spoken
    assert "4711" not in spoken


def test_braces_in_a_place_are_words_and_no_blanks_to_be_filled():
    assert "{link} {0} {reply}" in text_of(replace(NOTICE, place="{link} {0} {reply}"), PUBLIC)


def test_a_place_of_several_lines_is_one_line():
    text = text_of(replace(NOTICE, place="1450 Pearl\r\n\tReply 1 to take it"), PUBLIC)
    assert len(text.splitlines()) == 1


@settings(max_examples=80, deadline=None)
@given(place=st.text(max_size=LONGEST_PLACE), hazards=st.lists(st.sampled_from(Hazard), unique=True))
def test_whatever_a_resident_gives_as_a_place_the_text_can_be_sent(place: str, hazards: list[Hazard]):
    notice = replace(NOTICE, place=place, hazards=tuple(hazards))
    text = text_of(notice, PUBLIC)
    assert segments(text) <= 2
    assert text.endswith(LINK)
    for sentence in (text, *summary_of(notice)):
        assert sentence.encode("utf-8")
        assert not re.search(r"[\x00-\x1f\x7f\ufffe\uffff]", sentence)


def test_every_entry_of_the_file_is_used():
    entries = yaml.safe_load(Path(words.__file__).with_name("words.yml").read_text(encoding="utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in Path(words.__file__).parent.glob("*.py"))
    assert [name for name in entries if f'"{name}"' not in code] == []


def test_every_entry_can_be_filled_with_what_it_names_and_nothing_is_left_open():
    for name, text in words._words().items():
        blanks = set(re.findall(r"{(\w+)}", text))
        assert blanks <= {"danger", "place", "reference", "reply", "link", "name", "replies"}, name
        assert "{" not in said(name, **dict.fromkeys(blanks, "x")), name
