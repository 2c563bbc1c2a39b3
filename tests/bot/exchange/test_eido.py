from __future__ import annotations

import json
import re
from typing import Any

import pytest
import time_machine

from bot.commands.pages import DOCS
from bot.conversation.noting import record_of
from bot.escalation.service import open_or_add
from bot.exchange.eido import document
from bot.exchange.incident_type import CODES, common_code
from bot.exchange.report import MOST_MESSAGES
from bot.intake.frame import Frame, SlotValue
from bot.testing import ROSA, WREN, Resident
from bot.vocabulary import Concern, Hazard, Known, Slot
from channels.trial import Trial

AGENCY = "line.example"
KNIFE = "my brother has a knife <here> & he's shouting"
PLACE = {"said": "412 Colfax Ave", "street": "Colfax Ave", "number": "412", "place_type": "private_home"}
#: What the schema requires of each part that is sent, beside the prologue (NENA911/EIDO-JSON, Schema/openapi.yaml).
REQUIRED = {
    "callComponent": {"callStateRegistryText", "standardPrimaryCallType", "direction", "callStartTimestamp"},
    "callbackComponent": set(),
    "agencyComponent": {"agencyRoleDescriptionRegistryText", "agencyType"},
    "notesComponent": {"notesActionComments"},
    "locationComponent": {"locationTypeDescriptionRegistryText"},
    "personComponent": {"personIncidentRoleRegistryText"},
}
PROLOGUE = {"$id", "lastUpdateTimeStamp", "updatedByAgencyReference"}


def posted(trial: Trial, resident: Resident = ROSA) -> bytes:
    escalation = trial.escalations(resident)[0]
    with trial.house.store.reading() as books:
        return document(books, escalation.id, AGENCY, "9.9.9")


def read(trial: Trial, resident: Resident = ROSA) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(posted(trial, resident).decode("utf-8"))
    return found


def notes(trial: Trial, resident: Resident = ROSA) -> list[str]:
    return [note["notesActionComments"] for note in read(trial, resident)["notesComponent"]]


def knows(trial: Trial, **slots: SlotValue) -> None:
    frame = Frame({Slot(name): value for name, value in slots.items()})
    with trial.house.store.writing() as books:
        record = record_of(books, trial.conversation(ROSA))
        books.records.change(record.id, frame=frame.to_document())


def answered(value: object) -> SlotValue:
    return SlotValue(Known.ANSWERED, value)


@pytest.fixture
def escalated(trial: Trial) -> Trial:
    trial.says(ROSA, KNIFE)
    return trial


def test_the_document_has_everything_that_the_schema_requires(escalated: Trial) -> None:
    knows(escalated, location=answered(PLACE))
    whole = read(escalated)
    assert {*PROLOGUE, "eidoVersion", "issuingElementIdentification", "agencyComponent"} <= set(whole)
    assert whole["eidoVersion"] == "1.0"
    assert PROLOGUE | {"incidentTypeCommonRegistryText"} <= set(whole["incidentComponent"])
    for name, required in REQUIRED.items():
        assert whole[name]
        assert all(PROLOGUE | required <= set(part) for part in whole[name]), name


