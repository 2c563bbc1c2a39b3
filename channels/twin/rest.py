"""The edge of Twilio's REST side: who may ask, how it is answered, what is logged.

Every request and its verdict is logged; a refusal has Twilio's code, sentence and HTTP status.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.twin.account import API_VERSION
from channels.twin.ascii_json import AsciiJSON
from channels.twin.journal import Entry, EntryKind
from channels.twin.refusals import RefusalError
from channels.twin.twin import Twin

ACCOUNT = f"/{API_VERSION}/Accounts/{{account}}"
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class RestAnswer:
    """What a resource answers: its document, and the SID that it is about."""

    document: dict[str, Any]
    sid: str = ""
    status: int = 200


Resource = Callable[[Request, Parameters], Awaitable[RestAnswer]]


class RestEdge:
    """Lets requests of one account in and writes down what became of them."""

    def __init__(self, twin: Twin) -> None:
        """Stand before the resources of a twin."""
        self._twin = twin

    def route(self, path: str, resource: Resource, method: str = "GET") -> Route:
        """Return a route to a resource; a RefusalError out of it is answered as Twilio does."""

        async def endpoint(request: Request) -> Response:
            parameters = await _form(request)
            try:
                self._admit(request)
                answer = await resource(request, parameters)
            except RefusalError as refusal:
                return self._refused(request, parameters, refusal)
            self._write(request, parameters, Entry(EntryKind.REST, sid=answer.sid, status=answer.status))
            return AsciiJSON(answer.document, status_code=answer.status)

        return Route(path, endpoint, methods=[method])

    def elsewhere(self) -> Route:
        """Return the route for everything that the twin does not play: 404 with code 20404."""

        async def endpoint(request: Request) -> Response:
            return self._refused(request, await _form(request), RefusalError(20404, request.url.path))

        return Route(f"/{API_VERSION}/{{rest:path}}", endpoint, methods=["GET", "POST", "DELETE"])

    def _admit(self, request: Request) -> None:
        account = self._twin.account
        if not _authorized(request.headers.get("authorization", ""), account.sid, account.auth_token):
            raise RefusalError(20003)
        if request.path_params["account"] != account.sid:
            raise RefusalError(20404, request.url.path)

    def _refused(self, request: Request, parameters: Parameters, refusal: RefusalError) -> Response:
        told = Entry(EntryKind.REST, status=refusal.status, code=refusal.code, verdict=refusal.sentence)
        self._write(request, parameters, told)
        return AsciiJSON(
            refusal.document(), status_code=refusal.status, headers={"X-Twilio-Error-Code": str(refusal.code)}
        )

    def _write(self, request: Request, parameters: Parameters, told: Entry) -> None:
        pairs = tuple((name, value) for name, values in parameters.items() for value in values)
        self._twin.journal.write(
            Entry(
                EntryKind.REST,
                sid=told.sid,
                url=f"{request.method} {request.url.path}",
                form=pairs,
                attempt=1,
                status=told.status,
                code=told.code,
                verdict=told.verdict or "accepted",
            )
        )


async def _form(request: Request) -> dict[str, list[str]]:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)


def _authorized(header: str, sid: str, token: str) -> bool:
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    return scheme.lower() == "basic" and secrets.compare_digest(given, f"{sid}:{token}".encode())
