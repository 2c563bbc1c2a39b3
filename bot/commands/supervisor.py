"""Keeps the parts up with supervisord: one that ends is started again, the others go on, Ctrl-C ends them all.

The parts are never started twice: a port that is taken is said before anything runs.
"""

from __future__ import annotations

import configparser
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import PermanentError
from bot.settings import Settings, load_settings
from bot.supervision import end_with_parent

MODULES = {"gateway": "channels.doorstep", "worker": "channels.worker"}
ENGINE_NICENESS = 5
# The gateway answers what it has in hand (6 s) before it ends.
STOP_SECONDS = 10
# A part that keeps dying is started for ever, each time a second later than before.
RETRIES = 1_000_000
LOG_BYTES = "10MB"
# A training that is done, or that this machine cannot do, is not begun again.
DONE = "0,3"


class PortTakenError(PermanentError):
    """A port that a part needs is in use."""


def engine_port(settings: Settings | None = None) -> int:
    """Return the port of ENGINE_URL."""
    return urlsplit((settings or load_settings()).engine_url).port or 5056


@dataclass(frozen=True)
class Supervisor:
    """A set of parts, each with the command that runs it; those of `once` are not started again when they end well."""

    commands: dict[str, str]
    folder: Path
    ports: dict[str, int]
    once: frozenset[str] = frozenset()

    @classmethod
    def of_parts(
        cls, parts: Sequence[str], extra: dict[str, str] | None = None, once: dict[str, str] | None = None
    ) -> Supervisor:
        """Return the supervisor of some parts of this installation, and of commands beside them.

        `extra` run for ever, `once` until they are done.
        """
        settings = load_settings()
        commands = {part: _command(part) for part in parts}
        ports = {"gateway": settings.port, "engine": engine_port(settings)}
        beside = {**(extra or {}), **(once or {})}
        held = {part: ports[part] for part in parts if part in ports}
        return cls({**commands, **beside}, settings.home_path, held, frozenset(once or {}))

    def start(self) -> subprocess.Popen[bytes]:
        """Start supervisord over the parts. Raises PortTakenError."""
        for part, port in self.ports.items():
            _check_free(part, port)
        config = self.folder / "supervisord.conf"
        (self.folder / "log").mkdir(parents=True, exist_ok=True)
        with config.open("w", encoding="utf-8") as file:
            self._config().write(file)
        # supervisord's children end with it, and it ends with us: nothing is left behind whoever is killed.
        supervisord = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(config)],
            stdout=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )
        _pass_signals_on(supervisord)
        return supervisord

    def run(self) -> int:
        """Start the parts and wait until told to stop; return supervisord's exit status."""
        return self.start().wait()

    def _config(self) -> configparser.RawConfigParser:
        config = configparser.RawConfigParser()
        log = self.folder / "log"
        config["supervisord"] = {
            "logfile": str(log / "supervisord.log"),
            "logfile_maxbytes": LOG_BYTES,
            "pidfile": str(self.folder / "supervisord.pid"),
            "nodaemon": "true",
            "silent": "true",
        }
        if os.getuid() == 0:
            config["supervisord"]["user"] = "root"
        for part, command in self.commands.items():
            config[f"program:{part}"] = {
                "command": command,
                "autorestart": "unexpected" if part in self.once else "true",
                "exitcodes": DONE if part in self.once else "0",
                "startsecs": "0" if part in self.once else "2",
                "startretries": str(RETRIES),
                "stopwaitsecs": str(STOP_SECONDS),
                "stopasgroup": "false",
                "killasgroup": "true",
                "redirect_stderr": "true",
                "stdout_logfile": str(log / f"{part}.log"),
                "stdout_logfile_maxbytes": LOG_BYTES,
            }
        return config


def _command(part: str) -> str:
    """Return the command of a part. The gateway's is the shortest, since a resident may be waiting for it."""
    if part == "engine":
        # Danger is answered by the gateway: where the two want the same processor, it goes first.
        return f"nice -n {ENGINE_NICENESS} {sys.executable} -m bot.cli serve engine"
    return f"{sys.executable} -m {MODULES[part]}"


def _pass_signals_on(supervisord: subprocess.Popen[bytes]) -> None:
    """Pass SIGTERM and SIGINT on to supervisord, which ends the parts in order."""

    def stop(_signal: int, _frame: object) -> None:
        supervisord.terminate()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)


def _check_free(part: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTakenError(
                f"port {port}, which the {part} needs, is in use: is the line running already? "
                "FOURTHLINE_PORT and ENGINE_URL choose other ports"
            ) from None
