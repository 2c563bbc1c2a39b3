from __future__ import annotations

from bot.intake.frame import Frame, SlotValue
from bot.intake.hear import hear, read_details
from bot.intake.meaning import Meaning
from bot.safety.assessment import Assessment
from bot.turn import CityFacts
from bot.vocabulary import DangerLevel, Known, Question, Slot

FACTS = CityFacts(program="test-city", program_name="Test City Help")


def meaning(text: str, intent: str = "inform", level: DangerLevel = DangerLevel.NONE) -> Meaning:
    return Meaning(text, "9", intent, 0.9, None, Assessment(level))


def told(**slots: object) -> Frame:
    return Frame(slots={Slot(name): SlotValue(Known.ANSWERED, value, "x", "1") for name, value in slots.items()})


def test_a_weapon_that_was_told_is_not_taken_back_by_a_later_no():
    armed = told(weapon={"present": "yes", "kind": "bat", "where": None})
    assert hear(armed, meaning("he has no weapon"), FACTS).frame.answered(Slot.WEAPON)["present"] == "yes"


def test_violence_is_only_ever_replaced_by_what_is_graver():
    threatened = told(violence="threats")
    assert hear(threatened, meaning("he hit her"), FACTS).frame.answered(Slot.VIOLENCE) == "physical"
    assert hear(threatened, meaning("just yelling"), FACTS).frame.answered(Slot.VIOLENCE) == "threats"


def test_no_weapons_beside_a_worrying_word_fills_nothing():
    heard = hear(Frame(), meaning("no weapon but he wants to get one", level=DangerLevel.ASK), FACTS)
    assert Slot.WEAPON not in heard.frame.slots


def test_a_street_completes_a_vague_place_and_a_second_address_does_not_replace_the_first():
    vague = hear(Frame(), meaning("hes at home"), FACTS).frame
    exact = hear(vague, meaning("thats 412 pearl st"), FACTS).frame
    assert exact.answered(Slot.LOCATION)["number"] == "412"
    other = hear(exact, meaning("his mom lives at 9 oak st"), FACTS).frame
    assert other.answered(Slot.LOCATION)["number"] == "412"


def test_who_has_moved_is_followed():
    known = hear(Frame(), meaning("hes at 412 pearl st"), FACTS).frame
    moved = hear(known, meaning("he went to 9 oak st"), FACTS).frame
    assert moved.answered(Slot.LOCATION)["number"] == "9"


def test_children_told_in_passing_do_not_change_the_age_of_the_one_it_is_about():
    known = told(person={"name": None, "reporter_name": None, "relation": "husband", "age": None, "age_band": None})
    heard = hear(known, meaning("im here with my two kids"), FACTS)
    assert heard.frame.answered(Slot.PERSON)["age_band"] is None


def test_the_exact_words_and_their_message_stand_beside_each_value():
    value = hear(Frame(), meaning("hes at 412 Pearl St"), FACTS).frame.slots[Slot.LOCATION]
    assert (value.said, value.message_id) == ("hes at 412 Pearl St", "9")


def test_a_place_in_their_words_is_the_answer_to_where():
    asked = Frame(asked=Question.LOCATION)
    heard = hear(asked, meaning("the tattered cover"), FACTS)
    assert heard.answered
    assert heard.frame.answered(Slot.LOCATION)["said"] == "the tattered cover"


def test_not_knowing_where_is_kept_as_not_known():
    heard = hear(Frame(asked=Question.LOCATION), meaning("i dont know"), FACTS)
    assert heard.frame.slots[Slot.LOCATION].known is Known.UNKNOWN


def test_details_are_read_from_running_text_in_either_language():
    found = read_details("mi hijo de 15 años salió, estoy en 412 Pearl St, llame al 720-555-0133")
    assert found["language"] == "es"
    assert found["callback_number"] == "+17205550133"
    assert found["location"]["number"] == "412"
    assert found["reporter_role"] == "family"


def test_a_text_without_details_has_none():
    assert read_details("ok") == {}
