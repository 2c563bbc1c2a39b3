"""`fourthline doctor`: looks at everything the line needs. It changes nothing and prints no secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from bot.commands.engine_side import ENGINE_PYTHON
from bot.errors import FourthlineError
from bot.learned.load import load_whole_screen
from bot.profiles import load_profile
from bot.safety.screen import WORKING
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.store.migrate import current, head


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what it says or what to do."""

    subject: str
    well: bool
    says: str


def examine() -> list[Finding]:
    """Return everything that was looked at, in the order a start needs it."""
    try:
        settings = load_settings()
    except FourthlineError as error:
        return [Finding("settings", False, str(error))]
    looks: list[tuple[str, Callable[[Settings], str]]] = [
        ("profile", _profile),
        ("screen", _screen),
        ("database", _database),
        ("events", _events),
        ("engine's environment", _engine_environment),
        ("engine", _engine),
        ("phone company", _phone_company),
        ("public address", _public_address),
    ]
    return [Finding("settings", True, "readable"), *(_look(subject, look, settings) for subject, look in looks)]


def _look(subject: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(subject, True, look(settings))
    except (FourthlineError, httpx.HTTPError) as error:
        return Finding(subject, False, str(error) or type(error).__name__)


def _profile(settings: Settings) -> str:
    profile = load_profile(settings.profile)
    return f"{profile.name}, version {profile.version}"


def _screen(_settings: Settings) -> str:
    screen = load_whole_screen()
    if screen.learned_state != WORKING:
        raise FourthlineError(f"version {screen.version}; its learned reader is {screen.learned_state}: run make train")
    return f"version {screen.version}"


def _database(settings: Settings) -> str:
    store = Store(settings.store_url)
    with store.reading() as books:
        if current(store) != head():
            raise FourthlineError(f"the schema stands at {current(store)}, not at {head()}: run fourthline migrate")
        return f"schema {head()}, {books.staff.count()} staff"


def _events(settings: Settings) -> str:
    with Store(settings.store_url).reading() as books:
        broken = books.events.first_broken()
        if broken is not None:
            raise FourthlineError(f"the chain is broken at link {broken}")
        return f"the chain is whole up to link {books.events.last_id()}"


def _engine_environment(_settings: Settings) -> str:
    if not ENGINE_PYTHON.exists():
        raise FourthlineError("missing: run make setup")
    return "built"


def _engine(settings: Settings) -> str:
    answer = httpx.get(f"{settings.engine_url}/health", timeout=2, trust_env=False)
    if not answer.json().get("ready"):
        raise FourthlineError("answers, but is not ready yet")
    return "ready"


def _phone_company(settings: Settings) -> str:
    if not settings.twilio_account_sid or not settings.twilio_auth_token.get_secret_value():
        raise FourthlineError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set: only the web phone works")
    if not settings.twilio_number and not settings.twilio_messaging_service_sid:
        raise FourthlineError("set TWILIO_NUMBER or TWILIO_MESSAGING_SERVICE_SID to send texts")
    return "account and sender are set; see docs/how-to/go-live.md for the fallback URL and the opt-out texts"


def _public_address(settings: Settings) -> str:
    if not settings.public_url:
        raise FourthlineError("PUBLIC_URL is not set: signatures are checked against the local address")
    if not settings.public_url.startswith("https://"):
        raise FourthlineError("PUBLIC_URL should be https: residents' words travel over it")
    return settings.public_url
