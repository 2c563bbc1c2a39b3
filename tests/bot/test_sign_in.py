from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from argon2 import PasswordHasher

from bot import clock
from bot.callbacks.testing import PASSWORD, QUICK_HASHER, Town
from bot.sign_in import (
    SIGN_IN_HOURS,
    SignedIn,
    SignIns,
    ThrottledError,
    UsernameTakenError,
    WeakPasswordError,
    add_staff,
    hashed,
    may,
)
from bot.store import Store
from bot.vocabulary import Act, EventName, Role

HOME = "203.0.113.7"


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store)


@pytest.fixture
def sign_ins(town: Town) -> SignIns:
    return SignIns(town.store, QUICK_HASHER)


def sign_in(sign_ins: SignIns, username: str = "casey") -> SignedIn:
    signed = sign_ins.check_password(username, PASSWORD, HOME)
    assert signed is not None
    return signed


def events(town: Town) -> list[tuple[EventName, str]]:
    with town.store.reading() as books:
        return [(event.name, event.actor) for event in books.events.after(0)]


def test_a_right_password_signs_in_and_the_chain_says_so(town: Town, sign_ins: SignIns) -> None:
    signed = sign_in(sign_ins)
    assert sign_ins.staff_for(signed.token) == town.staff["casey"]
    assert events(town) == [(EventName.STAFF_SIGNED_IN, f"staff:{signed.staff.id}")]


def test_a_username_is_heard_whatever_its_case_and_spaces(sign_ins: SignIns) -> None:
    assert sign_in(sign_ins, " Casey ").staff.username == "casey"


def test_a_wrong_password_is_refused_and_the_chain_says_so(town: Town, sign_ins: SignIns) -> None:
    assert sign_ins.check_password("casey", "wrong horse battery", HOME) is None
    assert events(town) == [(EventName.STAFF_SIGN_IN_REFUSED, f"staff:{town.staff['casey'].id}")]


def test_an_unknown_name_is_refused_without_being_written_down(town: Town, sign_ins: SignIns) -> None:
    assert sign_ins.check_password("my-password-by-mistake", "x", HOME) is None
    with town.store.reading() as books:
        [event] = books.events.after(0)
    assert event.actor == "unknown"
    assert "mistake" not in str(event)


def test_an_unknown_name_costs_as_much_work_as_a_known_one(town: Town) -> None:
    checks: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            checks.append(str(hash))
            return super().verify(hash, password)  # type: ignore[return-value]

    sign_ins = SignIns(town.store, Counting(time_cost=1, memory_cost=8, parallelism=1))
    sign_ins.check_password("nobody", PASSWORD, HOME)
    sign_ins.check_password("casey", "wrong horse battery", HOME)
    assert len(checks) == 2
    assert checks[0].rsplit("$", 2)[0] == checks[1].rsplit("$", 2)[0]


def test_only_hashes_of_password_and_token_are_kept(embedded_store: Store, tmp_path: Path) -> None:
    Town(embedded_store)
    signed = sign_in(SignIns(embedded_store, QUICK_HASHER))
    embedded_store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert signed.token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert hashed(signed.token).encode() in kept


def test_a_sign_in_ends_after_its_hours(sign_ins: SignIns) -> None:
    signed = sign_in(sign_ins)
    with time_machine.travel(clock.now() + timedelta(hours=SIGN_IN_HOURS, seconds=1), tick=False):
        assert sign_ins.staff_for(signed.token) is None


def test_signing_out_ends_it_at_once_and_the_chain_says_so(town: Town, sign_ins: SignIns) -> None:
    signed = sign_in(sign_ins)
    sign_ins.sign_out(signed.token)
    assert sign_ins.staff_for(signed.token) is None
    assert events(town)[-1][0] is EventName.STAFF_SIGNED_OUT


def test_a_token_that_was_made_up_is_nobody(sign_ins: SignIns) -> None:
    assert sign_ins.staff_for("made-up") is None


def test_five_wrong_passwords_close_the_door_to_that_name_from_there(sign_ins: SignIns) -> None:
    for _ in range(5):
        assert sign_ins.check_password("casey", "wrong horse battery", HOME) is None
    with pytest.raises(ThrottledError):
        sign_ins.check_password("casey", PASSWORD, HOME)


