from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import BadSettingError, Settings, kept_secret, load_settings, setting_names


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*setting_names().values(), *(name for name in os.environ if name.startswith("FOURTHLINE_"))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_anything_set_the_defaults_make_an_embedded_line() -> None:
    settings = load_settings()
    assert settings.profile == "denver-star"
    assert settings.store_url.startswith("sqlite:///")
    assert settings.base_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOURTHLINE_PORT", "eighty"),
        ("FOURTHLINE_PORT", "0"),
        ("FOURTHLINE_PORT", "70000"),
        ("ENGINE_SECONDS", "-1"),
        ("ENGINE_SECONDS", "60"),
        ("PUBLIC_URL", "line.example"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://line.example/twilio"),
        ("PUBLIC_URL", "https://line.example?x=1"),
        ("TWILIO_API_URL", "ftp://api.example"),
        ("ENGINE_URL", "5056"),
        ("FOURTHLINE_DEMO", "perhaps"),
        ("FOURTHLINE_DUTY_SECONDS", "0"),
    ],
)
def test_a_bad_value_is_refused_and_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettingError, match=name):
        load_settings()


def test_a_name_that_is_no_setting_is_refused_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOURTHLINE_PROFIL", "eugene-cahoots")
    with pytest.raises(BadSettingError, match="FOURTHLINE_PROFILE"):
        load_settings()


def test_a_slash_at_the_end_of_an_address_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://line.example/")
    assert load_settings().base_url == "https://line.example"


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("FOURTHLINE_PORT=9001\nFOURTHLINE_HOST=0.0.0.0\n")
    monkeypatch.setenv("FOURTHLINE_PORT", "9002")
    settings = load_settings()
    assert (settings.port, settings.host) == (9002, "0.0.0.0")


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("the token\n")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN_FILE", str(tmp_path / "token"))
    assert load_settings().twilio_auth_token.get_secret_value() == "the token"
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "of the environment")
    assert load_settings().twilio_auth_token.get_secret_value() == "of the environment"


@pytest.mark.parametrize("content", [None, b"\xff\xfeMarigold"])
def test_a_secrets_file_that_cannot_be_read_is_named_and_its_content_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(BadSettingError, match="TWILIO_AUTH_TOKEN_FILE") as raised:
        load_settings()
    assert "Marigold" not in str(raised.value)


def test_no_secret_is_shown_by_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "the token itself")
    monkeypatch.setenv("FOURTHLINE_SECRET_KEY", "the key itself")
    shown = repr(load_settings())
    assert "itself" not in shown


def test_every_setting_has_a_purpose() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_a_kept_secret_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "new" / "secret.key")
    assert len(first) >= 32
    assert kept_secret(tmp_path / "new" / "secret.key") == first
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0
