"""URLs of the account."""

from __future__ import annotations

import pytest

from bot.errors import PermanentError
from channels.twin.account import Account

WEBHOOK = "http://127.0.0.1:8000/twilio/sms#rc=2"


def test_without_a_public_url_everything_is_known_and_reached_by_its_own_address():
    account = Account(WEBHOOK)
    assert account.known_as(WEBHOOK) == "http://127.0.0.1:8000/twilio/sms"
    assert account.reach("http://127.0.0.1:8000/twilio/status") == "http://127.0.0.1:8000/twilio/status"


def test_the_public_url_is_signed_and_the_webhooks_host_is_reached():
    account = Account(WEBHOOK, public_url="https://line.example.org/")
    assert account.known_as(WEBHOOK) == "https://line.example.org/twilio/sms"
    assert account.reach("https://line.example.org/twilio/status?x=1") == "http://127.0.0.1:8000/twilio/status?x=1"
    assert account.reach("https://line.example.org.evil.example/") == "https://line.example.org.evil.example/"


@pytest.mark.parametrize(
    "url", ["https://line.example.org/sms", "http://10.0.0.5/sms", "http://127.0.0.1.example.org/"]
)
def test_a_webhook_off_this_machine_is_refused(url: str):
    with pytest.raises(PermanentError):
        Account(url)
    with pytest.raises(PermanentError):
        Account(WEBHOOK, fallback=url)


@pytest.mark.parametrize("haste", [0, -1, float("inf"), float("nan")])
def test_time_never_stands_still(haste: float):
    with pytest.raises(PermanentError):
        Account(WEBHOOK, haste=haste)
