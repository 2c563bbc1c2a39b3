"""A line to practise the twin against: it hears what Twilio would post and answers by a script.

It stands where the network stands, so that every failure of a connection can be played without one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import httpx
from twilio.request_validator import RequestValidator

from channels.twin.connection import Failure
from channels.twin.webhooks import Form


@dataclass(frozen=True)
class Scripted:
    """One answer of the line: an HTTP answer after some seconds, or a failure of the connection."""

    body: str = "<Response/>"
    status: int = 200
    content_type: str = "text/xml"
    seconds: float = 0.0
    failure: Failure | None = None


@dataclass(frozen=True)
class Heard:
    """One request that reached the line; `signed` is what Twilio's own validator says of it."""

    method: str
    url: str
    form: Form
    token: str
    signed: bool

    def field(self, name: str) -> str | None:
        """Return a field of the form, None where it is missing."""
        return dict(self.form).get(name)


class PracticeLine(httpx.AsyncBaseTransport):
    """A webhook that answers one script entry after the other, then says nothing more to anything.

    Attributes:
        heard: the requests so far, in order.
    """

    def __init__(
        self,
        auth_token: str,
        *script: Scripted,
        public_url: str = "",
        pages: Mapping[str, Sequence[Scripted]] | None = None,
    ) -> None:
        """Answer by a script; where `public_url` is given, the line takes it for its base when it validates.

        `pages` are scripts of their own by path: each goes on to its last entry, which it then repeats.
        """
        self.heard: list[Heard] = []
        self._validator = RequestValidator(auth_token)
        self._script = list(script)
        self._public_url = public_url
        self._pages = {path: list(answers) for path, answers in (pages or {}).items()}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hear a request and answer it as the script says. Raises httpx's errors for scripted failures."""
        self.heard.append(await self._hear(request))
        scripted = self._next(request.url.path)
        await asyncio.sleep(scripted.seconds)
        if scripted.failure is Failure.CONNECT:
            raise httpx.ConnectError("Connection refused", request=request)
        if scripted.failure is not None:
            raise httpx.ReadError("Connection cut", request=request)
        headers = {"content-type": scripted.content_type} if scripted.content_type else {}
        return httpx.Response(scripted.status, headers=headers, content=scripted.body.encode())

    def _next(self, path: str) -> Scripted:
        answers = self._pages.get(path)
        if answers:
            return answers.pop(0) if len(answers) > 1 else answers[0]
        return self._script.pop(0) if self._script else Scripted()

    async def _hear(self, request: httpx.Request) -> Heard:
        body = (await request.aread()).decode("ascii")
        form = tuple(parse_qsl(body, keep_blank_values=True))
        base = self._public_url + request.url.raw_path.decode("ascii") if self._public_url else str(request.url)
        signature = request.headers.get("X-Twilio-Signature", "")
        return Heard(
            method=request.method,
            url=str(request.url),
            form=form,
            token=request.headers.get("I-Twilio-Idempotency-Token", ""),
            signed=bool(self._validator.validate(base, dict(form), signature)),
        )

    def statuses(self) -> list[str]:
        """Return the MessageStatus of each status callback heard, in order."""
        return [status for heard in self.heard if (status := heard.field("MessageStatus"))]

    def call_statuses(self) -> list[str]:
        """Return the CallStatus of each status callback of a call heard, in order."""
        return [heard.field("CallStatus") or "" for heard in self.heard if heard.field("CallbackSource")]