def test_nobody_locks_casey_out_from_elsewhere(sign_ins: SignIns) -> None:
    for _ in range(5):
        sign_ins.check_password("casey", "wrong horse battery", "198.51.100.9")
    assert sign_in(sign_ins).staff.username == "casey"


def test_the_browser_that_casey_used_before_stays_open_whatever_others_guess_from_the_same_address(
    sign_ins: SignIns,
) -> None:
    browser = sign_in(sign_ins).token
    sign_ins.sign_out(browser)
    for _ in range(5):
        sign_ins.check_password("casey", "wrong horse battery", HOME)
    with pytest.raises(ThrottledError):
        sign_ins.check_password("casey", PASSWORD, HOME)
    assert sign_ins.check_password("casey", PASSWORD, HOME, browser) is not None


def test_a_known_browser_guesses_ten_times_and_only_for_its_own_person(sign_ins: SignIns) -> None:
    browser = sign_in(sign_ins).token
    for _ in range(10):
        assert sign_ins.check_password("casey", "wrong horse battery", HOME, browser) is None
    with pytest.raises(ThrottledError):
        sign_ins.check_password("casey", PASSWORD, HOME, browser)
    for _ in range(5):
        sign_ins.check_password("sam", "wrong horse battery", HOME, browser)
    with pytest.raises(ThrottledError):
        sign_ins.check_password("sam", PASSWORD, HOME, browser)


def test_an_address_that_tries_many_names_is_stopped(town: Town, sign_ins: SignIns) -> None:
    for number in range(20):
        sign_ins.check_password(f"name{number}", "wrong horse battery", HOME)
    with pytest.raises(ThrottledError):
        sign_ins.check_password("casey", PASSWORD, HOME)
    assert len(events(town)) == 20


def test_the_door_opens_again_after_a_while(sign_ins: SignIns) -> None:
    for _ in range(5):
        sign_ins.check_password("casey", "wrong horse battery", HOME)
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in(sign_ins).staff.username == "casey"


def test_a_username_is_taken_once(town: Town) -> None:
    with town.store.writing() as books, pytest.raises(UsernameTakenError):
        add_staff(books, "CASEY", "Another Casey", Role.CALL_TAKER, PASSWORD, QUICK_HASHER)


def test_a_short_password_is_refused(town: Town) -> None:
    with town.store.writing() as books, pytest.raises(WeakPasswordError):
        add_staff(books, "kim", "Kim Roe", Role.CALL_TAKER, "elevenchars", QUICK_HASHER)


def test_an_old_hash_is_renewed_when_its_owner_signs_in(town: Town) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert SignIns(town.store, stronger).check_password("casey", PASSWORD, HOME) is not None
    with town.store.reading() as books:
        found = books.staff.by_username("casey")
    assert found is not None
    assert not stronger.check_needs_rehash(found[1])


def test_a_trainer_sees_neither_queue_nor_conversation() -> None:
    assert may(Role.TRAINER, Act.TRAIN)
    assert not any(may(Role.TRAINER, act) for act in (Act.SEE_QUEUE, Act.SEE_TRANSCRIPT, Act.REVEAL_NUMBER))


def test_an_auditor_reads_and_changes_nothing() -> None:
    assert {act for act in Act if may(Role.AUDITOR, act)} == {Act.SEE_QUEUE, Act.SEE_TRANSCRIPT, Act.VERIFY}


@pytest.mark.parametrize("role", [Role.CALL_TAKER, Role.SUPERVISOR])
def test_who_works_the_queue_may_do_all_of_it(role: Role) -> None:
    work = {Act.SEE_QUEUE, Act.SEE_TRANSCRIPT, Act.ACKNOWLEDGE, Act.CLAIM, Act.CLOSE, Act.TAKE_OVER, Act.REPLY}
    assert all(may(role, act) for act in work)


def test_only_a_supervisor_acts_on_what_another_has() -> None:
    assert [role for role in Role if may(role, Act.RELEASE_ANY)] == [Role.SUPERVISOR]
