"""Who is at the web phone: a random id in a signed cookie, since nobody here has a number or an account.

The id is an address like a phone number is. It is never shown, never logged and never taken from anything but a
cookie that we signed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.vocabulary import Language

COOKIE = "fourthline_phone"
COOKIE_PATH = "/phone"
KEPT_SECONDS = 14 * 24 * 3600
"""A thread stays on a device for two weeks: longer than a callback takes, shorter than a borrowed phone is borrowed."""
SALT = "web phone session"


@dataclass(frozen=True)
class Visitor:
    """Whoever holds the cookie.

    Attributes:
        id: the random address that the line knows them by.
        language: the language they chose for the page, None where they chose none.
        returned: whether the cookie came with the request.
    """

    id: str
    language: Language | None = None
    returned: bool = False


class Sessions:
    """Reads and writes the cookie."""

    def __init__(self, signing_key: str, *, secure: bool) -> None:
        """Sign with `signing_key`; `secure` keeps the cookie to https."""
        self._serializer = URLSafeTimedSerializer(signing_key, salt=SALT)
        self._secure = secure

    def visitor(self, request: Request) -> Visitor:
        """Return who this is; a newcomer where there is no cookie, or one that is forged or too old."""
        try:
            session_id, language = self._serializer.loads(request.cookies.get(COOKIE, ""), max_age=KEPT_SECONDS)
            return Visitor(str(session_id), Language(language) if language else None, returned=True)
        except (BadSignature, ValueError, TypeError):
            return Visitor(secrets.token_urlsafe(16))

    def keep(self, response: Response, visitor: Visitor, language: Language | None = None) -> None:
        """Put the visitor into the response's cookie, with the language they chose."""
        kept = replace(visitor, language=language or visitor.language)
        response.set_cookie(
            COOKIE,
            self._serializer.dumps([kept.id, kept.language.value if kept.language else None]),
            max_age=KEPT_SECONDS,
            path=COOKIE_PATH,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    def forget(self, response: Response) -> None:
        """Take the cookie off the device. What was written stays with the line."""
        response.delete_cookie(COOKIE, path=COOKIE_PATH, secure=self._secure, httponly=True, samesite="lax")
