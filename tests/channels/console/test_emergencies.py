from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import clock
from bot.callbacks.testing import Town
from bot.escalation import service as escalation
from bot.escalation.service import Ending, Taker
from bot.store.values import Conversation, Escalation, EscalationAttempt
from bot.vocabulary import AckWay, AttemptState, EscalationOutcome, EventName, Hazard, Means, Rung
from channels.console.emergencies import Emergency, emergencies

RAY, SAM = {"target": "Ray Ortiz", "address": "+13035550121"}, {"target": "Sam Ibarra", "address": "+13035550122"}


@pytest.fixture
def conversation(town: Town) -> Conversation:
    return town.conversation()


@pytest.fixture
def opened(town: Town, conversation: Conversation) -> Escalation:
    return town.emergency(conversation)


def tried(
    town: Town,
    opened: Escalation,
    rung: Rung,
    means: Means,
    state: AttemptState,
    *,
    code: str = "",
    seconds_ago: float = 0,
    **whom: str,
) -> EscalationAttempt:
    """Make an attempt and end it."""
    with town.store.writing() as books:
        at = clock.now() - timedelta(seconds=seconds_ago)
        attempt = books.escalations.write_attempt(opened.id, rung, at, means=means, **whom)
        if state is not AttemptState.WRITTEN:
            attempt = books.escalations.end_attempt(attempt.id, state, at, code=code)
        books.escalations.change(opened.id, rung=rung)
        return attempt


def seen(town: Town, conversation: Conversation) -> Emergency:
    with town.store.reading() as books:
        standing, _ = emergencies(books, conversation.id, books.events.of_conversation(conversation.id), {})
    assert standing is not None
    return standing


def page_of(client: TestClient, conversation: Conversation, part: str = "") -> str:
    answer = client.get(f"/desk/conversations/{conversation.id}{part}")
    assert answer.status_code == 200
    return answer.text


