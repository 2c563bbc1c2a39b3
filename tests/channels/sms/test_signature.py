from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.testing import ROSA
from channels.engine_script import ScriptedEngine
from channels.gateway import Line, route_table
from channels.pipeline import Pipeline
from channels.sms.signature import LARGEST_BODY
from channels.trial import Trial
from channels.webhook_trial import PhoneCompany

FORM = {"MessageSid": "SM00000000000000000000000000000001", "From": ROSA.number, "Body": "someone is asleep here"}
SENT = urlencode(FORM)


def refused(why: str = "signature", route: str = "/twilio/sms") -> float:
    return REGISTRY.get_sample_value("fourthline_webhooks_refused_total", {"route": route, "why": why}) or 0.0


@pytest.mark.parametrize(
    "changed",
    [
        {"sign": ""},
        {"sign": "c2lnbmF0dXJl"},
        {"sign": "ñot base64"},
        {"token": "another account's token"},
        {"url": "https://elsewhere.example/twilio/sms"},
        {"url": "http://10.0.0.7:8080/twilio/sms"},
        {"url": "https://line.example/twilio/status"},
        {"url": "https://line.example/twilio/sms?extra=1"},
        {"body": "MessageSid=SM1&From=%2B13035550147&Body=changed"},
        {"body": f"{SENT}&Extra=1"},
        {"body": f"{SENT}&Body=x"},
        {"body": SENT.replace("here", "there")},
        {"body": ""},
    ],
)
def test_what_the_phone_company_did_not_sign_is_refused_counted_and_leaves_nothing(
    phone_company: PhoneCompany, trial: Trial, changed: dict[str, str]
) -> None:
    before = refused()
    answer = phone_company.posts("/twilio/sms", FORM, **changed)
    assert answer.status_code == 403
    assert refused() == before + 1
    assert trial.conversations(ROSA) == ()
    with trial.house.store.reading() as books:
        assert books.events.last_id() == 0


def test_a_delivery_report_that_nobody_signed_is_refused(phone_company: PhoneCompany) -> None:
    assert phone_company.posts("/twilio/status?m=1", {"MessageSid": "SM1"}, sign="").status_code == 403


def test_the_signature_is_checked_against_the_public_address_whatever_proxies_made_of_it(
    phone_company: PhoneCompany, client: TestClient
) -> None:
    client.headers["Host"] = "inside.example:9999"
    client.headers["X-Forwarded-Host"] = "evil.example"
    assert phone_company.posts("/twilio/sms", FORM).status_code == 200


def test_the_query_string_is_part_of_what_is_signed(phone_company: PhoneCompany) -> None:
    assert phone_company.posts("/twilio/sms?source=fallback", FORM).status_code == 200
    address = "https://line.example/twilio/sms"
    assert phone_company.posts("/twilio/sms?source=fallback", FORM, url=address).status_code == 403


def test_without_a_token_everything_is_refused(line: Line, engine: ScriptedEngine) -> None:
    bare = replace(line, settings=line.settings.model_copy(update={"twilio_auth_token": SecretStr("")}))
    client = TestClient(Starlette(routes=route_table(bare)))
    assert PhoneCompany(client, "", "https://line.example").posts("/twilio/sms", FORM).status_code == 403


def test_a_body_that_is_too_large_is_refused_though_its_length_was_not_said(
    client: TestClient, pipeline: Pipeline
) -> None:
    before = refused("too_large")
    pieces = (b"Body=" if not number else b"a" * 100_000 for number in range(LARGEST_BODY // 100_000 + 3))
    answer = client.post("/twilio/sms", content=pieces, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413
    assert refused("too_large") == before + 1


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", ""]
)
def test_a_body_of_another_kind_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post(
        "/twilio/sms", content=b'{"Body": "hello"}', headers={"Content-Type": kind, "X-Twilio-Signature": "x"}
    )
    assert 400 <= answer.status_code < 500
