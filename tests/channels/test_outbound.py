from __future__ import annotations

import json

import pytest
import requests
from pydantic import SecretStr
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

from bot.settings import Settings
from channels.outbound import (
    UNREACHABLE,
    NoSender,
    OutboundText,
    PermanentSendError,
    TemporarySendError,
    TwilioSender,
    sender_for,
)

TEXT = OutboundText("+13035550147", "Where is this?", "https://line.example/twilio/status?m=7")


def account(**more: object) -> Settings:
    names = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": SecretStr("the token"),
        "TWILIO_NUMBER": "+13035550100",
        "TWILIO_API_URL": "http://127.0.0.1:5070",
    }
    return Settings(_env_file=None, **{**names, **more})


def answering(monkeypatch: pytest.MonkeyPatch, status: int, body: object) -> list[tuple[str, dict[str, str]]]:
    """Let the phone company answer so, and return what it was asked."""
    asked: list[tuple[str, dict[str, str]]] = []

    def request(
        _client: object, _method: str, url: str, data: dict[str, str] | None = None, **_more: object
    ) -> Response:
        asked.append((url, data or {}))
        return Response(status, body if isinstance(body, str) else json.dumps(body))

    monkeypatch.setattr(TwilioHttpClient, "request", request)
    return asked


def test_a_text_goes_out_from_the_lines_number_with_where_to_report(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, 201, {"sid": "SM1"})
    assert TwilioSender(account()).send(TEXT) == "SM1"
    url, data = asked[0]
    assert url.startswith("http://127.0.0.1:5070/")
    assert data == {
        "To": TEXT.recipient,
        "From": "+13035550100",
        "Body": TEXT.body,
        "StatusCallback": TEXT.status_callback,
    }


def test_a_messaging_service_stands_in_place_of_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, 201, {"sid": "SM1"})
    TwilioSender(account(TWILIO_MESSAGING_SERVICE_SID="MG" + "0" * 32)).send(TEXT)
    assert "From" not in asked[0][1]
    assert asked[0][1]["MessagingServiceSid"].startswith("MG")


@pytest.mark.parametrize(("status", "code"), [(400, 21610), (400, 21614), (400, 21617), (401, 20003)])
def test_what_no_second_try_mends_is_permanent(monkeypatch: pytest.MonkeyPatch, status: int, code: int) -> None:
    answering(monkeypatch, status, {"code": code, "message": "no"})
    with pytest.raises(PermanentSendError) as raised:
        TwilioSender(account()).send(TEXT)
    assert raised.value.code == str(code)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"code": 20429, "message": "slow"}),
        (500, {"message": "oops"}),
        (503, "<html>"),
        (201, "not json"),
        (201, "[]"),
        (201, "7"),
        (500, "[]"),
    ],
)
def test_what_may_pass_is_temporary(monkeypatch: pytest.MonkeyPatch, status: int, body: object) -> None:
    answering(monkeypatch, status, body)
    with pytest.raises(TemporarySendError):
        TwilioSender(account()).send(TEXT)


@pytest.mark.parametrize("failure", [requests.ConnectionError(), requests.Timeout()])
def test_a_phone_company_that_is_not_there_is_unreachable(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def request(*_arguments: object, **_more: object) -> Response:
        raise failure

    monkeypatch.setattr(TwilioHttpClient, "request", request)
    with pytest.raises(TemporarySendError) as raised:
        TwilioSender(account()).send(TEXT)
    assert raised.value.code == UNREACHABLE


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_without_an_account_every_text_fails_visibly(missing: str) -> None:
    empty = SecretStr("") if missing.endswith("TOKEN") else ""
    sender = sender_for(account(**{missing: empty}))
    assert isinstance(sender, NoSender)
    with pytest.raises(PermanentSendError):
        sender.send(TEXT)
    assert isinstance(sender_for(account()), TwilioSender)
