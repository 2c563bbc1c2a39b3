from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient

from bot import clock
from bot.callbacks.testing import Town, told
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.vocabulary import AckWay, ConversationState, Hazard, Means, Rung, Slot, Urgency


def test_an_open_emergency_stands_first_in_a_region_that_alerts(town: Town, casey: TestClient) -> None:
    town.record(town.conversation("+13035550101"), Urgency.URGENT)
    danger = town.conversation("+13035550102")
    town.emergency(danger, hazards=(Hazard.WEAPON, Hazard.CHILD))
    page = casey.get("/desk/").text
    assert 'role="alert"' in page
    assert "1 emergency nobody has taken" in page
    assert "Weapon, Child in danger" in page
    assert page.index("Acknowledge and open") < page.index("Callback queue")


def test_once_somebody_has_it_the_emergency_says_who_and_alerts_no_more(town: Town, casey: TestClient) -> None:
    danger = town.conversation()
    town.emergency(danger)
    answer = casey.post(f"/desk/conversations/{danger.id}/acknowledge")
    assert answer.headers["location"] == f"/desk/conversations/{danger.id}"
    page = casey.get("/desk/").text
    assert "With Casey Okafor (At the desk)" in page
    assert 'data-open="0"' in page
    assert "nobody has taken" not in page


def test_the_queue_is_ordered_by_urgency_then_age(town: Town, casey: TestClient) -> None:
    for number, (urgency, minutes, place) in enumerate(
        [
            (Urgency.ROUTINE, 50, "Oldest Street"),
            (Urgency.PRIORITY, 5, "Middle Street"),
            (Urgency.URGENT, 1, "First Street"),
            (Urgency.ROUTINE, 10, "Newest Street"),
        ]
    ):
        conversation = town.conversation(f"+1303555010{number}")
        town.record(conversation, urgency, {Slot.LOCATION: told({"street": place})}, minutes_ago=minutes)
    page = casey.get("/desk/").text
    places = [page.index(place) for place in ("First Street", "Middle Street", "Oldest Street", "Newest Street")]
    assert places == sorted(places)


def test_a_promise_that_has_passed_is_said_to_be_late(town: Town, casey: TestClient) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        books.records.change(record.id, promised_by=clock.now() - timedelta(minutes=1))
    assert "Late: promised by" in casey.get("/desk/").text


def test_the_queue_shows_no_number(town: Town, casey: TestClient) -> None:
    conversation = town.conversation("+13035550147")
    town.record(conversation, slots={Slot.LOCATION: told({"said": "my cell is 303-555-0147"})})
    page = casey.get("/desk/").text
    assert "5550147" not in page
    assert "555-0147" not in page


def test_who_asks_for_a_person_stands_above_the_queue(town: Town, casey: TestClient) -> None:
    asking = town.conversation()
    with town.store.writing() as books:
        books.conversations.change(asking.id, state=ConversationState.NEEDS_PERSON)
    page = casey.get("/desk/").text
    assert page.index("Needs a person") < page.index("Callback queue")


def test_take_next_leads_to_the_most_urgent(town: Town, casey: TestClient) -> None:
    town.record(town.conversation("+13035550101"), Urgency.ROUTINE, minutes_ago=60)
    urgent = town.record(town.conversation("+13035550102"), Urgency.URGENT)
    answer = casey.post("/desk/next")
    assert answer.headers["location"] == f"/desk/conversations/{urgent.conversation_id}"
    with town.store.reading() as books:
        assert books.records.get(urgent.id).claimed_by == town.staff["casey"].id


def test_take_next_with_nothing_left_comes_back_to_the_queue(casey: TestClient) -> None:
    assert casey.post("/desk/next").headers["location"] == "/desk/"


def test_a_record_is_found_by_the_reference_however_it_is_typed(town: Town, casey: TestClient) -> None:
    record = town.record(town.conversation())
    typed = record.reference.lower().replace("-", " ")
    answer = casey.get("/desk/find", params={"reference": typed})
    assert answer.headers["location"] == f"/desk/conversations/{record.conversation_id}"


