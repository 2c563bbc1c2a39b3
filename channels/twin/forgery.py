"""Webhooks as nobody should send them: repeated, unsigned, signed for another URL, changed on the way.

For tests of the gateway's guard. Answers are returned and logged, never followed.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import httpx

from channels.twin.account import Account
from channels.twin.journal import Entry, EntryKind, Journal
from channels.twin.webhooks import Form, encoded, signature


class Seal(str, Enum):
    """What is wrong with the signature."""

    VALID = "valid"
    MISSING = "missing"
    WRONG = "wrong"
    OTHER_URL = "other_url"
    CHANGED_BODY = "changed_body"


@dataclass(frozen=True)
class Forgery:
    """A form to be posted `times` at once, with the same idempotency token."""

    form: Form
    seal: Seal = Seal.VALID
    times: int = 1
    url: str = ""
    token: str = ""


@dataclass(frozen=True)
class Reception:
    """What one post got back: the HTTP status, 0 where nothing came, and the body."""

    status: int
    body: str


async def post(forgery: Forgery, account: Account, journal: Journal, client: httpx.AsyncClient) -> Sequence[Reception]:
    """Post a forgery, all its copies at once, without retry or fallback."""
    request = _request(client, forgery, account)
    return await asyncio.gather(*(_one(client, request, forgery, journal) for _ in range(forgery.times)))


async def _one(client: httpx.AsyncClient, request: httpx.Request, forgery: Forgery, journal: Journal) -> Reception:
    try:
        response = await client.send(request)
        reception = Reception(response.status_code, response.text)
    except httpx.TransportError:
        reception = Reception(0, "")
    journal.write(
        Entry(
            EntryKind.WEBHOOK,
            url=str(request.url),
            form=forgery.form,
            attempt=1,
            status=reception.status or None,
            verdict=f"forged: {forgery.seal.value}",
            answer=reception.body,
            token=request.headers["I-Twilio-Idempotency-Token"],
        )
    )
    return reception


def _request(client: httpx.AsyncClient, forgery: Forgery, account: Account) -> httpx.Request:
    url = (forgery.url or account.webhook).partition("#")[0]
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "I-Twilio-Idempotency-Token": forgery.token or secrets.token_hex(16),
    }
    sealed = _sealed(forgery, account, url)
    if sealed:
        headers["X-Twilio-Signature"] = sealed
    sent = (*forgery.form, ("Forged", "yes")) if forgery.seal is Seal.CHANGED_BODY else forgery.form
    return client.build_request("POST", account.reach(url), headers=headers, content=encoded(sent), timeout=15.0)


def _sealed(forgery: Forgery, account: Account, url: str) -> str:
    token, known_as = account.auth_token, account.known_as(url)
    if forgery.seal is Seal.MISSING:
        return ""
    if forgery.seal is Seal.WRONG:
        token = token[::-1] + "x"
    if forgery.seal is Seal.OTHER_URL:
        known_as += "/elsewhere"
    return signature(token, known_as, forgery.form)
