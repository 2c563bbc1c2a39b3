"""A whole line on free ports, its parts as real processes beside the twin of the phone company, to be signalled, killed
and measured. Tests and benchmarks use it; it only ever speaks to this machine.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.errors import TemporaryError
from bot.settings import ROOT
from channels.twin.client import TwinClient

AUTH_TOKEN = "installation-token"  # noqa: S105  a twin's token guards nothing
ACCOUNT_SID = "AC" + "7" * 32
LINE_NUMBER = "+13035550100"
# Two cores that are busy with other things start an engine in half of this.
START_SECONDS = 90.0
STOP_SECONDS = 15.0


class NotUpError(TemporaryError):
    """A part did not come up in time."""


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """One line: where it keeps things, where its parts listen and the processes that run.

    Attributes:
        home: its FOURTHLINE_HOME.
        engine_url: an engine of one's own, or that of the part named engine.
        database_url: empty for SQLite in `home`.
        extra: more of its environment.
    """

    home: Path
    engine_url: str = field(default_factory=lambda: f"http://127.0.0.1:{free_port()}")
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    gateway_port: int = field(default_factory=free_port)
    twin_port: int = field(default_factory=free_port)
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The gateway's base URL."""
        return f"http://127.0.0.1:{self.gateway_port}"

    @property
    def store_url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.home / 'fourthline.db'}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its parts."""
        return {
            **os.environ,
            "FOURTHLINE_HOME": str(self.home),
            "FOURTHLINE_PORT": str(self.gateway_port),
            "DATABASE_URL": self.store_url,
            "ENGINE_URL": self.engine_url,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_NUMBER": LINE_NUMBER,
            "TWILIO_API_URL": f"http://127.0.0.1:{self.twin_port}",
            **self.extra,
        }

    def twin(self) -> TwinClient:
        """Return a client of its twin."""
        return TwinClient(f"http://127.0.0.1:{self.twin_port}")

    def start(self, *parts: str) -> None:
        """Start parts and wait until they are whole. Raises NotUpError."""
        self.launch(*parts)
        for part in parts:
            self.await_part(part)

    def launch(self, *parts: str) -> None:
        """Start parts without waiting for them."""
        self.home.mkdir(parents=True, exist_ok=True)
        for part in parts:
            with (self.home / f"{part}.out").open("ab") as out:
                self.parts[part] = subprocess.Popen(
                    self.command(part), env=self.environment, cwd=ROOT, stdout=out, stderr=out
                )

    def command(self, part: str) -> list[str]:
        """Return the command that runs a part."""
        if part != "twin":
            # worker-2 is a second worker.
            kind = part.partition("-")[0]
            return [sys.executable, "-m", "bot.cli", "serve", *([kind] if kind != "all" else [])]
        twin = ["--port", str(self.twin_port), "--webhook", f"{self.url}/twilio/sms", "--number", LINE_NUMBER]
        return [sys.executable, "-m", "channels.twin", *twin, "--keywords", "off"]

    def await_part(self, part: str, seconds: float = START_SECONDS) -> None:
        """Wait until a part answers. Raises NotUpError."""
        urls = {
            # The doorstep answers /health/live at once; the counters come from the loaded gateway.
            "gateway": f"{self.url}/metrics",
            "all": f"{self.url}/metrics",
            "ready": f"{self.url}/health/ready",
            # The learned reader, which a gateway that answers already is still loading.
            "reader": f"{self.url}/health/ready",
            "twin": f"http://127.0.0.1:{self.twin_port}/twin/health",
            "engine": f"{self.engine_url}/health",
        }
        deadline = time.monotonic() + seconds
        while part in urls and not _answers(urls[part], part):
            if time.monotonic() > deadline:
                raise NotUpError(f"{part} did not come up; see {self.home}")
            time.sleep(0.05)

    def signal(self, part: str, name: signal.Signals) -> None:
        """Send a signal to a part."""
        self.parts[part].send_signal(name)

    def kill(self, part: str) -> None:
        """End a part as a crash would."""
        self.parts[part].kill()
        self.parts[part].wait()

    def stop(self) -> None:
        """End every part that still runs."""
        for process in self.parts.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.parts.values():
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def record(self, phone: str) -> dict[str, Any]:
        """Return the newest record of a number, as `fourthline record --json` gives it; {} where there is none."""
        command = [sys.executable, "-m", "bot.cli", "record", "--phone", phone, "--json"]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        return dict(json.loads(done.stdout)) if done.returncode == 0 else {}

    def metrics(self) -> str:
        """Return the gateway's counters."""
        return httpx.get(f"{self.url}/metrics", timeout=5, trust_env=False).text

    def say(self, number: str, *texts: str) -> list[str]:
        """Text the line as a resident; return the reply to each text. Raises NotUpError where one got none."""
        replies = []
        with self.twin() as twin:
            for text in texts:
                sent = twin.text(number, text)
                if not sent.answered:
                    raise NotUpError(f"a text of {len(text)} characters was not answered")
                replies.append("\n".join(sent.replies))
        return replies


def _answers(url: str, part: str) -> bool:
    try:
        answer = httpx.get(url, timeout=10, trust_env=False)
        if part == "reader":
            return bool(answer.json().get("learned_reader") == "ok")
        return answer.status_code == 200 and (part != "engine" or bool(answer.json().get("ready")))
    except (httpx.HTTPError, ValueError):
        return False