def test_an_unknown_reference_says_so(casey: TestClient) -> None:
    answer = casey.get("/desk/find", params={"reference": "<script>"})
    assert answer.status_code == 404
    assert "No record has that reference" in answer.text


def test_an_empty_desk_says_that_it_is_empty(casey: TestClient) -> None:
    page = casey.get("/desk/").text
    assert "No emergency is open." in page
    assert "Nobody is waiting for a callback." in page


def test_without_scripts_the_queue_reloads_by_itself(casey: TestClient) -> None:
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in casey.get("/desk/").text


def test_somebody_who_wrote_after_the_person_who_has_them_stands_out(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    waits = "They wrote and wait for an answer"
    town.says(conversation, "hello?")
    casey.post(f"/desk/conversations/{conversation.id}/take-over")
    assert waits in casey.get("/desk/").text
    casey.post(f"/desk/conversations/{conversation.id}/reply", data={"text": "I am here."})
    assert waits not in casey.get("/desk/").text
    town.says(conversation, "he is back")
    assert waits in casey.get("/desk/").text


def test_new_danger_alarms_again_until_somebody_says_that_they_have_seen_it(town: Town, casey: TestClient) -> None:
    danger = town.conversation()
    town.emergency(danger, hazards=(Hazard.OVERDOSE,))
    casey.post(f"/desk/conversations/{danger.id}/acknowledge")
    town.emergency(danger, hazards=(Hazard.WEAPON,))
    page = casey.get("/desk/").text
    assert 'data-open="1"' in page
    assert "<strong>New danger</strong> with Casey Okafor" in page
    assert "I have seen the new danger" in casey.get(f"/desk/conversations/{danger.id}").text
    assert casey.post(f"/desk/conversations/{danger.id}/acknowledge").status_code == 303
    assert 'data-open="0"' in casey.get("/desk/").text


def test_an_emergency_shows_its_rung_how_often_people_were_alarmed_and_who_took_it_how(
    town: Town, casey: TestClient
) -> None:
    opened = town.emergency(town.conversation())
    assert "Desk alarm · 1 attempt made" in casey.get("/desk/").text
    with town.store.writing() as books:
        books.escalations.write_attempt(opened.id, Rung.ON_CALL_VOICE, clock.now(), means=Means.CALL)
        books.escalations.change(opened.id, rung=Rung.ON_CALL_VOICE, step=2)
        escalation.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.CALL))
    for page in (casey.get("/desk/").text, casey.get("/desk/parts/alarms").text):
        assert "Phone call to on-call · 2 attempts made" in page
        assert "With Ray Ortiz (By key on the phone)" in page


def test_new_danger_that_nobody_looked_at_is_an_emergency_that_nobody_has(town: Town, casey: TestClient) -> None:
    danger = town.conversation()
    opened = town.emergency(danger, hazards=(Hazard.OVERDOSE,))
    casey.post(f"/desk/conversations/{danger.id}/acknowledge")
    town.emergency(danger, hazards=(Hazard.WEAPON,))
    with town.store.writing() as books:
        escalation.climb_again(books, opened.id)
    page = casey.get("/desk/").text
    assert 'data-open="1"' in page
    assert "1 emergency nobody has taken" in page
    assert "New danger" not in page


def test_an_emergency_that_somebody_on_call_has_is_not_said_to_be_nobody_s(town: Town, casey: TestClient) -> None:
    danger = town.conversation()
    town.record(danger)
    opened = town.emergency(danger)
    assert "Nobody has it" in casey.get("/desk/").text
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.TEXT))
    page = casey.get("/desk/").text
    assert "Nobody at the desk has it" in page
    assert "Ray Ortiz, on call, has the emergency" in page
    assert "Nobody at the desk" in casey.get(f"/desk/conversations/{danger.id}").text
    casey.post(f"/desk/conversations/{danger.id}/claim")
    assert "You have it" in casey.get("/desk/").text
