"""Every setting in one table: its name in the environment, its default, what it is for. A bad value stops the start.

The environment wins over `.env`, `.env` over the default; a secret may come from the file that NAME_FILE names.
docs/reference/settings.md is generated from this table and a test holds the two together.
"""

from __future__ import annotations

import difflib
import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import PermanentError

ROOT = Path(__file__).resolve().parents[1]


class BadSettingError(PermanentError):
    """A setting cannot be used; the message names it and says why."""


def _setting(name: str, default: Any, purpose: str, **checks: Any) -> Any:
    return Field(default=default, validation_alias=AliasChoices(name), description=purpose, **checks)


class Settings(BaseSettings):
    """The settings table. Read it with `load_settings`."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    profile: str = _setting(
        "FOURTHLINE_PROFILE", "denver-star", "The city's programme: a name in programs/, or a path."
    )
    home: Path = _setting(
        "FOURTHLINE_HOME", Path("var"), "Folder of everything this installation keeps: database, keys, logs."
    )
    database_url: str = _setting(
        "DATABASE_URL", "", "SQLAlchemy URL of the database; empty means SQLite in FOURTHLINE_HOME."
    )
    public_url: str = _setting(
        "PUBLIC_URL",
        "",
        "The address under which the phone company reaches us, without a path; signatures are checked against it. "
        "Empty means http://HOST:PORT.",
    )
    host: str = _setting("FOURTHLINE_HOST", "127.0.0.1", "Address that the gateway listens on.")
    port: int = _setting("FOURTHLINE_PORT", 8080, "Port that the gateway listens on.", ge=1, le=65535)
    trusted_proxies: str = _setting(
        "FOURTHLINE_TRUSTED_PROXIES",
        "",
        "Addresses of proxies, with commas, whose X-Forwarded-For is believed; sign-ins are throttled by address.",
    )
    twilio_account_sid: str = _setting("TWILIO_ACCOUNT_SID", "", "Account at Twilio. Empty: no texts are sent.")
    twilio_auth_token: SecretStr = _setting(
        "TWILIO_AUTH_TOKEN", SecretStr(""), "Auth token at Twilio; checks every webhook. Empty: all are refused."
    )
    twilio_number: str = _setting("TWILIO_NUMBER", "", "Number that texts are sent from, in E.164.")
    twilio_messaging_service_sid: str = _setting(
        "TWILIO_MESSAGING_SERVICE_SID", "", "Messaging Service to send by, in place of TWILIO_NUMBER."
    )
    twilio_api_url: str = _setting(
        "TWILIO_API_URL", "https://api.twilio.com", "Base of Twilio's REST interface; the twin's address in the demo."
    )
    engine_url: str = _setting("ENGINE_URL", "http://127.0.0.1:5056", "Where the dialogue engine listens.")
    engine_secret: SecretStr = _setting(
        "ENGINE_SECRET", SecretStr(""), "Shared secret of gateway and engine; needed when they are on two machines."
    )
    engine_seconds: float = _setting(
        "ENGINE_SECONDS", 3.5, "How long the engine may take for a turn before the safe reply goes out.", gt=0, le=10
    )
    secret_key: SecretStr = _setting(
        "FOURTHLINE_SECRET_KEY",
        SecretStr(""),
        "Signs the web phone's sessions. Empty: one is made and kept in FOURTHLINE_HOME.",
    )
    duty_seconds: float = _setting(
        "FOURTHLINE_DUTY_SECONDS",
        60,
        "After so many seconds an escalation that nobody took turns /health/duty red.",
        gt=0,
    )
    eido_token: SecretStr = _setting(
        "FOURTHLINE_EIDO_TOKEN",
        SecretStr(""),
        "Bearer token that the dispatch centre gave us for EIDO documents; it goes to the profile's eido_url alone. "
        "Empty: none is sent.",
    )
    demo: bool = _setting("FOURTHLINE_DEMO", False, "Make the demo's staff at the start. Never set it for a real line.")

    @field_validator("public_url", "twilio_api_url", "engine_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError("must be an address that starts with http:// or https://")
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _has_no_path(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.path or parts.query or parts.fragment:
            raise ValueError("must have nothing after the host and port: the paths are ours")
        return value

    @cached_property
    def home_path(self) -> Path:
        """The folder of FOURTHLINE_HOME, absolute; a relative one lies in the checkout."""
        return self.home if self.home.is_absolute() else ROOT / self.home

    @cached_property
    def store_url(self) -> str:
        """The database's URL, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.home_path / 'fourthline.db'}"

    @cached_property
    def base_url(self) -> str:
        """The public address, with the local default filled in."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @cached_property
    def signing_key(self) -> str:
        """The key of the web phone's sessions; made once and kept, readable by the owner only."""
        return self.secret_key.get_secret_value() or kept_secret(self.home_path / "secret.key")


def kept_secret(path: Path) -> str:
    """Return the secret kept in `path`, made at the first call. Safe when several processes start at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(own, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link never replaces: whoever comes second reads the first one's secret.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text(encoding="utf-8").strip()


def setting_names() -> dict[str, str]:
    """Return each field with its name in the environment."""
    names = {}
    for field, info in Settings.model_fields.items():
        assert isinstance(info.validation_alias, AliasChoices)
        names[field] = str(info.validation_alias.choices[0])
    return names


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        BadSettingError: a value is malformed, or a NAME_FILE cannot be read.
    """
    try:
        _refuse_unknown_names()
        return Settings(**_secrets_from_files())
    except ValidationError as error:
        first = error.errors()[0]
        # The error itself would show the value, which may be a secret.
        raise BadSettingError(f"{first['loc'][0]}: {first['msg']}") from None


def _refuse_unknown_names() -> None:
    known = set(setting_names().values())
    for name in os.environ:
        if name.startswith("FOURTHLINE_") and name.removesuffix("_FILE") not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise BadSettingError(f"{name}: there is no such setting" + (f"; is it {close[0]}?" if close else ""))


def _secrets_from_files() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in setting_names().values():
        path = os.environ.get(f"{name}_FILE")
        if path and name not in os.environ:
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise BadSettingError(f"{name}_FILE: cannot read {path}: {error.strerror}") from error
            except UnicodeDecodeError:
                # The error itself would show the secret's bytes.
                raise BadSettingError(f"{name}_FILE: {path} is not UTF-8 text") from None
    return found
