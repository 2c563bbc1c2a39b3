from __future__ import annotations

import asyncio
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.conversation import remember as remembering
from bot.escalation.reach import NoReach
from bot.store import StoreUnavailableError
from bot.testing import ASKS_WHERE, MATEO, ROSA
from bot.vocabulary import CarrierWord, Channel, Language
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.receiving import receive_safely
from channels.sender_script import ScriptedSender
from channels.spool import Spool, UnreadableSpoolFileError
from channels.trial import Trial
from channels.webhook_trial import PhoneCompany
from channels.worker.run import Worker

KNIFE = "my brother has a knife and is coming at me"


@pytest.fixture
def worker(pipeline: Pipeline, sender: ScriptedSender, spool: Spool) -> Worker:
    return Worker(pipeline, sender, NoReach(), spool, "https://line.example")


@pytest.fixture
def locked(trial: Trial) -> Iterator[sqlite3.Connection]:
    """Another program holds the database."""
    other = sqlite3.connect(str(trial.house.store.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def form(body: str, sid: str = "SM1") -> dict[str, str]:
    return {"MessageSid": sid, "From": ROSA.number, "Body": body}


def test_a_text_is_answered_within_the_promise_and_kept_while_the_database_is_locked(
    phone_company: PhoneCompany, trial: Trial, spool: Spool, locked: sqlite3.Connection
) -> None:
    started = time.monotonic()
    assert phone_company.texts(form("someone is asleep on my steps")) == [trial.words("utter_safe_reply")]
    assert time.monotonic() - started < 6
    assert len(spool.waiting()) == 1


def test_danger_gets_its_911_reply_while_the_database_is_locked(
    phone_company: PhoneCompany, trial: Trial, worker: Worker, locked: sqlite3.Connection
) -> None:
    assert phone_company.texts(form(KNIFE)) == [trial.words("utter_emergency")]
    assert phone_company.texts(form("tiene un cuchillo y viene hacia mi", "SM2")) == [
        trial.words("utter_emergency", Language.SPANISH)
    ]
    locked.execute("ROLLBACK")
    assert asyncio.run(worker.remember_spooled()) == 2
    assert len(trial.escalations(ROSA)) == 1


def test_what_was_kept_is_remembered_in_its_order_when_the_database_is_back(
    phone_company: PhoneCompany, trial: Trial, worker: Worker, spool: Spool, locked: sqlite3.Connection
) -> None:
    phone_company.texts(form("hello", "SM1"))
    phone_company.texts(form("it is about my neighbor", "SM2"))
    with pytest.raises(StoreUnavailableError):
        asyncio.run(worker.remember_spooled())
    assert len(spool.waiting()) == 2
    locked.execute("ROLLBACK")
    assert asyncio.run(worker.remember_spooled()) == 2
    assert [line.body for line in trial.inbound(ROSA)] == ["hello", "it is about my neighbor"]
    assert spool.waiting() == []
    safe = trial.words("utter_safe_reply")
    assert [line.body for line in trial.outbound(ROSA)] == [ASKS_WHERE, safe, ASKS_WHERE, safe]


def test_what_the_last_resort_said_stands_in_the_transcript_afterwards(
    phone_company: PhoneCompany, trial: Trial, worker: Worker, locked: sqlite3.Connection
) -> None:
    phone_company.texts(form(KNIFE))
    locked.execute("ROLLBACK")
    asyncio.run(worker.remember_spooled())
    # Said once by the last resort and once by the house, in the same words: one line serves.
    assert [line.body for line in trial.outbound(ROSA)] == [trial.words("utter_emergency")]
    with trial.house.store.reading() as books:
        assert books.events.first_broken() is None


def test_a_kept_text_that_was_remembered_after_all_changes_nothing(trial: Trial, worker: Worker, spool: Spool) -> None:
    inbound = ROSA.texts("hello")
    trial.receives(inbound)
    spool.keep(inbound)
    asyncio.run(worker.remember_spooled())
    assert len(trial.lines(ROSA)) == 2


def test_a_kept_file_that_cannot_be_read_holds_up_no_other(
    trial: Trial, worker: Worker, spool: Spool, tmp_path: Path
) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "00000000000000000000-broken.json").write_text("{")
    spool.keep(ROSA.texts("hello"))
    assert asyncio.run(worker.remember_spooled()) == 1
    assert len(trial.inbound(ROSA)) == 1
    assert spool.waiting() == []
    assert [path.suffix for path in (tmp_path / "spool").iterdir()] == [".set-aside"]


def test_a_kept_text_comes_back_as_it_was_and_only_its_owner_may_read_it(spool: Spool) -> None:
    inbound = ROSA.texts("a\ud83d é", carrier_word=CarrierWord.HELP, language=Language.SPANISH, meta={"To": "+1"})
    spool.keep(inbound, "We got your message.")
    path = spool.waiting()[0]
    assert spool.read(path) == (inbound, "We got your message.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_another_shape_is_no_message(spool: Spool, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"carrier_word": "no such word", "language": null}')
    with pytest.raises(UnreadableSpoolFileError):
        spool.read(path)


def test_kept_texts_stay_in_order_though_earlier_ones_were_given_back(spool: Spool) -> None:
    for number in range(3):
        spool.keep(ROSA.texts(str(number)))
    spool.given_back(spool.waiting()[0])
    spool.keep(ROSA.texts("3"))
    assert [spool.read(path)[0].text for path in spool.waiting()] == ["1", "2", "3"]


@pytest.mark.parametrize("failure", [RuntimeError("a fault"), KeyError("x"), MemoryError()])
def test_whatever_fails_behind_the_edge_the_resident_is_answered_and_the_text_kept(
    phone_company: PhoneCompany, trial: Trial, spool: Spool, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(remembering.settle, "at_once", fail)
    assert phone_company.texts(form("hello")) == [trial.words("utter_safe_reply")]
    assert phone_company.texts(form(KNIFE, "SM2")) == [trial.words("utter_emergency")]
    assert len(spool.waiting()) == 2


def test_a_full_disk_does_not_keep_the_resident_from_an_answer(
    phone_company: PhoneCompany, trial: Trial, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Spool, "keep", full)
    assert phone_company.texts(form("hello")) == [trial.words("utter_safe_reply")]


def test_a_pipeline_that_hangs_is_cut_off_by_the_edge(
    trial: Trial, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_inbound: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(trial.pipeline, "receive", hang)
    monkeypatch.setattr("channels.receiving.EDGE_SECONDS", 0.1)
    last_resort = LastResort.read(trial.house, Channel.SMS)
    answer, words = asyncio.run(receive_safely(trial.pipeline, MATEO.texts("hello"), last_resort, spool))
    assert answer.replies == ()
    assert words == (trial.words("utter_safe_reply"),)


def test_the_last_resort_speaks_spanish_to_who_writes_spanish(trial: Trial) -> None:
    last_resort = LastResort.read(trial.house, Channel.SMS)
    said = last_resort.reply_to("hay una persona durmiendo en mi puerta", Channel.SMS)
    assert said == trial.words("utter_safe_reply", Language.SPANISH)


def test_a_delivery_report_that_cannot_be_kept_is_asked_for_again(
    phone_company: PhoneCompany, trial: Trial, client: TestClient
) -> None:
    trial.says(ROSA, "hello")
    reply = trial.outbound(ROSA)[0]
    other = sqlite3.connect(str(trial.house.store.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    report = {"MessageSid": "SM9", "MessageStatus": "sent"}
    assert phone_company.reports(reply.id, report).status_code == 503
    other.close()
    assert phone_company.reports(reply.id, report).status_code == 204
