"""Drives the web phone's page as a browser without script does. Shipped for tests and never imported by the line."""

from __future__ import annotations

import re
from html import unescape

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.conversation.house import House
from channels.webchat.phone import PhoneSettings, Receive, WebPhone
from channels.webchat.routes import routes

TESTING_KEY = "a signing key for tests only"
ADDRESS = "http://line.test"
_NONCE = re.compile(r'name="nonce" value="([^"]+)"')
_KNOWN = re.compile(r'id="after" name="after" value="(\d+)"')
_BODY = re.compile(r'<p class="body" dir="auto">(.*?)</p>', re.S)


def browser(house: House, receive: Receive, public_url: str = ADDRESS) -> TestClient:
    """Return a browser of its own at the web phone of `house`, whose texts go to `receive`."""
    profile = house.profile
    settings = PhoneSettings(profile.introduction, profile.illustrative, profile.zone, profile.languages, public_url)
    phone = WebPhone(house.store, receive, settings, TESTING_KEY)
    return TestClient(Starlette(routes=[*routes(phone)]), base_url=public_url)


def send(client: TestClient, text: str, nonce: str = "") -> Response:
    """Fill in the form and send it; `nonce` stands for a form that was opened before."""
    nonce = nonce or nonce_of(client.get("/phone").text)
    response: Response = client.post("/phone", data={"text": text, "nonce": nonce})
    return response


def nonce_of(page: str) -> str:
    """Return the nonce of the page's form. Raises ValueError where there is no form."""
    return _first(_NONCE, page)


def newest_of(page: str) -> int:
    """Return the id of the newest text that the page knows. Raises ValueError where there is no form."""
    return int(_first(_KNOWN, page))


def bodies_of(page: str) -> list[str]:
    """Return the texts of the thread as they are read, oldest first."""
    return [unescape(body) for body in _BODY.findall(page)]


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise ValueError("the page has no such field")
    return found.group(1)
