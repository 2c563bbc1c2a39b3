"""The demo: the whole line on one machine, with a twin of the phone company and staff to sign in as.

Everything it makes is kept in FOURTHLINE_HOME, so that a second start has the same data and the same passwords.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bot.commands.supervisor import Supervisor, wait
from bot.settings import Settings, kept_secret, load_settings
from bot.sign_in import add_staff
from bot.store import Store
from bot.store.migrate import migrate
from bot.vocabulary import Role

STAFF = (("casey", "Casey", Role.CALL_TAKER), ("sam", "Sam", Role.SUPERVISOR), ("toni", "Toni", Role.TRAINER))
TWIN_PORT = int(os.environ.get("TWIN_PORT", "5070"))
LINE_NUMBER = "+13035550100"
# On two busy cores the gateway is up in 5 seconds and the assistant in 30; past this something is wrong.
LIVE_SECONDS = 45
READY_SECONDS = 180


def run_demo() -> int:
    """Prepare, start everything, say where to go, and stay until told to stop; return the exit status."""
    _prepare_environment()
    settings = load_settings()
    password = kept_secret(settings.home_path / "demo-password")
    _prepare_records(settings, password)
    twin_command = (
        f"{sys.executable} -m channels.twin --port {TWIN_PORT} --webhook http://127.0.0.1:{settings.port}/twilio/sms"
        f" --number {settings.twilio_number}"
    )
    supervisor = Supervisor.of_parts(("gateway", "worker", "engine"), {"twin": twin_command})
    supervisord = supervisor.start()
    started = time.monotonic()
    if _await(f"http://127.0.0.1:{settings.port}/health/live", supervisord, started, LIVE_SECONDS):
        _say(_directions(settings, password))
    else:
        _say(f"The gateway does not start: {_last_line(settings.home_path / 'log' / 'gateway.log')}")
    if _await(f"http://127.0.0.1:{settings.port}/health/ready", supervisord, started, READY_SECONDS):
        _say(f"The assistant is ready ({time.monotonic() - started:.0f} s). Ctrl-C stops everything.")
    elif supervisord.poll() is None:
        _say(f"The assistant is not ready yet; texts get the safe reply. See {settings.home_path / 'log'}.")
    status = wait(supervisord)
    _say("Stopped.")
    return status


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


def _prepare_records(settings: Settings, password: str) -> None:
    store = Store(settings.store_url)
    migrate(store)
    with store.writing() as books:
        for username, name, role in STAFF:
            if books.staff.by_username(username) is None:
                add_staff(books, username, name, role, password)
    store.close()


def _await(url: str, supervisord: subprocess.Popen[bytes], started: float, seconds: float) -> bool:
    while time.monotonic() - started < seconds and supervisord.poll() is None:
        try:
            if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
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

  The assistant is loading; until it is ready every text gets the safe reply, and danger its 911 reply.
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
