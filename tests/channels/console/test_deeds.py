from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from starlette.testclient import TestClient

from bot.callbacks.testing import Town
from bot.escalation import service as escalation
from bot.escalation.service import Taker
from bot.store.values import Conversation
from bot.vocabulary import AckWay, ConversationState, DangerLevel, EscalationState, EventName, Outcome, Urgency

SignedInAs = Callable[[str], TestClient]
NOON = datetime(2026, 7, 1, 18, 0, tzinfo=timezone.utc)
"""Noon in Denver."""


def post(client: TestClient, conversation: Conversation, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/desk/conversations/{conversation.id}/{path}", data=fields)
    return answer.status_code, answer.text


def test_an_emergency_goes_from_alarm_to_closed_record(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    message = town.says(conversation, "he put it down, police are here")
    opened = town.emergency(conversation)
    assert post(casey, conversation, "acknowledge")[0] == 303
    closing = {"outcome": "notified_911", "center": "Denver 911", "seen": str(message.id)}
    assert post(casey, conversation, "close-emergency", **closing)[0] == 303
    ending = {"disposition": "sent_to_911", "seen": str(message.id), "note": "Officers on scene."}
    assert post(casey, conversation, "close", **ending)[0] == 303
    with town.store.reading() as books:
        assert books.escalations.get(opened.id).state is EscalationState.CLOSED
        closed = books.records.get(record.id)
        assert books.conversations.get(conversation.id).state is ConversationState.CLOSED
        assert books.events.first_broken() is None
    assert closed.outcome is Outcome.NINE_ONE_ONE


def test_the_second_to_acknowledge_is_told_who_has_it(town: Town, signed_in_as: SignedInAs) -> None:
    conversation = town.conversation()
    town.emergency(conversation)
    post(signed_in_as("casey"), conversation, "acknowledge")
    status, page = post(signed_in_as("robin"), conversation, "acknowledge")
    assert status == 409
    assert "Casey Okafor has it already." in page


def test_acknowledging_twice_is_no_error(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.emergency(conversation)
    assert post(casey, conversation, "acknowledge")[0] == 303
    assert post(casey, conversation, "acknowledge")[0] == 303


def test_a_false_alarm_needs_a_reason_and_nothing_typed_is_lost(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    opened = town.emergency(conversation)
    post(casey, conversation, "acknowledge")
    status, page = post(casey, conversation, "close-emergency", outcome="false_alarm", note=" ")
    assert status == 409
    assert "Say why it was a false alarm." in page
    assert '<option value="false_alarm" selected>' in page
    with town.store.reading() as books:
        assert books.escalations.get(opened.id).state is EscalationState.ACKNOWLEDGED


@pytest.mark.parametrize("outcome", ["notified_911", "transferred"])
def test_whoever_told_911_says_which_centre_and_nothing_typed_is_lost(
    town: Town, casey: TestClient, outcome: str
) -> None:
    conversation = town.conversation()
    town.emergency(conversation)
    post(casey, conversation, "acknowledge")
    typed = {"incident": "26-118", "told_at": "00:00", "note": "two units sent", "seen": "0"}
    status, page = post(casey, conversation, "close-emergency", outcome=outcome, center=" ", **typed)
    assert status == 409
    assert "Say which dispatch centre was told." in page
    assert f'<option value="{outcome}" selected>' in page
    assert 'value="26-118"' in page
    assert 'value="00:00"' in page
    assert "two units sent</textarea>" in page


@pytest.mark.parametrize(
    ("told_at", "said"),
    [("25:10", "“25:10” is no time of day."), ("soon", "“soon” is no time"), ("12:01", "12:01 has not come yet")],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    town: Town, signed_in_as: SignedInAs, told_at: str, said: str
) -> None:
    with time_machine.travel(NOON, tick=False):
        casey, conversation = signed_in_as("casey"), town.conversation()
        opened = town.emergency(conversation)
        post(casey, conversation, "acknowledge")
        typed = {"outcome": "notified_911", "center": "Denver 911", "told_at": told_at}
        status, page = post(casey, conversation, "close-emergency", **typed)
    assert status == 409
    assert said in page
    assert f'value="{told_at}"' in page
    assert 'value="Denver 911"' in page
    with town.store.reading() as books:
        assert books.escalations.get(opened.id).state is EscalationState.ACKNOWLEDGED


def test_a_closed_emergency_shows_what_came_of_it(town: Town, signed_in_as: SignedInAs) -> None:
    with time_machine.travel(NOON, tick=False):
        casey, conversation = signed_in_as("casey"), town.conversation()
        opened = town.emergency(conversation)
        post(casey, conversation, "acknowledge")
        typed = {"center": "Denver 911", "incident": "26-118", "told_at": "11:58", "note": "<b>two units</b>"}
        assert post(casey, conversation, "close-emergency", outcome="notified_911", **typed)[0] == 303
        page = casey.get(f"/desk/conversations/{conversation.id}").text
    ended = page[page.index('class="ended"') :]
    for words in ("Emergency closed: 911 was notified", "Denver 911", "26-118", "11:58 MDT", "&lt;b&gt;two units"):
        assert words in ended
    assert "Casey Okafor at 12:00 MDT" in ended
    with town.store.reading() as books:
        assert books.escalations.get(opened.id).outcome_at == NOON - timedelta(minutes=2)


def test_an_emergency_that_somebody_on_call_took_says_who_has_it(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    opened = town.emergency(conversation)
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.CALL))
    status, page = post(casey, conversation, "acknowledge")
    assert status == 409
    assert "Ray Ortiz has it already." in page
    assert post(casey, conversation, "close-emergency", outcome="reached_resident")[0] == 303


def test_an_emergency_is_not_closed_over_words_that_were_not_seen(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    seen = town.says(conversation, "its fine now")
    town.emergency(conversation)
    post(casey, conversation, "acknowledge")
    town.says(conversation, "he came back with a gun")
    status, page = post(
        casey, conversation, "close-emergency", outcome="false_alarm", note="resolved itself", seen=str(seen.id)
    )
    assert status == 409
    assert "They wrote again" in page
    assert "he came back with a gun" in page
    assert "resolved itself</textarea>" in page


def test_the_second_to_claim_is_told_who_has_it(town: Town, signed_in_as: SignedInAs) -> None:
    conversation = town.conversation()
    town.record(conversation)
    assert post(signed_in_as("casey"), conversation, "claim")[0] == 303
    status, page = post(signed_in_as("robin"), conversation, "claim")
    assert status == 409
    assert "Casey Okafor has" in page


def test_a_refused_deed_leaves_nothing_half_done(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    status, _ = post(casey, conversation, "close", disposition="transported", reason="no_unit", note="half a note")
    assert status == 409
    with town.store.reading() as books:
        assert books.records.get(record.id).closed_at is None
        assert books.records.notes(record.id) == []


@pytest.mark.parametrize("fields", [{}, {"disposition": ""}, {"disposition": "made_up"}, {"disposition": "not_served"}])
def test_closing_asks_for_what_is_missing(town: Town, casey: TestClient, fields: dict[str, str]) -> None:
    conversation = town.conversation()
    town.record(conversation)
    status, page = post(casey, conversation, "close", **fields)
    assert status == 409
    assert 'role="alert" id="refusal"' in page


def test_a_reply_that_was_refused_is_still_in_the_box(town: Town, signed_in_as: SignedInAs) -> None:
    conversation = town.conversation()
    town.record(conversation)
    post(signed_in_as("casey"), conversation, "claim")
    status, page = post(signed_in_as("robin"), conversation, "reply", text="Are you inside now?")
    assert status == 409
    assert "Are you inside now?</textarea>" in page


def test_a_reply_shows_in_the_transcript_with_its_writer_and_delivery(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    assert post(casey, conversation, "reply", text="I am Casey. Are you inside?")[0] == 303
    page = casey.get(f"/desk/conversations/{conversation.id}").text
    assert "<strong>Casey Okafor</strong>" in page
    assert "I am Casey. Are you inside?" in page
    assert "Waiting to be sent" in page
    assert "You have this conversation; the assistant is silent." in page


def test_taken_over_and_handed_back(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    assert post(casey, conversation, "take-over")[0] == 303
    with town.store.reading() as books:
        assert books.conversations.get(conversation.id).state is ConversationState.PERSON
    assert post(casey, conversation, "hand-back")[0] == 303
    with town.store.reading() as books:
        assert books.conversations.get(conversation.id).state is ConversationState.ASSISTANT


def test_a_danger_is_lowered_with_a_reason(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    record = town.record(conversation)
    with town.store.writing() as books:
        books.conversations.change(conversation.id, danger=DangerLevel.ASK)
    fields = {"level": "none", "urgency": "priority"}
    assert post(casey, conversation, "lower-danger", **fields, reason="")[0] == 409
    assert post(casey, conversation, "lower-danger", **fields, reason="It was a line from a song.")[0] == 303
    with town.store.reading() as books:
        assert books.conversations.get(conversation.id).danger is DangerLevel.NONE
        assert books.records.get(record.id).urgency is Urgency.PRIORITY


def test_a_revealed_number_is_shown_once_and_written_down(town: Town, casey: TestClient) -> None:
    conversation = town.conversation("+13035550147")
    town.says(conversation, "or try 720-555-0199")
    status, page = post(casey, conversation, "reveal")
    assert status == 200
    assert "(303) 555-0147" in page
    assert "720-555-0199" in page
    assert "(303) 555-0147" not in casey.get(f"/desk/conversations/{conversation.id}").text
    with town.store.reading() as books:
        last = books.events.after(books.events.last_id() - 1)[-1]
    assert last.name is EventName.NUMBER_REVEALED
    assert last.actor == f"staff:{town.staff['casey'].id}"


def test_attempts_and_notes_stand_on_the_page(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.record(conversation)
    post(casey, conversation, "attempt", result="voicemail")
    post(casey, conversation, "note", note="Prefers the side door.")
    post(casey, conversation, "release")
    page = casey.get(f"/desk/conversations/{conversation.id}").text
    assert "Callback attempted, Casey Okafor" in page
    assert "result: Left a voicemail" in page
    assert "Prefers the side door." in page
