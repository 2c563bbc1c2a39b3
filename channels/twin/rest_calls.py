"""The Calls resource: place, show one, list, end or redirect a live one.

https://www.twilio.com/docs/voice/api/call-resource. It never deletes: nothing of ours asks for that.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from channels.twin.call_switch import CallSwitch
from channels.twin.rest import ACCOUNT, Parameters, RestAnswer, RestEdge
from channels.twin.rest_pages import PAGING, page_of

_TIMES = {f"{name}{sign}" for name in ("StartTime", "EndTime") for sign in ("", "<", ">")}
LIST_PARAMETERS = PAGING | _TIMES | {"To", "From", "ParentCallSid", "Status"}


class CallsResource:
    """The calls of one account."""

    def __init__(self, switch: CallSwitch) -> None:
        """Call through a switch and show what its twin keeps."""
        self._switch = switch
        self._ledger = switch.twin.calls

    def routes(self, edge: RestEdge) -> list[Route]:
        """Return the routes."""
        return [
            edge.route(f"{ACCOUNT}/Calls.json", self.create, "POST"),
            edge.route(f"{ACCOUNT}/Calls.json", self.list),
            edge.route(f"{ACCOUNT}/Calls/{{sid}}.json", self.fetch),
            edge.route(f"{ACCOUNT}/Calls/{{sid}}.json", self.update, "POST"),
        ]

    async def create(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Place a call: 201 with the resource."""
        call = await self._switch.place(parameters)
        return RestAnswer(call.resource(), call.sid, 201)

    async def fetch(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show one call."""
        call = self._ledger.call(request.path_params["sid"])
        return RestAnswer(call.resource(), call.sid)

    async def update(self, request: Request, parameters: Parameters) -> RestAnswer:
        """End or redirect a call."""
        call = await self._switch.change(request.path_params["sid"], parameters)
        return RestAnswer(call.resource(), call.sid)

    async def list(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show the calls, newest first, a page at a time; times are accepted and not looked at."""
        query = request.query_params
        named = (query.get(name, "") for name in ("To", "From", "Status", "ParentCallSid"))
        shown, envelope = page_of(self._ledger.calls(*named), request, LIST_PARAMETERS)
        return RestAnswer({"calls": [call.resource() for call in shown], **envelope})
