"""What the engine may tell a resident: true at that moment, in their language, and nothing unverified."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest

from bot.profiles import load_profile, profile_names
from bot.program.facts import city_facts
from bot.program.profile import Phrase
from bot.turn import CityFacts
from bot.vocabulary import Channel, Language

DENVER = load_profile("denver-star")
NOON = datetime(2026, 6, 2, 12, tzinfo=DENVER.zone).astimezone(timezone.utc)
NIGHT = datetime(2026, 6, 2, 3, tzinfo=DENVER.zone).astimezone(timezone.utc)
ROSAS_NUMBER = "+13035550147"


def test_open_hours_carry_a_wait_and_no_opening():
    facts = city_facts(DENVER, NOON, Language.ENGLISH)
    assert facts.open_now
    assert facts.next_open == ""
    assert facts.wait_minutes is not None


def test_closed_hours_carry_the_opening_in_the_residents_language_and_no_wait():
    facts = city_facts(DENVER, NIGHT, Language.SPANISH, ahead=3)
    assert not facts.open_now
    assert facts.next_open == "hoy a las 6 am"
    assert facts.wait_minutes is None


def test_a_number_is_passed_on_only_where_the_phone_company_vouches_for_it():
    for channel in (Channel.SMS, Channel.VOICE):
        assert city_facts(DENVER, NOON, Language.ENGLISH, channel=channel, sender_number=ROSAS_NUMBER).sender_number
    for channel in (Channel.WEBCHAT, Channel.CONSOLE):
        facts = city_facts(DENVER, NOON, Language.ENGLISH, channel=channel, sender_number=ROSAS_NUMBER)
        assert facts.sender_number is None


def test_the_record_and_its_standing_go_through():
    facts = city_facts(
        DENVER, NOON, Language.ENGLISH, returning=True, reference="K7M2", standing="waiting", ahead=1, busy_units=1
    )
    assert (facts.returning, facts.reference, facts.standing) == (True, "K7M2", "waiting")


def test_wording_of_the_city_is_given_in_the_language_it_has_and_left_out_where_it_has_none():
    worded = replace(
        DENVER,
        wording={
            "utter_notice": Phrase({Language.ENGLISH: "Not 911.", Language.SPANISH: "No es el 911."}),
            "utter_human": Phrase({Language.ENGLISH: "A person will read this."}),
        },
    )
    assert city_facts(worded, NOON, Language.SPANISH).wording == {"utter_notice": "No es el 911."}
    assert len(city_facts(worded, NOON, Language.ENGLISH).wording) == 2


@pytest.mark.parametrize("name", profile_names())
@pytest.mark.parametrize("language", list(Language))
def test_the_facts_of_every_shipped_program_survive_the_way_to_the_engine(name, language):
    facts = city_facts(load_profile(name), NOON, language, sender_number=ROSAS_NUMBER)
    assert CityFacts.from_document(facts.to_document()) == facts
    assert facts.introduction
    assert facts.service_area
    assert facts.resources
