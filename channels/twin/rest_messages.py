"""The Messages resource: send, show one, list.

https://www.twilio.com/docs/messaging/api/message-resource. It never edits or deletes: nothing of ours asks for that.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.routing import Route

from channels.twin.refusals import RefusalError
from channels.twin.rest import ACCOUNT, Parameters, RestAnswer, RestEdge
from channels.twin.switchboard import Switchboard

LIST_PARAMETERS = frozenset({"To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"})
USUAL_PAGE = 50
LARGEST_PAGE = 1000


class MessagesResource:
    """The messages of one account."""

    def __init__(self, switchboard: Switchboard) -> None:
        """Send through a switchboard and show what its twin keeps."""
        self._switchboard = switchboard
        self._ledger = switchboard.twin.ledger

    def routes(self, edge: RestEdge) -> list[Route]:
        """Return the routes."""
        return [
            edge.route(f"{ACCOUNT}/Messages.json", self.create, "POST"),
            edge.route(f"{ACCOUNT}/Messages.json", self.list),
            edge.route(f"{ACCOUNT}/Messages/{{sid}}.json", self.fetch),
        ]

    async def create(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Send a message: 201 with the resource."""
        message = await self._switchboard.send(parameters)
        return RestAnswer(message.resource(), message.sid, 201)

    async def fetch(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show one message."""
        message = self._ledger.message(request.path_params["sid"])
        return RestAnswer(message.resource(), message.sid)

    async def list(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show the messages, newest first, a page at a time; dates are accepted and not looked at."""
        query = request.query_params
        unknown = sorted(set(query) - LIST_PARAMETERS)
        if unknown:
            raise RefusalError(20001, ", ".join(unknown))
        size = min(max(_whole(query.get("PageSize", str(USUAL_PAGE)), "PageSize"), 1), LARGEST_PAGE)
        number = _whole(query.get("Page", "0"), "Page")
        found = self._ledger.messages(query.get("To", ""), query.get("From", ""))
        shown = [message.resource() for message in found[number * size : (number + 1) * size]]
        return RestAnswer({"messages": shown, **_envelope(request, size, number, len(shown), len(found))})


def _envelope(request: Request, size: int, number: int, shown: int, found: int) -> dict[str, Any]:
    start = number * size
    return {
        "start": start,
        "end": start + max(shown - 1, 0),
        "page": number,
        "page_size": size,
        "uri": _page_uri(request, size, number),
        "first_page_uri": _page_uri(request, size, 0),
        "next_page_uri": _page_uri(request, size, number + 1) if found > start + size else None,
        "previous_page_uri": _page_uri(request, size, number - 1) if number else None,
    }


def _whole(value: str, name: str) -> int:
    if not value.isdigit():
        raise RefusalError(20422, name)
    return int(value)


def _page_uri(request: Request, size: int, number: int) -> str:
    kept = {name: value for name, value in request.query_params.items() if name not in ("PageSize", "Page")}
    return f"{request.url.path}?{urlencode({**kept, 'PageSize': size, 'Page': number})}"
