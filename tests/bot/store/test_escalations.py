"""The store of escalations: which are due, who was told, what is owed, and who was first, on every database."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone

import pytest

from bot.store import Store
from bot.store.contacts import PHONE
from bot.store.values import Escalation, EscalationAttempt
from bot.vocabulary import AckWay, AttemptState, Channel, EscalationState, Language, Means, Role, Rung

AT = datetime(2026, 3, 1, 12, 0, tzinfo=timezone.utc)
ANA, BEN = "+13035550121", "+13035550122"
SMS, VOICE = Rung.ON_CALL_SMS, Rung.ON_CALL_VOICE
TAKEN, DELAYED, REFUSED = AttemptState.TAKEN, AttemptState.DELAYED, AttemptState.REFUSED
WRITTEN, UNREACHED = AttemptState.WRITTEN, AttemptState.UNREACHED


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


class Book:
    """The escalations of one store, opened by residents of their own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.residents = 0

    def opened(self, at: datetime = AT, **columns: object) -> Escalation:
        self.residents += 1
        with self.store.writing() as books:
            contact, _ = books.contacts.find_or_open(PHONE, f"+1303555{1000 + self.residents}", at)
            talk = books.conversations.open(contact, Channel.SMS, "p", "v", Language.ENGLISH, at)
            escalation = books.escalations.open(talk.id, None, None, "screen", ["weapon"], at)
            return books.escalations.change(escalation.id, **columns)

    def due(self, at: datetime, ahead: float = 2, limit: int = 500) -> list[str]:
        with self.store.reading() as books:
            return [one.id for one in books.escalations.due(at, at + timedelta(seconds=ahead), limit)]

    def tried(
        self,
        escalation: Escalation,
        state: AttemptState,
        *,
        address: str = ANA,
        rung: Rung = SMS,
        means: Means = Means.TEXT,
        at: datetime = AT,
    ) -> EscalationAttempt:
        with self.store.writing() as books:
            attempt = books.escalations.write_attempt(
                escalation.id, rung, at, target="Ana", address=address, means=means
            )
            return attempt if state is WRITTEN else books.escalations.end_attempt(attempt.id, state, at)

    def owed(self, escalation: Escalation) -> frozenset[Rung]:
        with self.store.reading() as books:
            return books.escalations.owed(escalation.id)

    def told(self, address: str, since: datetime = AT) -> list[tuple[int, str]]:
        with self.store.reading() as books:
            return [(attempt.id, one.id) for attempt, one in books.escalations.told(address, since)]

    def changed(self, escalation: Escalation, **columns: object) -> Escalation:
        with self.store.writing() as books:
            return books.escalations.change(escalation.id, **columns)


@pytest.fixture
def book(store: Store) -> Book:
    return Book(store)


def test_an_escalation_is_due_from_the_moment_that_it_was_opened(book: Book) -> None:
    escalation = book.opened()
    assert book.due(AT) == [escalation.id]
    assert book.due(later(-1)) == []


def test_what_waited_longest_comes_first_and_no_more_than_are_asked_for(book: Book) -> None:
    third, first, second = (book.opened(due_at=later(seconds)) for seconds in (30, 10, 20))
    assert book.due(later(60)) == [first.id, second.id, third.id]
    assert book.due(later(60), limit=2) == [first.id, second.id]
    assert book.due(later(15)) == [first.id]


def test_what_a_person_has_or_has_closed_is_never_due(book: Book) -> None:
    for state in (EscalationState.ACKNOWLEDGED, EscalationState.CLOSED):
        book.opened(state=state)
    assert book.due(later(10**6)) == []
    assert book.due(later(-(10**6))) == []


def test_after_the_clock_was_put_back_what_was_looked_at_before_is_due(book: Book) -> None:
    escalation = book.opened(looked_at=later(3600), due_at=later(3660))
    assert book.due(AT) == [escalation.id]


def test_two_machines_whose_clocks_differ_a_little_do_not_make_each_others_work_due(book: Book) -> None:
    book.opened(looked_at=later(2), due_at=later(62))
    assert book.due(AT) == []


def test_one_that_was_looked_at_again_after_the_clock_was_put_back_waits_as_any(book: Book) -> None:
    escalation = book.opened(looked_at=later(3600), due_at=later(3660))
    book.changed(escalation, looked_at=AT, due_at=later(60))
    assert book.due(later(1)) == []
    assert book.due(later(60)) == [escalation.id]


