"""The twin's own routes: residents' texts, faults, inboxes, the log. JSON, loopback only."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import PermanentError
from channels.twin import forgery
from channels.twin.ascii_json import AsciiJSON, json_object
from channels.twin.faults import Faults
from channels.twin.forgery import Forgery, Seal
from channels.twin.journal import EntryKind
from channels.twin.messages import Message
from channels.twin.switchboard import Exchange, Switchboard
from channels.twin.twin import ResidentText
from channels.twin.webhooks import is_inbound

LONGEST_WAIT_SECONDS = 60.0
MOST_COPIES = 500
_TEXT_FIELDS = frozenset({"from", "to", "body", "num_media", "media", "wait"})


class ControlSide:
    """The control API over one switchboard. Errors are answered as 400 with `error`, by the app."""

    def __init__(self, switchboard: Switchboard) -> None:
        """Control the twin of this switchboard."""
        self._switchboard = switchboard
        self._twin = switchboard.twin

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/twin/texts", self.text, methods=["POST"]),
            Route("/twin/webhooks", self.forge, methods=["POST"]),
            Route("/twin/faults", self.fault, methods=["POST"]),
            Route("/twin/reset", self.reset, methods=["POST"]),
            Route("/twin/settled", self.settle, methods=["POST"]),
            Route("/twin/inbox/{number}", self.inbox, methods=["GET"]),
            Route("/twin/thread/{number}", self.thread, methods=["GET"]),
            Route("/twin/log", self.log, methods=["GET"]),
            Route("/twin/health", self.health, methods=["GET"]),
        ]

    async def text(self, request: Request) -> Response:
        """Send a resident's text. With `wait` (the default) 200 after the answer was followed, else 202 at once."""
        document = await json_object(request)
        text = resident_text(document)
        if document.get("wait", True):
            return AsciiJSON(_exchanged(await self._switchboard.text(text)))
        return AsciiJSON({"sid": self._switchboard.post(text).sid}, status_code=202)

    async def forge(self, request: Request) -> Response:
        """Post a form as nobody should; see `forgery`."""
        forged, client = _forgery(await json_object(request)), self._switchboard.courier.client
        copies = await forgery.post(forged, self._twin.account, self._twin.journal, client)
        return AsciiJSON({"copies": [{"status": copy.status, "body": copy.body} for copy in copies]})

    async def fault(self, request: Request) -> Response:
        """Put faults in force in place of those before; `{}` or `{"reset": true}` ends them all."""
        document = await json_object(request)
        self._twin.dice.cast(Faults() if document.get("reset") else Faults.from_document(document))
        return AsciiJSON(self._twin.dice.faults.to_document())

    async def reset(self, request: Request) -> Response:
        """Forget everything."""
        await self._switchboard.reset()
        return AsciiJSON({})

    async def settle(self, request: Request) -> Response:
        """Answer when no webhook, no callback and no call is under way, at most after LONGEST_WAIT_SECONDS."""
        try:
            await asyncio.wait_for(self._switchboard.settle(), LONGEST_WAIT_SECONDS)
        except TimeoutError:
            return AsciiJSON({"settled": False}, status_code=504)
        return AsciiJSON({"settled": True})

    async def inbox(self, request: Request) -> Response:
        """Show what reached a number after the first `after`; with `wait` seconds, wait for something."""
        number, query = request.path_params["number"], request.query_params
        try:
            after, seconds = int(query.get("after", "0")), float(query.get("wait", "0"))
        except ValueError as error:
            raise PermanentError("after is a count and wait is seconds.") from error
        if seconds > 0:
            messages = await self._switchboard.wait_for(number, after, min(seconds, LONGEST_WAIT_SECONDS))
        else:
            messages = self._twin.ledger.inbox(number, after)
        return _shown(messages)

    async def thread(self, request: Request) -> Response:
        """Show all that passed between the line and a number."""
        return _shown(self._twin.ledger.thread(request.path_params["number"]))

    async def log(self, request: Request) -> Response:
        """Show the log: `kind`, `after` (an entry's number) and `sid` narrow it."""
        query = request.query_params
        try:
            kind = EntryKind(query["kind"]) if query.get("kind") else None
            after = int(query.get("after", "0"))
        except ValueError as error:
            raise PermanentError("No such kind or number of entry.") from error
        entries = self._twin.journal.read(kind, after, query.get("sid", ""))
        return AsciiJSON({"entries": [entry.to_document() for entry in entries]})

    async def health(self, request: Request) -> Response:
        """Say that it lives, for whom, and what it checks against."""
        account = self._twin.account
        return AsciiJSON(
            {
                "status": "ok",
                "account_sid": account.sid,
                "line": account.line,
                "haste": self._twin.haste,
                "webhook": account.webhook,
                "checks_against": self._twin.description.source,
                "faults": self._twin.dice.faults.to_document(),
            }
        )


def resident_text(document: dict[str, Any]) -> ResidentText:
    """Read a text as the control API takes it. Raises PermanentError where it is not one."""
    strange = set(document) - _TEXT_FIELDS
    if strange or not document.get("from") or not isinstance(document.get("body", ""), str):
        raise PermanentError("A text has from and body, and may have to, num_media, media, wait.")
    media = tuple(document.get("media") or ())
    missing = int(document.get("num_media") or 0) - len(media)
    made_up = tuple(f"https://api.twilio.com/media/ME{number:032x}" for number in range(max(0, missing)))
    return ResidentText(str(document["from"]), document.get("body", ""), str(document.get("to") or ""), media + made_up)


def _forgery(document: dict[str, Any]) -> Forgery:
    try:
        form = document["form"]
        pairs = form.items() if isinstance(form, dict) else form
        return Forgery(
            form=tuple((str(name), str(value)) for name, value in pairs),
            seal=Seal(document.get("seal", Seal.VALID.value)),
            times=max(1, min(int(document.get("times", 1)), MOST_COPIES)),
            url=str(document.get("url", "")),
            token=str(document.get("token", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PermanentError("A forgery has a form, and may have seal, times, url, token.") from error


def _exchanged(exchange: Exchange) -> dict[str, Any]:
    return {
        "sid": exchange.inbound.sid,
        "answered": exchange.answered,
        "webhook_ms": exchange.webhook_ms,
        "replies": [message.card() for message in exchange.replies],
    }


def _shown(messages: tuple[Message, ...]) -> Response:
    return AsciiJSON({"messages": [{**message.card(), "inbound": is_inbound(message)} for message in messages]})
