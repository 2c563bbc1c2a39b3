"""Refuses webhooks that the phone company did not sign. The address checked is the public one, since proxies rewrite
what arrives; nothing of a refused request is stored or logged but that there was one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive
from twilio.request_validator import RequestValidator

from channels import metrics

Signed = Callable[[Request, FormData], Awaitable[Response]]

# Twilio's bodies end at 1600 characters; this leaves room for anything it may ever add and stops floods.
LARGEST_BODY = 2_000_000


# Twilio sends some twenty; more than these are no webhook of theirs.
MOST_FIELDS = 2000


class _TooLargeError(Exception):
    """The body goes on beyond what is taken, whatever its length was said to be."""


class SignatureGuard:
    """Checks `X-Twilio-Signature` with Twilio's own code before an endpoint sees the request."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        """Take the account's token, without which everything is refused, and the address Twilio knows us by."""
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._public_url = public_url

    def __call__(self, endpoint: Signed) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint behind the guard."""

        async def guarded(request: Request) -> Response:
            bounded = Request(request.scope, _bounded(request))
            try:
                async with bounded.form(max_fields=MOST_FIELDS) as form:
                    if not self._is_signed(bounded, form):
                        return self._refuse(request, "signature", 403)
                    return await endpoint(bounded, form)
            except _TooLargeError:
                return self._refuse(request, "too_large", 413)
            except HTTPException:
                return self._refuse(request, "unreadable", 400)

        return guarded

    def _is_signed(self, request: Request, form: FormData) -> bool:
        signature = request.headers.get("x-twilio-signature", "")
        if self._validator is None or not signature:
            return False
        query = f"?{request.url.query}" if request.url.query else ""
        try:
            return bool(self._validator.validate(f"{self._public_url}{request.url.path}{query}", form, signature))
        except (UnicodeError, TypeError, ValueError):
            return False

    def _refuse(self, request: Request, why: str, status: int) -> Response:
        metrics.REFUSED.labels(request.url.path[:40], why).inc()
        return PlainTextResponse("refused\n", status_code=status)


def _bounded(request: Request) -> Receive:
    """Return the request's stream, ended where it grows too large: a length that was said may be missing or untrue."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            raise _TooLargeError
        return message

    return receive
