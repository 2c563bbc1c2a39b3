"""The demo: the whole line on one machine, with a twin of the phone company and staff to sign in as.

Everything it makes is kept in FOURTHLINE_HOME, so that a second start has the same data and the same passwords.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.commands.supervisor import Supervisor
from bot.settings import Settings, kept_secret, load_settings
from bot.vocabulary import Role

STAFF = (("casey", "Casey", Role.CALL_TAKER), ("sam", "Sam", Role.SUPERVISOR), ("toni", "Toni", Role.TRAINER))
TWIN_PORT = int(os.environ.get("TWIN_PORT", "5070"))
LINE_NUMBER = "+13035550100"
# On two busy cores the gateway is up in 3 seconds, the assistant in 30, and a training takes 90; past this something
# is wrong.
LIVE_SECONDS = 45
READY_SECONDS = 600


def run_demo() -> int:
    """Start everything, say where to go, and stay until told to stop; return the exit status."""
    _prepare_environment()
    settings = load_settings()
    twin = (
        f"nice -n 10 {sys.executable} -m channels.twin --port {TWIN_PORT} --webhook http://127.0.0.1:{settings.port}/twilio/sms"
        f" --number {settings.twilio_number}"
    )
    training = f"nice -n 10 {sys.executable} -m bot.cli train screen"
    supervisord = Supervisor.of_parts(("gateway", "worker", "engine"), {"twin": twin}, {"training": training}).start()
    started = time.monotonic()
    if _await(f"http://127.0.0.1:{settings.port}/health/live", supervisord, started, LIVE_SECONDS, lambda: None):
        _say(_directions(settings, _prepare_staff(settings)))
    elif supervisord.poll() is None:
        _say(f"The gateway does not start: {_last_line(settings.home_path / 'log' / 'gateway.log')}")
    logs = settings.home_path / "log"
    progress = [Progress(logs / f"{part}.log") for part in ("training", "engine")]
    ready = f"http://127.0.0.1:{settings.port}/health/ready"
    if _await(ready, supervisord, started, READY_SECONDS, lambda: _show(progress)):
        _say(f"The assistant is ready ({time.monotonic() - started:.0f} s). Ctrl-C stops everything.")
    elif supervisord.poll() is None:
        _say(f"The assistant is not ready yet; texts get the safe reply. See {settings.home_path / 'log'}.")
    status = supervisord.wait()
    _say("Stopped.")
    return status


class Progress:
    """Shows what the engine says of a training: the lines of its log that are not events."""

    def __init__(self, log: Path) -> None:
        """Begin at the engine's newest start."""
        self._log = log
        self._shown = 0

    def show(self) -> None:
        """Print what is new since the last look."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines() if self._log.exists() else []
        begins = [number for number, line in enumerate(lines) if '"engine.listening"' in line]
        for line in lines[max(self._shown, begins[-1] if begins else 0) :]:
            if line and not line.startswith("{"):
                _say(f"  {line}")
        self._shown = len(lines)


def _show(progress: Sequence[Progress]) -> None:
    for one in progress:
        one.show()


def _prepare_environment() -> None:
    """Fill in what a real line has from its city; whatever is set already stands."""
    home = load_settings().home_path
    sid = kept_secret(home / "demo-account")
    defaults = {
        "FOURTHLINE_DEMO": "true",
        "TWILIO_ACCOUNT_SID": "AC" + sid.encode().hex()[:32],
        "TWILIO_AUTH_TOKEN": kept_secret(home / "demo-token"),
        "TWILIO_NUMBER": LINE_NUMBER,
        "TWILIO_API_URL": f"http://127.0.0.1:{TWIN_PORT}",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def _prepare_staff(settings: Settings) -> str:
    """Make the demo's staff where they are missing; return their password."""
    # Imported here, since a text may come before anybody signs in, and this takes a second.
    from bot.sign_in import add_staff
    from bot.store import Store
    from bot.store.migrate import migrate

    password = kept_secret(settings.home_path / "demo-password")
    store = Store(settings.store_url)
    migrate(store)
    with store.writing() as books:
        for username, name, role in STAFF:
            if books.staff.by_username(username) is None:
                add_staff(books, username, name, role, password)
    store.close()
    return password


def _await(
    url: str, supervisord: subprocess.Popen[bytes], started: float, seconds: float, meanwhile: Callable[[], None]
) -> bool:
    import httpx

    while time.monotonic() - started < seconds and supervisord.poll() is None:
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
        meanwhile()
        time.sleep(0.2)
    return False


def _directions(settings: Settings, password: str) -> str:
    names = ", ".join(f"{username} ({role.label.lower()})" for username, _, role in STAFF)
    return f"""
  Fourthline is up: {settings.base_url}

    Text it as a resident   {settings.base_url}/phone
    Work the desk           {settings.base_url}/desk/
      sign in as            {names}
      password              {password}
    Text it as a phone      {_twin_text()}
    The phone company       http://127.0.0.1:{TWIN_PORT}/twin/

  The assistant and the screen's learned reader are loading, and are trained first where there is no model for these
  files. Until they are ready every text gets the safe reply, and danger that can be named its 911 reply.
"""


def _twin_text() -> str:
    python = Path(sys.executable)
    shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
    twin = f"http://127.0.0.1:{TWIN_PORT}"
    return f'{shown} -m channels.twin text --twin {twin} +13035550123 "someone is asleep on my steps"'


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else f"see {log}"


def _say(text: str) -> None:
    print(text, flush=True)
