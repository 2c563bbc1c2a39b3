from __future__ import annotations

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.callbacks.testing import PASSWORD, QUICK_HASHER, Town
from bot.sign_in import SignIns
from bot.store import Store
from channels.console import Desk, DeskSettings, routes

HERE = "https://line.example"
SignedInAs = Callable[[str], TestClient]


@pytest.fixture
def town(embedded_store: Store) -> Town:
    return Town(embedded_store)


@pytest.fixture
def desk(town: Town) -> Desk:
    settings = DeskSettings("Denver STAR", ZoneInfo("America/Denver"), HERE, "+17205550100", "Illustrative profile.")
    return Desk(town.store, settings, SignIns(town.store, QUICK_HASHER))


@pytest.fixture
def visitor(desk: Desk) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes(desk)), base_url=HERE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def signed_in_as(desk: Desk) -> SignedInAs:
    def sign_in(username: str) -> TestClient:
        client = TestClient(Starlette(routes=routes(desk)), base_url=HERE, follow_redirects=False)
        answer = client.post("/desk/sign-in", data={"username": username, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    return sign_in


@pytest.fixture
def casey(signed_in_as: SignedInAs) -> TestClient:
    return signed_in_as("casey")
