"""JSON that can carry any text a test sends, lone surrogates included, by writing ASCII alone."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse


class AsciiJSON(JSONResponse):
    """A JSON answer in ASCII. The usual one is UTF-8, which has no lone surrogates, and would fail on them."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401
        """Return the body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def printable(text: str) -> str:
    """Return a text that UTF-8 can carry, with a question mark for each lone surrogate."""
    return text.encode("utf-8", "replace").decode("utf-8")