def test_one_that_was_never_looked_at_is_due_by_its_time_alone(book: Book) -> None:
    escalation = book.opened(looked_at=None, due_at=later(5))
    assert book.due(later(4)) == []
    assert book.due(later(5)) == [escalation.id]


def test_attempts_are_numbered_from_one_on_each_rung_of_each_escalation(book: Book) -> None:
    first, second = book.opened(), book.opened()
    numbers = [book.tried(first, TAKEN, rung=rung).number for rung in (SMS, SMS, VOICE, SMS)]
    assert numbers == [1, 2, 1, 3]
    assert book.tried(second, TAKEN).number == 1


def test_an_attempt_is_written_before_it_is_made_and_a_call_that_was_taken_goes_on(book: Book) -> None:
    escalation = book.opened()
    attempt = book.tried(escalation, WRITTEN, rung=VOICE, means=Means.CALL)
    assert (attempt.state, attempt.ended_at, attempt.sid) == (WRITTEN, None, "")
    with book.store.writing() as books:
        books.escalations.end_attempt(attempt.id, TAKEN, None, sid="CA1")
    with book.store.writing() as books:
        ended = books.escalations.end_attempt(attempt.id, UNREACHED, later(9), code="busy" * 20)
    assert (ended.state, ended.ended_at, ended.sid, ended.code) == (UNREACHED, later(9), "CA1", "busy" * 10)


def test_an_attempt_that_nobody_knows_is_a_key_error(book: Book) -> None:
    with pytest.raises(KeyError), book.store.reading() as books:
        books.escalations.attempt(4711)


def test_a_rung_was_climbed_where_any_attempt_was_made_on_it(book: Book) -> None:
    escalation = book.opened()
    book.tried(escalation, REFUSED)
    with book.store.reading() as books:
        assert books.escalations.was_climbed(escalation.id, SMS)
        assert not books.escalations.was_climbed(escalation.id, VOICE)


def test_a_rung_is_owed_to_who_could_not_be_reached_because_something_was_down(book: Book) -> None:
    escalation = book.opened()
    assert book.owed(escalation) == frozenset()
    book.tried(escalation, DELAYED)
    book.tried(escalation, DELAYED, rung=VOICE, means=Means.CALL)
    assert book.owed(escalation) == {SMS, VOICE}


@pytest.mark.parametrize("ended", [TAKEN, REFUSED, UNREACHED])
def test_a_rung_is_owed_no_longer_once_the_attempt_could_be_made(book: Book, ended: AttemptState) -> None:
    escalation = book.opened()
    book.tried(escalation, DELAYED)
    book.tried(escalation, ended)
    assert book.owed(escalation) == frozenset()


def test_a_rung_is_owed_while_one_of_its_people_was_not_reached(book: Book) -> None:
    escalation = book.opened()
    for address in (ANA, BEN):
        book.tried(escalation, DELAYED, address=address)
    book.tried(escalation, TAKEN, address=BEN)
    assert book.owed(escalation) == {SMS}


def test_who_was_phoned_was_not_texted_on_the_same_rung(book: Book) -> None:
    escalation = book.opened()
    book.tried(escalation, DELAYED, rung=Rung.SUPERVISOR)
    book.tried(escalation, TAKEN, rung=Rung.SUPERVISOR, means=Means.CALL)
    assert book.owed(escalation) == {Rung.SUPERVISOR}


def test_what_is_owed_is_of_one_escalation_and_not_of_another(book: Book) -> None:
    first, second = book.opened(), book.opened()
    book.tried(first, DELAYED)
    assert book.owed(second) == frozenset()


def test_an_attempt_that_died_with_its_process_reached_nobody(book: Book) -> None:
    escalation = book.opened()
    for state in (DELAYED, WRITTEN, DELAYED):
        book.tried(escalation, state)
    assert book.owed(escalation) == {SMS}


def test_who_was_reached_before_the_news_and_not_with_it_is_owed_the_news(book: Book) -> None:
    escalation = book.opened()
    for state in (TAKEN, DELAYED):
        book.tried(escalation, state)
    assert book.owed(escalation) == {SMS}


