"""What a Gather makes of what comes."""

from __future__ import annotations

import pytest

from channels.twin.gathering import Gathered, gather_form, gathered
from channels.twin.voice_verbs import Gather, GatherInput, Page

BOTH = frozenset(GatherInput)


def a_gather(**changes: object) -> Gather:
    return Gather(Page("http://127.0.0.1:8000/keys"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gather", "keys", "expected"),
    [
        (a_gather(num_digits=1), "1", Gathered("1")),
        (a_gather(num_digits=1), "12", Gathered("1")),
        (a_gather(num_digits=4), "12", Gathered("12", waits=5)),
        (a_gather(num_digits=4), "12#", Gathered("12", "#")),
        (a_gather(timeout=3), "94117", Gathered("94117", waits=3)),
        (a_gather(), "94117#5", Gathered("94117", "#")),
        (a_gather(finish_on_key="*"), "1#*", Gathered("1#", "*")),
        (a_gather(finish_on_key=""), "1#", Gathered("1#", waits=5)),
        (a_gather(), "#", Gathered("", "#")),
        (a_gather(), "", Gathered(waits=5)),
        (a_gather(inputs=frozenset({GatherInput.SPEECH})), "1", Gathered(waits=5)),
    ],
)
def test_keys_end_a_gather_by_number_by_key_or_by_silence(gather: Gather, keys: str, expected: Gathered):
    assert gathered(gather, keys, "") == expected


def test_words_end_a_gather_after_a_silence_and_only_where_it_listens_for_them():
    assert gathered(a_gather(inputs=BOTH, speech_timeout=2), "", "yes") == Gathered(speech="yes", waits=2)
    assert gathered(a_gather(), "", "yes").is_empty


def test_of_keys_and_words_the_keys_come_first():
    assert gathered(a_gather(inputs=BOTH, num_digits=1), "1", "yes") == Gathered("1")


def test_the_finishing_key_alone_is_nothing():
    assert gathered(a_gather(), "#", "").is_empty


def test_keys_and_words_are_told_by_twilios_names():
    keys = dict(gather_form(a_gather(), Gathered("12", "#"), 0.9))
    assert keys == {"Digits": "12", "FinishedOnKey": "#", "msg": "Gather End"}
    words = dict(gather_form(a_gather(inputs=BOTH, language="es-US"), Gathered(speech="sí"), 0.75))
    assert words == {"SpeechResult": "sí", "Confidence": "0.75", "Language": "es-US"}


def test_silence_is_told_without_words():
    assert dict(gather_form(a_gather(), Gathered(), 0.9))["Digits"] == ""
    assert gather_form(a_gather(inputs=frozenset({GatherInput.SPEECH})), Gathered(), 0.9) == ()
