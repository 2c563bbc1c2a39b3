"""The engine's HTTP face on loopback: /turn, /understand and /health.

It is the edge where failures end: every answer is a document, and no error carries a resident's words.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.engine.quiet import record
from bot.engine.workshop import Workshop
from bot.errors import PermanentError, TemporaryError
from bot.turn import TurnRequest
from bot.vocabulary import Language

SECRET_HEADER = "X-Fourthline-Engine"
Answer = Callable[[Request], Awaitable[Response]]


class Service:
    """The routes over one workshop."""

    def __init__(self, workshop: Workshop, secret: str = "") -> None:
        """Serve `workshop`; where `secret` is given, every request but /health must carry it."""
        self._workshop = workshop
        self._secret = secret

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/turn", self._guarded(self._turn), methods=["POST"]),
                Route("/understand", self._guarded(self._understand), methods=["POST"]),
                Route("/health", self._health),
            ]
        )

    async def _turn(self, request: Request) -> Response:
        turn = read_turn(await request.body())
        decision = await self._workshop.run(lambda dialogue: dialogue.turn(turn))
        return JSONResponse(decision.to_document())

    async def _understand(self, request: Request) -> Response:
        text, language = read_text(await request.body())
        understood = await self._workshop.run(lambda dialogue: dialogue.understand(text, language))
        return JSONResponse(understood.to_document())

    async def _health(self, request: Request) -> Response:
        return JSONResponse({"ready": self._workshop.ready, "model": self._workshop.model})

    def _guarded(self, answer: Answer) -> Answer:
        """The route's edge: a wrong secret, a bad document and a failure each get their own answer."""

        async def guarded(request: Request) -> Response:
            if self._secret and not hmac.compare_digest(request.headers.get(SECRET_HEADER, ""), self._secret):
                return JSONResponse({"error": f"the header {SECRET_HEADER} is missing or wrong"}, 403)
            try:
                return await answer(request)
            except PermanentError as error:
                return JSONResponse({"error": str(error)}, 400)
            except TemporaryError as error:
                record("engine.no_answer", path=request.url.path, why=str(error))
                return JSONResponse({"error": str(error)}, 503)
            except Exception as error:
                record("engine.failed", path=request.url.path, error=type(error).__name__)
                return JSONResponse({"error": f"the engine failed ({type(error).__name__})"}, 503)

        return guarded


def read_turn(body: bytes | str) -> TurnRequest:
    """Read a TurnRequest document. Raises PermanentError saying which field is missing or strange, never its value."""
    document = _read_object(body)
    try:
        turn = TurnRequest.from_document(document)
    except KeyError as error:
        raise PermanentError(f"turn: the field {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise PermanentError(f"turn: not a TurnRequest document ({type(error).__name__})") from error
    if not isinstance(turn.text, str):
        raise PermanentError("turn: the field 'text' must be a string")
    return turn


def read_text(body: bytes | str) -> tuple[str, Language | None]:
    """Read {"text", "language"?}. Raises PermanentError saying what is wrong."""
    document = _read_object(body)
    if not isinstance(document.get("text"), str):
        raise PermanentError("the field 'text' must be a string")
    try:
        return document["text"], Language(document["language"]) if document.get("language") else None
    except ValueError as error:
        raise PermanentError(f"the field 'language' must be one of {', '.join(Language)}") from error


def _read_object(body: bytes | str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PermanentError(f"not JSON: {type(error).__name__}") from error
    if not isinstance(document, dict):
        raise PermanentError("the document must be an object")
    return document
