"""The Messages resource: send, show one, list.

https://www.twilio.com/docs/messaging/api/message-resource. It never edits or deletes: nothing of ours asks for that.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from channels.twin.rest import ACCOUNT, Parameters, RestAnswer, RestEdge
from channels.twin.rest_pages import PAGING, page_of
from channels.twin.switchboard import Switchboard

LIST_PARAMETERS = PAGING | {"To", "From", "DateSent", "DateSent<", "DateSent>"}


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
        found = self._ledger.messages(query.get("To", ""), query.get("From", ""))
        shown, envelope = page_of(found, request, LIST_PARAMETERS)
        return RestAnswer({"messages": [message.resource() for message in shown], **envelope})