def test_the_page_shows_every_attempt_with_its_time_whom_it_was_to_reach_and_what_became_of_it(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    tried(town, opened, Rung.ON_CALL_SMS, Means.TEXT, AttemptState.TAKEN, **RAY)
    tried(town, opened, Rung.ON_CALL_VOICE, Means.CALL, AttemptState.UNREACHED, code="no-answer", **SAM)
    for page in (page_of(casey, conversation), page_of(casey, conversation, "/ladder")):
        assert "Attempts to reach a person (3)" in page
        assert "Text to on-call" in page
        assert "A text to Ray Ortiz" in page
        assert "A phone call to Sam Ibarra" in page
        assert "Nobody was reached: no answer" in page
        assert page.index("Sam Ibarra") < page.index("Ray Ortiz") < page.index("Shown at the desk")
        assert "3035550121" not in page


@pytest.mark.parametrize(
    ("state", "code", "words", "failed"),
    [
        (AttemptState.WRITTEN, "", "About to be made", False),
        (AttemptState.TAKEN, "", "Taken by the phone company", False),
        (AttemptState.UNREACHED, "busy", "Nobody was reached: busy", True),
        (
            AttemptState.DELAYED,
            "unreachable",
            "Could not be made just now: the network or the other side was down",
            True,
        ),
        (AttemptState.REFUSED, "21211", "Refused for good: error 21211", True),
        (AttemptState.REFUSED, "", "Refused for good", True),
    ],
)
def test_what_became_of_an_attempt_is_told_in_words(
    town: Town, conversation: Conversation, opened: Escalation, state: AttemptState, code: str, words: str, failed: bool
) -> None:
    tried(town, opened, Rung.ON_CALL_SMS, Means.TEXT, state, code=code, **RAY)
    line = seen(town, conversation).lines[0]
    assert (line.became, line.failed) == (words, failed)


def test_an_attempt_whose_process_died_is_not_about_to_be_made_for_ever(
    town: Town, conversation: Conversation, opened: Escalation
) -> None:
    tried(town, opened, Rung.ON_CALL_SMS, Means.TEXT, AttemptState.WRITTEN, seconds_ago=60, **RAY)
    line = next(line for line in seen(town, conversation).lines if line.by)
    assert (line.became, line.failed) == ("Not heard of again", True)


def test_a_document_that_the_centre_took_is_not_said_to_be_taken_by_the_phone_company(
    town: Town, conversation: Conversation, opened: Escalation
) -> None:
    tried(town, opened, Rung.EIDO_POST, Means.POST, AttemptState.TAKEN, target="Dispatch centre")
    line = seen(town, conversation).lines[0]
    assert (line.by, line.became) == ("A document posted to the dispatch centre", "Taken by the dispatch centre")


def test_the_attempt_that_somebody_answered_says_so(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    attempt = tried(town, opened, Rung.ON_CALL_SMS, Means.TEXT, AttemptState.UNREACHED, code="undelivered", **RAY)
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker("Ray Ortiz", AckWay.TEXT), attempt_id=attempt.id)
    line = seen(town, conversation).lines[0]
    assert (line.became, line.failed) == ("Answered: they took it", False)
    page = page_of(casey, conversation)
    assert "Acknowledged by Ray Ortiz (By answering the text) at" in page
    assert "Next attempt" not in page
    assert "every 3s" not in page
    assert 'On call <span class="aside">(way: By answering the text)' in page


def test_a_rung_that_the_profile_names_nobody_for_is_told_beside_the_attempts(
    town: Town, conversation: Conversation, opened: Escalation
) -> None:
    facts: dict[str, Any] = {"rung": "supervisor", "state": "refused", "code": "nobody_named"}
    with town.store.writing() as books:
        books.events.append(
            EventName.ESCALATION_ATTEMPT_ENDED,
            actor="system",
            conversation_id=conversation.id,
            escalation_id=opened.id,
            **facts,
        )
    emergency = seen(town, conversation)
    assert (emergency.lines[0].rung, emergency.lines[0].failed) == ("Supervisor", True)
    assert emergency.lines[0].became == "Nobody was tried: the profile names nobody"
    assert emergency.made == 1


def test_the_page_says_on_which_rung_it_stands_and_when_the_next_attempt_is_due(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    assert "Due now" in page_of(casey, conversation)
    with town.store.writing() as books:
        books.escalations.change(opened.id, rung=Rung.ON_CALL_SMS, due_at=clock.now() + timedelta(minutes=1))
    page = page_of(casey, conversation)
    assert "<dt>Stands on</dt><dd>Text to on-call</dd>" in page
    assert "Due now" not in page
    assert "<dt>Next attempt</dt><dd><time" in page


def test_of_many_attempts_the_newest_stand_open_and_the_rest_is_a_click_away(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    for _ in range(7):
        tried(town, opened, Rung.SUPERVISOR, Means.TEXT, AttemptState.TAKEN, **SAM)
    emergency = seen(town, conversation)
    assert (len(emergency.newest), len(emergency.earlier), emergency.made) == (5, 3, 8)
    assert "Earlier attempts (3)" in page_of(casey, conversation)


def test_without_an_emergency_there_is_no_ladder(casey: TestClient, conversation: Conversation) -> None:
    assert page_of(casey, conversation, "/ladder").strip() == ""
    assert casey.get("/desk/conversations/nobody/ladder").status_code == 404


def test_new_danger_says_that_it_climbs_again_unless_it_is_seen(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    casey.post(f"/desk/conversations/{conversation.id}/acknowledge")
    town.emergency(conversation, hazards=(Hazard.FIRE,))
    assert "Unless somebody says that they have seen it, it climbs again." in page_of(casey, conversation)
    with town.store.writing() as books:
        escalation.climb_again(books, opened.id)
    page = page_of(casey, conversation)
    assert "Acknowledge the emergency" in page
    assert "New danger was added since" not in page
    assert "Nobody looked at the new danger: it climbs again, System" in page


def test_the_timeline_tells_the_ladder_in_words(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    about: dict[str, Any] = {"conversation_id": conversation.id, "escalation_id": opened.id, "actor": "system"}
    with town.store.writing() as books:
        books.events.append(
            EventName.ESCALATION_ATTEMPT_ENDED,
            **about,
            rung="on_call_voice",
            means="call",
            state="unreached",
            code="no-answer",
        )
        books.events.append(EventName.ESCALATION_CLIMBED, **about, rung="dispatch_voice", step=3)
    page = page_of(casey, conversation)
    told = "rung: Phone call to on-call; means: A phone call; state: Nobody was reached; code: no answer"
    assert f'What became of the alarm, System <span class="aside">({told})' in page
    assert 'The next rung is due, System <span class="aside">(rung: Phone call to the dispatch centre)' in page


def test_what_was_closed_keeps_its_attempts_and_a_new_emergency_stands_above_it(
    town: Town, casey: TestClient, conversation: Conversation, opened: Escalation
) -> None:
    sam = town.staff["sam"]
    with town.store.writing() as books:
        escalation.acknowledge(books, opened.id, Taker.at_the_desk(sam))
        escalation.close(books, opened.id, sam, Ending(EscalationOutcome.FALSE_ALARM, "a stage prop"))
    again = town.emergency(conversation)
    page = page_of(casey, conversation)
    assert again.id != opened.id
    assert page.index('id="escalation"') < page.index(f'id="ended-{opened.id}"')
    assert "Emergency closed: False alarm" in page
    assert f'<details class="act" id="attempts-{opened.id}">' in page
