from __future__ import annotations

import pytest

from bot import clock
from bot.callbacks import board as boards
from bot.callbacks import service
from bot.callbacks.testing import Town
from bot.escalation import service as escalation
from bot.vocabulary import ConversationState, EscalationState, EventName, Hazard, Means, Rung, Urgency


def test_the_next_piece_of_work_is_an_emergency_before_anything_else(town: Town) -> None:
    town.record(town.conversation("+13035550101"), Urgency.URGENT, minutes_ago=90)
    danger = town.conversation("+13035550102")
    opened = town.emergency(danger)
    with town.store.writing() as books:
        assert boards.take_next(books, town.staff["casey"]) == danger.id
        taken = books.escalations.get(opened.id)
    assert taken.state is EscalationState.ACKNOWLEDGED
    assert taken.acknowledged_by == town.staff["casey"].id


def test_whoever_takes_an_emergency_has_its_record_too(town: Town) -> None:
    danger = town.conversation()
    record = town.record(danger)
    town.emergency(danger)
    with town.store.writing() as books:
        boards.take_next(books, town.staff["casey"])
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id
        assert boards.take_next(books, town.staff["robin"]) is None


def test_then_who_asks_for_a_person_then_by_urgency_then_the_longest_waiting(town: Town) -> None:
    routine_old = town.record(town.conversation("+13035550101"), Urgency.ROUTINE, minutes_ago=60)
    routine_new = town.record(town.conversation("+13035550102"), Urgency.ROUTINE, minutes_ago=5)
    urgent = town.record(town.conversation("+13035550103"), Urgency.URGENT, minutes_ago=1)
    asking = town.conversation("+13035550104")
    with town.store.writing() as books:
        books.conversations.change(asking.id, state=ConversationState.NEEDS_PERSON)
        taken = [boards.take_next(books, town.staff["casey"]) for _ in range(5)]
    assert taken == [
        asking.id,
        urgent.conversation_id,
        routine_old.conversation_id,
        routine_new.conversation_id,
        None,
    ]


def test_an_emergency_that_was_released_comes_before_who_asks_for_a_person(town: Town) -> None:
    asking = town.conversation("+13035550101")
    danger = town.conversation("+13035550102")
    record = town.record(danger)
    town.emergency(danger)
    with town.store.writing() as books:
        books.conversations.change(asking.id, state=ConversationState.NEEDS_PERSON)
        boards.take_next(books, town.staff["casey"])
        service.release(books, record.id, town.staff["casey"])
        assert boards.take_next(books, town.staff["robin"]) == danger.id


def test_the_second_to_acknowledge_does_not_get_the_record(town: Town) -> None:
    danger = town.conversation()
    record = town.record(danger)
    opened = town.emergency(danger)
    with town.store.writing() as books:
        assert boards.acknowledge(books, opened.id, town.staff["casey"]).first
        assert not boards.acknowledge(books, opened.id, town.staff["robin"]).first
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id


def test_every_open_conversation_stands_somewhere_on_the_board(town: Town) -> None:
    queued = town.conversation("+13035550101")
    town.record(queued)
    talking = town.conversation("+13035550102")
    town.record(talking, queued=False)
    asking = town.conversation("+13035550103")
    with town.store.writing() as books:
        books.conversations.change(asking.id, state=ConversationState.NEEDS_PERSON)
        seen = boards.board(books)
    assert [entry.conversation.id for entry in seen.queue] == [queued.id]
    assert [talk.conversation.id for talk in seen.talking] == [talking.id]
    assert [talk.conversation.id for talk in seen.asking] == [asking.id]


def test_the_counts_leave_out_what_somebody_has(town: Town) -> None:
    waiting = town.record(town.conversation("+13035550101"), minutes_ago=3)
    taken = town.record(town.conversation("+13035550102"), minutes_ago=30)
    with town.store.writing() as books:
        service.claim(books, taken.id, town.staff["casey"])
        seen = boards.board(books)
    assert seen.unclaimed == 1
    assert seen.longest_waiting == waiting.queued_at