def test_every_reference_leads_to_a_part_of_the_document_and_every_id_is_its_own(escalated: Trial) -> None:
    knows(escalated, location=answered(PLACE), callback_number=answered("+13035550188"))
    text = posted(escalated).decode("utf-8")
    ids = re.findall(r'"\$id": "([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 8
    assert set(re.findall(r'"\$ref": "([^"]+)"', text)) <= set(ids)


def test_the_incident_s_id_is_the_escalation_s_under_our_domain(escalated: Trial) -> None:
    escalation = escalated.escalations(ROSA)[0]
    assert read(escalated)["$id"] == f"urn:emergency:uid:incidentid:{escalation.id}:{AGENCY}"
    assert re.fullmatch(r"[0-9A-Za-z]{10,32}", escalation.id)


def test_a_second_try_is_the_same_document_byte_for_byte_whatever_the_clock_says(escalated: Trial) -> None:
    first = posted(escalated)
    with time_machine.travel("2031-05-05T05:05:05Z"):
        assert posted(escalated) == first


def test_what_was_said_since_is_in_the_next_document_under_the_same_id(escalated: Trial) -> None:
    before = read(escalated)
    escalated.says(ROSA, "he locked the door")
    after = read(escalated)
    assert after["$id"] == before["$id"]
    assert "he locked the door" in notes(escalated)[-1]
    assert after["lastUpdateTimeStamp"] > before["lastUpdateTimeStamp"]


def test_the_resident_s_words_stand_in_order_with_their_times_escaped_and_otherwise_untouched(
    escalated: Trial,
) -> None:
    escalated.says(ROSA, "hurry\nplease")
    first, second = notes(escalated)[-2:]
    at = escalated.inbound(ROSA)[0].at
    assert first == f"{at:%Y-%m-%d %H:%M:%S} UTC, resident: my brother has a knife &lt;here&gt; &amp; he's shouting"
    assert second.endswith("resident: hurry<br>please")


def test_only_the_last_messages_are_sent_and_the_one_that_opened_it(escalated: Trial) -> None:
    for number in range(MOST_MESSAGES + 2):
        escalated.says(ROSA, f"still here {number}")
    told = [note for note in notes(escalated) if "resident:" in note]
    assert len(told) == MOST_MESSAGES + 1
    assert "has a knife" in told[0]
    assert told[1].endswith("still here 2")


def test_what_the_line_answered_is_not_sent_as_the_resident_s(escalated: Trial) -> None:
    assert len([note for note in notes(escalated) if "resident:" in note]) == len(escalated.inbound(ROSA))


def test_each_hazard_stands_with_the_words_that_were_heard(escalated: Trial) -> None:
    danger = notes(escalated)[1]
    assert re.search(r"Weapon: “[^”]*has a knife[^”]*”", danger)


def test_a_hazard_without_words_and_a_danger_without_a_name_are_said_as_such(trial: Trial) -> None:
    trial.says(ROSA, "hello")
    with trial.house.store.writing() as books:
        open_or_add(books, trial.conversation(ROSA), cause="safety_answer")
    assert "Danger of a kind that was not named" in notes(trial)[1]
    assert read(trial)["incidentComponent"]["incidentTypeCommonRegistryText"] == "TROUBLE"
    with trial.house.store.writing() as books:
        open_or_add(books, trial.conversation(ROSA), cause="screen", hazards=[Hazard.FIRE])
    assert "Fire, gas or explosion: no single words" in notes(trial)[1]


def test_the_type_is_told_by_a_common_code_and_in_plain_words(escalated: Trial) -> None:
    knows(escalated, concern=answered(Concern.MENTAL_HEALTH_CRISIS.value))
    incident = read(escalated)["incidentComponent"]
    assert incident["incidentTypeCommonRegistryText"] == "WEAPON"
    assert incident["incidentTypeInternalText"] == "Weapon. About: Mental health crisis"
    assert incident["internalIncidentId"] == escalated.record(ROSA).reference


def test_every_hazard_has_a_code_and_a_weapon_is_told_before_the_rest() -> None:
    assert set(CODES) == set(Hazard)
    assert common_code([Hazard.OVERDOSE, Hazard.WEAPON]) == "WEAPON"


def test_the_place_is_told_as_it_was_said_and_never_as_coordinates(escalated: Trial) -> None:
    knows(escalated, location=answered(PLACE))
    (where,) = read(escalated)["locationComponent"]
    assert where["locationDescriptionText"] == "412 Colfax Ave"
    assert where["locationTypeDescriptionRegistryText"] == "CurrentIncident"
    assert "locationByValue" not in where
    assert "place type: private home" in notes(escalated)[2]


def test_a_place_that_is_not_known_is_said_to_be_so_and_none_is_made_up(trial: Trial) -> None:
    trial.says(WREN, KNIFE)
    whole = read(trial, WREN)
    assert "locationComponent" not in whole
    assert "locationReference" not in whole["incidentComponent"]
    assert "Where: not known yet" in notes(trial, WREN)[2]


def test_the_resident_s_number_and_the_one_they_named_can_both_be_called(escalated: Trial) -> None:
    knows(escalated, callback_number=answered("+13035550188"))
    (callback,) = read(escalated)["callbackComponent"]
    assert callback["callBackInformationUri"] == [f"tel:{ROSA.number}"]
    assert callback["updatedCbn"]["updatedCbnIdentifierUri"] == "tel:+13035550188"


def test_a_number_that_is_told_twice_is_sent_once(escalated: Trial) -> None:
    knows(escalated, callback_number=answered(ROSA.number))
    assert "updatedCbn" not in read(escalated)["callbackComponent"][0]


def test_the_web_phone_s_address_is_no_number_to_call(trial: Trial) -> None:
    trial.says(WREN, KNIFE)
    whole = read(trial, WREN)
    assert "callbackComponent" not in whole
    assert WREN.number not in json.dumps(whole)
    assert "callBackReference" not in whole["personComponent"][0]


def test_an_unknown_and_a_refusal_are_told_and_never_read_as_no(escalated: Trial) -> None:
    knows(
        escalated,
        weapon=answered({"present": "yes", "kind": "knife", "where": None}),
        immediate_danger=SlotValue(Known.UNKNOWN),
        injury_medical=SlotValue(Known.REFUSED),
        narrative=answered(KNIFE),
    )
    lines = notes(escalated)[2].split("<br>")
    assert "Weapon: present: yes; kind: knife" in lines
    assert f"Danger right now: {Known.UNKNOWN.label}" in lines
    assert f"Injury or medical need: {Known.REFUSED.label}" in lines
    assert not any(line.startswith("In their words") for line in lines)


def test_the_first_note_says_what_this_is_when_it_began_and_who_wrote_it(escalated: Trial) -> None:
    first = notes(escalated)[0]
    assert "non-emergency line" in first
    assert escalated.record(ROSA).reference in first
    assert f"Emergency opened {escalated.escalations(ROSA)[0].opened_at:%Y-%m-%d %H:%M:%S} UTC" in first
    assert "Fourthline 9.9.9" in first


def test_words_of_any_script_are_utf_8_as_they_are(trial: Trial) -> None:
    trial.says(ROSA, "mi hermano tiene un cuchillo, está aquí 😨")
    assert "está aquí 😨".encode() in posted(trial)


def test_there_is_no_document_of_an_escalation_that_is_not_there(trial: Trial) -> None:
    with pytest.raises(KeyError), trial.house.store.reading() as books:
        document(books, "none", AGENCY, "9.9.9")


def test_the_example_that_is_told_has_the_fields_that_are_sent_and_no_others(escalated: Trial) -> None:
    told = json.loads(re.search(r"```json\n(.*?)```", (DOCS / "reference/eido.md").read_text("utf-8"), re.S)[1])
    knows(escalated, location=answered(PLACE), callback_number=answered("+13035550188"))
    assert names(told) == names(read(escalated))


def names(part: object) -> set[str]:
    """Return the name of every field, at any depth."""
    if isinstance(part, list):
        return set().union(*map(names, part))
    return set(part).union(*map(names, part.values())) if isinstance(part, dict) else set()
