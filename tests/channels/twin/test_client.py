"""The control API through its client, over real sockets; the line beyond is a practice line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.errors import PermanentError, TemporaryError
from channels.twin import load
from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.faults import Faults
from channels.twin.practice import PracticeLine, Scripted
from channels.twin.server import free_port, serving
from channels.twin.twin import Twin

ROSA = "+13035550142"
REPLY = Scripted("<Response><Message>Where are you?</Message></Response>")


@contextmanager
def a_twin(*script: Scripted, faults: Faults | None = None) -> Iterator[tuple[TwinClient, PracticeLine]]:
    account = Account(webhook="http://127.0.0.1:8000/twilio/sms")
    line = PracticeLine(account.auth_token, *script)
    with serving(Twin(account, faults, from_library(), seed=2), transport=line) as client:
        yield client, line


def test_a_resident_texts_and_reads_the_reply():
    with a_twin(REPLY) as (twin, line):
        sent = twin.text(ROSA, "hello")
        assert sent.answered
        assert sent.replies == ("Where are you?",)
        assert (sent.webhook_ms or 0) > 0
        assert twin.wait_for_reply(ROSA).body == "Where are you?"
        assert line.heard[0].field("MessageSid") == sent.sid


def test_replies_are_read_one_after_the_other_and_never_twice():
    with a_twin(REPLY, Scripted("<Response><Message>And now?</Message></Response>")) as (twin, _):
        twin.text(ROSA, "hello")
        twin.text(ROSA, "by the library")
        assert [twin.wait_for_reply(ROSA).body for _ in range(2)] == ["Where are you?", "And now?"]
        with pytest.raises(TemporaryError):
            twin.wait_for_reply(ROSA, seconds=0.02)


def test_what_was_read_is_not_waited_for_again():
    with a_twin(REPLY, Scripted("<Response><Message>And now?</Message></Response>")) as (twin, _):
        twin.text(ROSA, "hello")
        assert [received.body for received in twin.unread(ROSA)] == ["Where are you?"]
        assert twin.unread(ROSA) == ()
        twin.text(ROSA, "by the library")
        assert twin.wait_for_reply(ROSA).body == "And now?"


def test_a_text_that_is_not_waited_for_is_answered_all_the_same():
    with a_twin(REPLY) as (twin, _):
        assert twin.text(ROSA, "hello", wait=False).answered is None
        assert twin.wait_for_reply(ROSA).body == "Where are you?"


def test_pictures_are_counted_and_named():
    with a_twin(REPLY) as (twin, line):
        twin.text(ROSA, "", num_media=2)
        heard = line.heard[0]
        assert heard.signed
        assert heard.field("NumMedia") == "2"
        assert (heard.field("MessageSid") or "").startswith("MM")
        assert (heard.field("MediaUrl1") or "").startswith("https://")


@pytest.mark.parametrize(
    ("seal", "signed"),
    [("valid", True), ("missing", False), ("wrong", False), ("other_url", False), ("changed_body", False)],
)
def test_a_forgery_is_signed_only_as_well_as_asked(seal: str, signed: bool):
    with a_twin() as (twin, line):
        copies = twin.forge({"MessageSid": "SM" + "1" * 32, "From": ROSA, "Body": "hello"}, seal=seal)
        assert copies == [(200, "<Response/>")]
        assert line.heard[0].signed is signed


def test_copies_of_one_message_share_everything():
    with a_twin() as (twin, line):
        copies = twin.forge([("MessageSid", "SM" + "1" * 32), ("Body", "hello\ud800")], times=20)
        assert len(copies) == len(line.heard) == 20
        assert len({(heard.form, heard.token) for heard in line.heard}) == 1
        assert all(heard.signed for heard in line.heard)


def test_the_log_tells_of_every_webhook_delivery_and_verdict():
    with a_twin(Scripted("<Response><Message>Hi</Message><Blink/></Response>")) as (twin, _):
        sid = twin.text(ROSA, "hello").sid
        twin.settle()
        webhook = twin.log("webhook", sid=sid)[0]
        assert (webhook["status"], webhook["attempt"]) == (200, 1)
        assert ["Body", "hello"] in webhook["form"]
        assert "<Blink/>" in webhook["answer"]
        assert [entry["code"] for entry in twin.log("twiml")] == [12200]
        assert [entry["verdict"] for entry in twin.log("delivery")] == ["delivered"]
        assert twin.log(after=twin.log()[-1]["number"]) == []


def test_faults_are_put_in_force_and_ended():
    with a_twin(*[REPLY] * 4) as (twin, line):
        twin.faults(duplicate=2)
        twin.text(ROSA, "hello")
        twin.faults()
        twin.text(ROSA, "hello")
        assert len(line.heard) == 4


def test_a_reset_forgets_texts_opt_outs_and_faults():
    with a_twin(REPLY, REPLY) as (twin, _):
        twin.text(ROSA, "STOP")
        twin.faults(duplicate=2)
        twin.reset()
        assert twin.log() == []
        assert twin.inbox(ROSA) == ()
        assert twin.health()["faults"]["duplicate"] == 0
        assert twin.text(ROSA, "hello").replies == ("Where are you?",)


def test_health_says_what_requests_are_checked_against():
    with a_twin() as (twin, _):
        assert "library" in twin.health()["checks_against"]


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/twin/texts", {"body": "hello"}),
        ("/twin/texts", {"from": ROSA, "bdy": "hello"}),
        ("/twin/texts", {"from": ROSA, "body": 7}),
        ("/twin/faults", {"thunder": True}),
        ("/twin/webhooks", {"seal": "valid"}),
        ("/twin/webhooks", {"form": {"Body": "x"}, "seal": "waxen"}),
    ],
)
def test_a_request_that_means_nothing_is_answered_with_why(path: str, document: dict[str, object]):
    with a_twin() as (twin, line):
        answer = httpx.post(twin.url + path, json=document)
        assert answer.status_code == 400
        assert answer.json()["error"]
        assert line.heard == []


def test_the_client_passes_on_why():
    with a_twin() as (twin, _), pytest.raises(PermanentError, match="thunder"):
        twin.faults(thunder=True)


def test_a_twin_that_is_not_there_is_a_temporary_error():
    with TwinClient(f"http://127.0.0.1:{free_port()}") as nobody, pytest.raises(TemporaryError):
        nobody.health()


def test_only_loopback_names_are_answered():
    with a_twin() as (twin, _):
        assert httpx.get(twin.url + "/twin/health", headers={"Host": "twin.example.org"}).status_code == 400


def test_a_load_run_counts_texts_answers_and_times():
    script = [REPLY] * 5 + [Scripted("oops", status=500)]
    with a_twin(*script) as (twin, line):
        report = load.run(twin.url, residents=3, parallel=2, script=("hello", "by the bridge"))
        assert (report.residents, report.texts, report.unanswered) == (3, 6, 1)
        assert len({heard.field("From") for heard in line.heard}) == 3
        assert report.percentile(50) <= report.percentile(95) <= max(report.webhook_ms)
        assert "unanswered 1" in report.lines()[0]


def test_a_text_that_is_no_utf8_is_sent_and_shown_again():
    with a_twin(REPLY) as (twin, line):
        twin.text(ROSA, "half \ud83d of it")
        assert line.heard[0].signed
        assert ["Body", "half \ud83d of it"] in twin.log("webhook")[0]["form"]
        assert "half ? of it" in httpx.get(f"{twin.url}/twin/", params={"number": ROSA}).text


def test_a_reset_in_the_middle_of_a_webhook_stops_it():
    with a_twin(Scripted(REPLY.body, seconds=30)) as (twin, _):
        twin.text(ROSA, "hello", wait=False)
        twin.reset()
        twin.settle()
        assert twin.inbox(ROSA) == ()
