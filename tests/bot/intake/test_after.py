from __future__ import annotations

from dataclasses import replace

import pytest

from bot.vocabulary import Concern, Effect, Question, Slot


@pytest.fixture
def queued(rosa):
    rosa.says("loud music at 412 pearl st", "report_noise", concern=Concern.NOISE)
    for _ in range(3):
        rosa.says("no", "deny")
    rosa.says("yes", "affirm")
    rosa.facts = replace(rosa.facts, reference="K7M2", standing="it is next in line")
    assert rosa.frame.queued
    return rosa


def test_status_tells_the_reference_and_where_it_stands(queued):
    step = queued.says("status", "ask_status")
    assert step.says[0].params == {"reference": "K7M2", "standing": "it is next in line"}


def test_status_before_anything_was_told_offers_to_begin(rosa):
    rosa.says("status", "ask_status")
    assert "utter_status_none" in rosa.responses() or "utter_status_open" in rosa.responses()


def test_what_is_told_later_is_added_to_the_record(queued):
    queued.says("they started shouting too", "inform")
    assert "they started shouting too" in queued.frame.answered(Slot.NARRATIVE)
    assert queued.responses() == ["utter_added"]
    assert queued.asked is None


def test_he_left_is_noted_even_where_the_nlu_did_not_see_it(queued):
    queued.says("ok they left", "inform", confidence=0.3)
    assert queued.responses() == ["utter_added_left"]


def test_a_bare_yes_after_the_end_adds_nothing(queued):
    before = queued.frame.answered(Slot.NARRATIVE)
    queued.says("yes", "affirm")
    assert queued.frame.answered(Slot.NARRATIVE) == before


def test_thanks_and_goodbye_are_answered_and_the_record_stays(queued):
    queued.says("thank you so much", "thank")
    assert queued.responses() == ["utter_welcome"]
    queued.says("bye", "goodbye")
    assert queued.responses() == ["utter_goodbye"]
    assert queued.frame.queued


def test_a_request_is_closed_only_after_a_plain_yes(queued):
    step = queued.says("forget it", "cancel_request")
    assert step.effect is Effect.NONE
    assert queued.asked is Question.CANCEL_REQUEST
    step = queued.says("yes", "affirm")
    assert step.effect is Effect.CANCEL


def test_a_no_keeps_the_request_open(queued):
    queued.says("forget it", "cancel_request")
    step = queued.says("no", "deny")
    assert step.effect is Effect.NONE
    assert queued.responses() == ["utter_cancel_kept"]


def test_closing_is_asked_in_the_middle_of_an_intake_too_and_a_no_goes_on(rosa):
    rosa.says("loud music at 412 pearl st", "report_noise", concern=Concern.NOISE)
    rosa.says("never mind", "cancel_request")
    assert rosa.asked is Question.CANCEL_REQUEST
    rosa.says("no", "deny")
    assert rosa.asked is Question.IMMEDIATE_DANGER


def test_another_need_is_told_apart_and_offered_a_request_of_its_own(queued):
    queued.says("and my mom has no food in the house", "report_basic_needs", concern=Concern.BASIC_NEEDS)
    assert queued.responses() == ["utter_added_concern"]


def test_something_new_starts_a_new_request_and_keeps_only_the_number(queued):
    queued.says("this is a new problem, needles in the park", "report_needle_cleanup", concern=Concern.NEEDLE_CLEANUP)
    assert not queued.frame.queued
    assert queued.frame.answered(Slot.CONCERN) == "needle_cleanup"
    assert queued.frame.answered(Slot.CALLBACK_NUMBER) == "+13035550142"
    assert "412" not in str(queued.frame.answered(Slot.LOCATION))
    assert queued.asked is Question.IMMEDIATE_DANGER


def test_a_correction_after_the_end_changes_the_record(queued):
    queued.says("wait its 421 not 412", "correct")
    assert queued.frame.answered(Slot.LOCATION)["number"] == "421"
    assert queued.responses() == ["utter_corrected"]
