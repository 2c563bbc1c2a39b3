"""The twin's own routes for calls: who answers, what was said to them, how fast time runs. JSON, loopback only."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import PermanentError
from channels.twin.account import checked_haste
from channels.twin.ascii_json import AsciiJSON, json_object
from channels.twin.call_switch import CallSwitch
from channels.twin.callee import Callee
from channels.twin.calls import Call
from channels.twin.control import LONGEST_WAIT_SECONDS


class CallControl:
    """The control API over one switch. Errors are answered as 400 with `error`, by the app."""

    def __init__(self, switch: CallSwitch) -> None:
        """Control the calls of this switch."""
        self._switch = switch
        self._twin = switch.twin

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/twin/callees", self.script, methods=["POST"]),
            Route("/twin/calls", self.calls, methods=["GET"]),
            Route("/twin/calls/over", self.over, methods=["GET"]),
            Route("/twin/haste", self.haste, methods=["POST"]),
        ]

    async def script(self, request: Request) -> Response:
        """Give a `number` (or a SIP address) the script in the other fields, in place of the one before."""
        document = await json_object(request)
        number = document.pop("number", "")
        if not number or not isinstance(number, str):
            raise PermanentError("A callee has a number.")
        self._twin.callees.script(number, Callee.from_document(document))
        return AsciiJSON({})

    async def calls(self, request: Request) -> Response:
        """Show the calls, oldest first, to a number (`to`) or to all, as far as they have come."""
        return _shown(tuple(reversed(self._twin.calls.calls(to=request.query_params.get("to", "")))))

    async def over(self, request: Request) -> Response:
        """Show the calls to a number (`to`) that are over, in the order of their end, without the first `after`.

        With `wait` seconds, wait for one.
        """
        query = request.query_params
        try:
            after, seconds = int(query.get("after", "0")), float(query.get("wait", "0"))
        except ValueError as error:
            raise PermanentError("after is a count and wait is seconds.") from error
        return _shown(await self._switch.wait_for(query.get("to", ""), after, min(seconds, LONGEST_WAIT_SECONDS)))

    async def haste(self, request: Request) -> Response:
        """Let the time of calls run `haste` times faster than real, from the next wait on."""
        haste = (await json_object(request)).get("haste")
        if not isinstance(haste, int | float):
            raise PermanentError("haste is a number.")
        self._twin.haste = checked_haste(haste)
        return AsciiJSON({"haste": self._twin.haste})


def _shown(calls: tuple[Call, ...]) -> Response:
    return AsciiJSON({"calls": [call.card() for call in calls]})
