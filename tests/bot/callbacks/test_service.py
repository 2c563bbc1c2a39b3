from __future__ import annotations

import threading

import pytest

from bot.callbacks import service
from bot.callbacks.refusals import AlreadyClosedError, ClaimedByOtherError, EmptyTextError
from bot.callbacks.testing import Town
from bot.store.values import Event
from bot.vocabulary import AttemptResult, EventName, Urgency


def last_event(town: Town) -> Event:
    with town.store.reading() as books:
        return books.events.after(books.events.last_id() - 1)[-1]


def test_the_second_to_claim_is_told_who_has_it(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        first = service.claim(books, record.id, town.staff["casey"])
        second = service.claim(books, record.id, town.staff["robin"])
    assert first.mine
    assert not second.mine
    assert second.claimed_by_name == "Casey Okafor"


def test_of_many_who_claim_at_once_exactly_one_has_it(town: Town) -> None:
    record = town.record(town.conversation())
    claims: list[bool] = []
    start = threading.Barrier(4)

    def claim(username: str) -> None:
        start.wait()
        with town.store.writing() as books:
            claims.append(service.claim(books, record.id, town.staff[username]).mine)

    threads = [threading.Thread(target=claim, args=(name,)) for name in ("casey", "robin", "sam", "ada")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claims) == [False, False, False, True]


def test_claiming_twice_is_one_claim_and_one_event(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        again = service.claim(books, record.id, town.staff["casey"])
        names = [event.name for event in books.events.of_conversation(record.conversation_id)]
    assert again.mine
    assert names.count(EventName.RECORD_CLAIMED) == 1


def test_a_claim_is_a_link_in_the_chain_with_the_person_as_its_actor(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
    event = last_event(town)
    assert event.name is EventName.RECORD_CLAIMED
    assert event.actor == f"staff:{town.staff['casey'].id}"
    assert event.record_id == record.id


def test_a_record_claimed_in_mid_intake_stands_in_the_queue_from_then_on(town: Town) -> None:
    record = town.record(town.conversation(), queued=False)
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        service.release(books, record.id, town.staff["casey"])
        assert [entry.record.id for entry in books.records.queue()] == [record.id]


def test_a_released_record_keeps_its_place_in_the_queue(town: Town) -> None:
    older = town.record(town.conversation("+13035550101"), minutes_ago=20)
    town.record(town.conversation("+13035550102"), minutes_ago=10)
    with town.store.writing() as books:
        service.claim(books, older.id, town.staff["casey"])
        service.release(books, older.id, town.staff["casey"])
        entry = books.records.queue()[0]
    assert entry.record.id == older.id
    assert entry.record.claimed_by is None


def test_a_call_taker_cannot_release_what_another_has(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        with pytest.raises(ClaimedByOtherError, match="Casey Okafor"):
            service.release(books, record.id, town.staff["robin"])


def test_a_supervisor_releases_what_a_call_taker_has(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["casey"])
        assert service.release(books, record.id, town.staff["sam"]).claimed_by is None


def test_a_note_keeps_its_writer_and_its_words_stay_out_of_the_chain(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.add_note(books, record.id, town.staff["casey"], "  gate code is 4411 \r\n side door ")
        [(note, name)] = books.records.notes(record.id)
    assert note.body == "gate code is 4411 \n side door"
    assert name == "Casey Okafor"
    assert "4411" not in str(last_event(town).facts)


@pytest.mark.parametrize("body", ["", "   \n", "x" * 4001])
def test_an_empty_or_endless_note_is_refused(town: Town, body: str) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books, pytest.raises(EmptyTextError):
        service.add_note(books, record.id, town.staff["casey"], body)


def test_an_attempt_to_call_back_is_written_down_with_what_came_of_it(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        service.log_attempt(books, record.id, town.staff["casey"], AttemptResult.NO_ANSWER)
    event = last_event(town)
    assert event.name is EventName.RECORD_ATTEMPTED
    assert event.facts == {"result": "no_answer"}


def test_a_closed_record_cannot_be_claimed(town: Town) -> None:
    record = town.record(town.conversation())
    with town.store.writing() as books:
        books.records.change(record.id, closed_at=record.opened_at)
        with pytest.raises(AlreadyClosedError):
            service.claim(books, record.id, town.staff["casey"])


def test_a_person_who_acts_before_the_intake_opens_the_record_that_will_be_closed(town: Town) -> None:
    conversation = town.conversation()
    with town.store.writing() as books:
        record = service.record_for(books, conversation, town.staff["casey"])
        assert books.conversations.get(conversation.id).record_id == record.id
    assert record.urgency is Urgency.URGENT
    assert record.queued_at is not None
