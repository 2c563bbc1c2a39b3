from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.errors import PermanentError
from bot.settings import Settings
from channels import gateway


def test_every_way_in_stands_in_the_route_table(client: TestClient) -> None:
    for path in ("/health/live", "/health/duty", "/metrics", "/phone", "/static/desk.css"):
        assert client.get(path).status_code == 200, path
    # Without a learned reader the line is degraded, and says so.
    assert client.get("/health/ready").status_code == 503
    for path in ("/twilio/sms", "/twilio/status"):
        assert client.post(path).status_code == 403, path
    assert client.get("/desk/", follow_redirects=False).status_code in (303, 307)
    assert client.get("/nothing").status_code == 404


def test_the_front_door_leads_to_the_web_phone(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/phone"


def test_the_gateway_starts_while_the_database_is_away(
    settings: Settings, screen: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:9/nothing"})
    monkeypatch.setattr(gateway, "load_screen", lambda: screen)
    opened = gateway.open_gateway(away)
    assert TestClient(opened.app).get("/health/live").status_code == 200


def test_a_profile_that_is_not_there_stops_the_start(
    settings: Settings, screen: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gateway, "load_screen", lambda: screen)
    with pytest.raises(PermanentError):
        gateway.open_line(settings.model_copy(update={"profile": "atlantis"}))
