"""JSON that can carry any text a test sends, lone surrogates included, by writing ASCII alone; and its reading."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.errors import PermanentError


class AsciiJSON(JSONResponse):
    """A JSON answer in ASCII. The usual one is UTF-8, which has no lone surrogates, and would fail on them."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401
        """Return the body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def printable(text: str) -> str:
    """Return a text that UTF-8 can carry, with a question mark for each lone surrogate."""
    return text.encode("utf-8", "replace").decode("utf-8")


async def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request, {} where it has no body. Raises PermanentError for anything else."""
    try:
        document = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise PermanentError("The body is not JSON.") from error
    if not isinstance(document, dict):
        raise PermanentError("The body is not a JSON object.")
    return document
