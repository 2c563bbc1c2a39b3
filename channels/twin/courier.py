"""Carries a signed request to a webhook by Twilio's connection policy, and writes down what came back.

It never changes a form between tries: same body, same signature, same idempotency token.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import httpx

from bot.errors import PermanentError
from channels.twin.account import Account, is_loopback
from channels.twin.connection import ConnectionPolicy, Failure
from channels.twin.journal import Entry, EntryKind, Journal
from channels.twin.twiml import Answer
from channels.twin.webhooks import Form, encoded, signature

HTTP_FAILED = 11200
CONNECTION_FAILED = 11205
BAD_OVERRIDE = 11243
_KEPT_OF_ANSWER = 4_000


@dataclass(frozen=True)
class Errand:
    """One request to be made, however many tries it takes.

    Attributes:
        kind: webhook or callback, for the log.
        url: as configured, with its fragment.
        method: POST, or GET with the form in the query.
    """

    kind: EntryKind
    sid: str
    url: str
    form: Form
    token: str
    method: str = "POST"


@dataclass(frozen=True)
class Failed:
    """An errand without an answer that counts."""

    failure: Failure
    status: int | None = None

    @property
    def code(self) -> int:
        """Twilio's error code."""
        return CONNECTION_FAILED if self.failure is Failure.CONNECT else HTTP_FAILED


class Courier:
    """The twin's only way out. `transport` takes the place of the network, to reach an app in the same process.

    Attributes:
        client: its connections.
    """

    def __init__(self, account: Account, journal: Journal, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Sign for an account and write to a journal."""
        self._account = account
        self._journal = journal
        self.client = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=50),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    async def run(self, errand: Errand) -> Answer | Failed:
        """Make the request, and again where the policy says so. Only an answer of 2xx is an Answer.

        Redirects of HTTP are not followed: a webhook of ours never needs one, so it counts as failed.
        """
        if not is_loopback(self._account.reach(errand.url)):
            self._refuse(errand, CONNECTION_FAILED, "The twin only speaks to this machine")
            return Failed(Failure.CONNECT)
        try:
            policy = ConnectionPolicy.of(errand.url)
        except PermanentError as error:
            self._refuse(errand, BAD_OVERRIDE, str(error))
            return Failed(Failure.CONNECT)
        deadline = time.monotonic() + policy.total_ms / 1000
        attempt = 1
        while True:
            outcome = await self._try(errand, policy, attempt, deadline)
            if isinstance(outcome, Answer) or not policy.tries_again(outcome.failure, attempt):
                return outcome
            attempt += 1

    def _refuse(self, errand: Errand, code: int, why: str) -> None:
        self._journal.write(Entry(errand.kind, sid=errand.sid, url=errand.url, code=code, verdict=why))

    async def _try(self, errand: Errand, policy: ConnectionPolicy, attempt: int, deadline: float) -> Answer | Failed:
        started = time.monotonic()
        answer: Answer | None = None
        try:
            async with asyncio.timeout(max(0.0, deadline - started)):
                answer = await self._request(errand, policy)
            outcome = _judged(answer)
        except TimeoutError:
            outcome = Failed(Failure.TOTAL)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL):
            outcome = Failed(Failure.CONNECT)
        except httpx.TransportError:
            outcome = Failed(Failure.READ)
        self._write(errand, attempt, answer, outcome, time.monotonic() - started)
        return outcome

    async def _request(self, errand: Errand, policy: ConnectionPolicy) -> Answer:
        response = await self.client.send(self._signed(errand, policy))
        return Answer(response.status_code, response.headers.get("content-type", ""), response.content)

    def _signed(self, errand: Errand, policy: ConnectionPolicy) -> httpx.Request:
        bare, body = errand.url.partition("#")[0], encoded(errand.form)
        as_get = errand.method == "GET"
        if as_get:
            bare += ("&" if "?" in bare else "?") + body.decode("ascii")
        known_as = self._account.known_as(bare)
        headers = {
            "X-Twilio-Signature": signature(self._account.auth_token, known_as, () if as_get else errand.form),
            "I-Twilio-Idempotency-Token": errand.token,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        if not as_get:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return self.client.build_request(
            errand.method,
            self._account.reach(bare),
            headers=headers,
            content=None if as_get else body,
            timeout=httpx.Timeout(policy.read_ms / 1000, connect=policy.connect_ms / 1000, pool=None),
        )

    def _write(
        self, errand: Errand, attempt: int, answer: Answer | None, outcome: Answer | Failed, seconds: float
    ) -> None:
        failed = outcome if isinstance(outcome, Failed) else None
        self._journal.write(
            Entry(
                errand.kind,
                sid=errand.sid,
                url=errand.url,
                form=errand.form,
                attempt=attempt,
                status=answer.status if answer else None,
                code=failed.code if failed else None,
                verdict=f"failed: {failed.failure.value}" if failed else "answered",
                answer=answer.body[:_KEPT_OF_ANSWER].decode("utf-8", "replace") if answer else "",
                elapsed_ms=round(seconds * 1000, 2),
                token=errand.token,
            )
        )


def _judged(answer: Answer) -> Answer | Failed:
    if 200 <= answer.status < 300:
        return answer
    return Failed(Failure.SERVER_ERROR if answer.status >= 500 else Failure.CLIENT_ERROR, answer.status)
