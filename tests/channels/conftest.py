from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.settings import Settings
from channels.gateway import Line, route_table
from channels.pipeline import Pipeline
from channels.spool import Spool
from channels.webhook_trial import PhoneCompany

TOKEN = "0123456789abcdef0123456789abcdef"
PUBLIC = "https://line.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    names = {
        "FOURTHLINE_HOME": tmp_path,
        "PUBLIC_URL": PUBLIC,
        "TWILIO_AUTH_TOKEN": SecretStr(TOKEN),
        "FOURTHLINE_SECRET_KEY": SecretStr("a key for tests"),
    }
    return Settings(_env_file=None, **names)


@pytest.fixture
def line(settings: Settings, pipeline: Pipeline, spool: Spool) -> Line:
    return Line(settings, pipeline.house, pipeline, spool)


@pytest.fixture
def client(line: Line) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=route_table(line)), base_url="http://10.0.0.7:8080") as client:
        yield client


@pytest.fixture
def phone_company(client: TestClient) -> PhoneCompany:
    return PhoneCompany(client, TOKEN, PUBLIC)