def test_new_danger_in_an_emergency_that_somebody_has_stands_out_until_a_person_has_seen_it(town: Town) -> None:
    danger = town.conversation()
    opened = town.emergency(danger, hazards=(Hazard.OVERDOSE,))
    with town.store.writing() as books:
        boards.acknowledge(books, opened.id, town.staff["casey"])
        assert boards.alarms(books).renewed == []
    town.emergency(danger, hazards=(Hazard.WEAPON,))
    with town.store.writing() as books:
        [renewed] = boards.alarms(books).renewed
        assert boards.acknowledge(books, opened.id, town.staff["casey"]).first
        assert boards.alarms(books).renewed == []
        assert books.escalations.get(opened.id).acknowledged_by == town.staff["casey"].id
    assert renewed.escalation.hazards == ["overdose", "weapon"]


def test_danger_added_before_anybody_took_it_is_one_alarm_and_not_two(town: Town) -> None:
    danger = town.conversation()
    opened = town.emergency(danger)
    town.emergency(danger, hazards=(Hazard.FIRE,))
    with town.store.writing() as books:
        assert boards.alarms(books).renewed == []
        boards.acknowledge(books, opened.id, town.staff["casey"])
        assert boards.alarms(books).renewed == []


def test_the_board_says_how_many_wait_beyond_what_it_shows(town: Town) -> None:
    for number in range(3):
        town.record(town.conversation(f"+1303555010{number}"))
    with town.store.reading() as books:
        seen = boards.board(books, most=2)
    assert (len(seen.queue), seen.queued) == (2, 3)


def test_take_next_looks_behind_what_is_shown(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "MOST_SHOWN", 1)
    records = [town.record(town.conversation(f"+1303555010{number}"), minutes_ago=9 - number) for number in range(3)]
    with town.store.writing() as books:
        taken = [boards.take_next(books, town.staff["casey"]) for _ in records]
    assert taken == [record.conversation_id for record in records]


def test_whoever_acknowledges_an_emergency_gets_the_record_from_somebody_who_went_home(town: Town) -> None:
    danger = town.conversation()
    record = town.record(danger)
    with town.store.writing() as books:
        service.claim(books, record.id, town.staff["robin"])
    opened = town.emergency(danger)
    with town.store.writing() as books:
        boards.acknowledge(books, opened.id, town.staff["casey"])
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id
        names = [event.name for event in books.events.of_conversation(danger.id)]
    assert names[-2:] == [EventName.RECORD_RELEASED, EventName.RECORD_CLAIMED]


def test_an_emergency_that_climbs_again_is_taken_anew_with_its_record(town: Town) -> None:
    danger = town.conversation()
    record = town.record(danger)
    opened = town.emergency(danger, hazards=(Hazard.OVERDOSE,))
    with town.store.writing() as books:
        boards.acknowledge(books, opened.id, town.staff["casey"])
    town.emergency(danger, hazards=(Hazard.WEAPON,))
    with town.store.writing() as books:
        escalation.climb_again(books, opened.id)
        seen = boards.alarms(books)
        assert [len(seen.open), len(seen.renewed)] == [1, 0]
        assert boards.acknowledge(books, opened.id, town.staff["robin"]).first
        assert books.records.get(record.id).claimed_by == town.staff["robin"].id
        taken = [
            event for event in books.events.of_escalation(opened.id) if event.name is EventName.ESCALATION_ACKNOWLEDGED
        ]
    assert len(taken) == 2


def test_how_often_people_were_alarmed_is_counted_for_each_emergency(town: Town) -> None:
    first, second = town.emergency(town.conversation("+13035550101")), town.emergency(town.conversation("+13035550102"))
    with town.store.writing() as books:
        books.escalations.write_attempt(second.id, Rung.ON_CALL_SMS, clock.now(), means=Means.TEXT)
        counted = {alarm.escalation.id: alarm.attempts for alarm in boards.alarms(books).unclosed}
    assert counted == {first.id: 1, second.id: 2}