def test_somebody_is_told_of_the_escalations_that_they_were_texted_about_the_newest_first(book: Book) -> None:
    first, second = book.opened(), book.opened()
    texts = [book.tried(one, TAKEN) for one in (first, second, first)]
    assert book.told(ANA) == [(texts[2].id, first.id), (texts[1].id, second.id), (texts[0].id, first.id)]


def test_nobody_is_told_of_what_another_was_texted_about_nor_by_a_call(book: Book) -> None:
    escalation = book.opened()
    book.tried(escalation, TAKEN)
    book.tried(escalation, TAKEN, address=BEN, rung=VOICE, means=Means.CALL)
    assert book.told(BEN) == []
    assert book.told("") == []


def test_what_was_told_before_the_moment_is_left_out_and_at_it_is_not(book: Book) -> None:
    escalation = book.opened()
    book.tried(escalation, TAKEN, at=later(-1))
    at_it = book.tried(escalation, TAKEN, at=AT)
    assert book.told(ANA, AT) == [(at_it.id, escalation.id)]


def test_what_a_person_has_is_told_still_and_what_is_closed_is_not(book: Book) -> None:
    taken, closed = book.opened(), book.opened()
    attempt = book.tried(taken, TAKEN)
    book.tried(closed, TAKEN)
    book.changed(taken, state=EscalationState.ACKNOWLEDGED)
    book.changed(closed, state=EscalationState.CLOSED)
    assert book.told(ANA) == [(attempt.id, taken.id)]


def test_the_first_to_acknowledge_has_it_and_a_second_changes_nothing(book: Book) -> None:
    escalation = book.opened()
    with book.store.writing() as books:
        casey = books.staff.add("casey", "Casey", Role.CALL_TAKER, "no password", AT)
        assert books.escalations.acknowledge(escalation.id, None, "Ana", AckWay.TEXT, later(1))
        assert not books.escalations.acknowledge(escalation.id, casey.id, "Casey", AckWay.DESK, later(2))
        row = books.escalations.get(escalation.id)
    assert (row.state, row.acknowledged_name, row.acknowledged_way) == (
        EscalationState.ACKNOWLEDGED,
        "Ana",
        AckWay.TEXT,
    )
    assert (row.acknowledged_by, row.acknowledged_at) == (None, later(1))


@pytest.mark.parametrize("state", [EscalationState.ACKNOWLEDGED, EscalationState.CLOSED])
def test_what_is_not_open_cannot_be_acknowledged(book: Book, state: EscalationState) -> None:
    escalation = book.opened(state=state)
    with book.store.writing() as books:
        assert not books.escalations.acknowledge(escalation.id, None, "Ana", AckWay.TEXT, AT)


def test_what_does_not_exist_cannot_be_acknowledged(book: Book) -> None:
    with book.store.writing() as books:
        assert not books.escalations.acknowledge("e" * 32, None, "Ana", AckWay.TEXT, AT)


def test_of_many_who_acknowledge_in_one_moment_one_is_first(book: Book) -> None:
    escalations = [book.opened() for _ in range(5)]
    names = [f"Person {number}" for number in range(8)]
    together, won = threading.Barrier(len(names)), []
    # Half of them share a process, the others come from another machine.
    other = Store(book.store.url.render_as_string(hide_password=False))

    def acknowledge(number: int, name: str) -> None:
        store = other if number % 2 else book.store
        together.wait(5)
        for escalation in escalations:
            with store.writing() as books:
                if books.escalations.acknowledge(escalation.id, None, name, AckWay.TEXT, AT):
                    won.append((escalation.id, name))

    threads = [threading.Thread(target=acknowledge, args=pair) for pair in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    other.close()
    with book.store.reading() as books:
        had = [(one.id, books.escalations.get(one.id).acknowledged_name) for one in escalations]
    assert sorted(won) == sorted(had)


def test_an_escalation_of_another_is_never_the_conversations_own(book: Book) -> None:
    first, second = book.opened(), book.opened(later(5))
    with book.store.reading() as books:
        assert books.escalations.unclosed_of(first.conversation_id) == books.escalations.get(first.id)
        assert [one.id for one in books.escalations.of_conversation(second.conversation_id)] == [second.id]
        assert books.escalations.oldest_open() == AT
        assert books.escalations.open_count() == 2
    book.changed(first, state=EscalationState.CLOSED)
    with book.store.reading() as books:
        assert books.escalations.unclosed_of(first.conversation_id) is None
        assert books.escalations.oldest_open() == later(5)
