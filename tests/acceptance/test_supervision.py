"""One command serves the line: a part that dies is started again alone, and the end of one is the end of all."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT

pytestmark = pytest.mark.acceptance


def pids(home: str) -> dict[str, int]:
    """Return the pids of the supervised parts, by part."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        fields = dict(pair.split(b"=", 1) for pair in environment.split(b"\0") if b"=" in pair)
        if fields.get(b"FOURTHLINE_HOME") == home.encode() and b"SUPERVISOR_PROCESS_NAME" in fields:
            found[fields[b"SUPERVISOR_PROCESS_NAME"].decode()] = int(entry.name)
    return found


def wait_for(happened, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.1)
    return False


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture
def served(install):
    line = install()
    line.start("all")
    assert wait_for(lambda: len(pids(str(line.home))) == 3, 10)
    return line, line.parts["all"]


def test_a_part_that_dies_is_started_again_and_takes_no_other_along(served):
    line, _ = served
    before = pids(str(line.home))

    os.kill(before["gateway"], signal.SIGKILL)

    assert wait_for(lambda: pids(str(line.home)).get("gateway") not in (None, before["gateway"]), 20)
    assert wait_for(lambda: answers(f"{line.url}/health/live"), 20)
    after = pids(str(line.home))
    assert (after["worker"], after["engine"]) == (before["worker"], before["engine"])


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_every_part(served, name):
    line, process = served
    process.send_signal(name)
    assert process.wait(timeout=25) is not None
    assert wait_for(lambda: not pids(str(line.home)), 5), pids(str(line.home))


def test_no_part_outlives_a_supervisor_that_is_killed(served):
    line, process = served
    process.kill()
    process.wait()
    assert wait_for(lambda: not pids(str(line.home)), 20), pids(str(line.home))


def test_a_second_start_beside_the_first_says_which_port_is_taken(served):
    line, _ = served
    second = subprocess.run(
        line.command("all"), env=line.environment, cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert second.returncode == 1
    assert str(line.gateway_port) in second.stderr
    assert "in use" in second.stderr
