"""The command line, as another process runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

from bot.errors import TemporaryError
from channels.twin.account import Account
from channels.twin.client import TwinClient
from channels.twin.description import from_library
from channels.twin.practice import PracticeLine, Scripted
from channels.twin.server import free_port, serving
from channels.twin.twin import Twin

ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms")
ROSA = "+13035550142"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "channels.twin", *arguments], capture_output=True, text=True, timeout=60
    )


def test_a_text_from_the_command_line_prints_the_reply():
    line = PracticeLine(ACCOUNT.auth_token, Scripted("<Response><Message>Where are you?</Message></Response>"))
    with serving(Twin(ACCOUNT, description=from_library()), transport=line) as twin:
        done = run("text", ROSA, "hello", "--twin", twin.url)
    assert (done.returncode, done.stdout) == (0, "Where are you?\n")
    assert done.stderr.startswith("answered")


def test_a_load_run_prints_its_figures_as_json():
    line = PracticeLine(ACCOUNT.auth_token)
    with serving(Twin(ACCOUNT, description=from_library()), transport=line) as twin:
        done = run("load", "--residents", "2", "--twin", twin.url, "--json")
    figures = json.loads(done.stdout)
    assert (figures["residents"], figures["unanswered"]) == (2, 0)
    assert figures["texts"] == len(line.heard)
    assert 0 < figures["p50_ms"] <= figures["max_ms"]


def test_the_served_twin_says_what_it_checks_against_and_ends_when_told():
    port = free_port()
    command = [sys.executable, "-m", "channels.twin", "--port", str(port), "--number", "+13035550111"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        said = [served.stdout.readline(), served.stdout.readline()]
        line = until_it_answers(f"http://127.0.0.1:{port}")
        served.terminate()
        assert served.wait(15) in (0, -signal.SIGTERM)
    assert f"127.0.0.1:{port}/twin/" in said[0]
    assert said[1].startswith("Requests are checked against")
    assert line == "+13035550111"


def until_it_answers(url: str) -> str:
    with TwinClient(url) as client:
        for _ in range(200):
            try:
                return str(client.health()["line"])
            except TemporaryError:
                time.sleep(0.05)
    raise AssertionError("The twin did not start.")


def test_a_text_without_an_answer_is_a_failure():
    line = PracticeLine(ACCOUNT.auth_token, Scripted(status=500))
    with serving(Twin(ACCOUNT, description=from_library()), transport=line) as twin:
        done = run("text", ROSA, "hello", "--twin", twin.url)
    assert done.returncode == 1
    assert done.stderr.startswith("NOT answered")


def test_a_twin_that_is_not_there_is_one_sentence():
    done = run("text", ROSA, "hello", "--twin", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_webhook_off_this_machine_is_refused_at_start():
    done = run("--webhook", "https://line.example.org/twilio/sms", "--port", str(free_port()))
    assert done.returncode == 1
    assert "only speaks to this machine" in done.stderr
