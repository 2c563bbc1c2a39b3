"""The account and its numbers, as far as a set-up check reads them: is it active, where do texts go, what if not there.

https://www.twilio.com/docs/iam/api/account and https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from bot import clock
from channels.twin.account import API_VERSION, number_sid
from channels.twin.rest import ACCOUNT, Parameters, RestAnswer, RestEdge
from channels.twin.twin import Twin


class AccountResource:
    """One account and its incoming numbers, read only."""

    def __init__(self, twin: Twin) -> None:
        """Show a twin's account."""
        self._account = twin.account
        self._opened = format_datetime(clock.now())

    def routes(self, edge: RestEdge) -> list[Route]:
        """Return the routes."""
        return [
            edge.route(f"{ACCOUNT}/IncomingPhoneNumbers.json", self.numbers),
            edge.route(f"{ACCOUNT}.json", self.fetch),
        ]

    async def fetch(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show the account."""
        return RestAnswer(self.resource(), self._account.sid)

    async def numbers(self, request: Request, parameters: Parameters) -> RestAnswer:
        """Show all numbers, on one page; `PhoneNumber` narrows them."""
        asked = request.query_params.get("PhoneNumber", "")
        shown = [self.number(number) for number in self._account.numbers if asked in ("", number)]
        path = request.url.path
        return RestAnswer(
            {
                "incoming_phone_numbers": shown,
                "start": 0,
                "end": max(len(shown) - 1, 0),
                "page": 0,
                "page_size": 50,
                "uri": path,
                "first_page_uri": path,
                "next_page_uri": None,
                "previous_page_uri": None,
            }
        )

    def resource(self) -> dict[str, Any]:
        """Return the account resource. The token is not in it: whoever reads it has it already."""
        return {
            "sid": self._account.sid,
            "friendly_name": "Twin of Twilio",
            "status": "active",
            "type": "Full",
            "owner_account_sid": self._account.sid,
            "date_created": self._opened,
            "date_updated": self._opened,
            "subresource_uris": {},
            "uri": f"/{API_VERSION}/Accounts/{self._account.sid}.json",
        }

    def number(self, number: str) -> dict[str, Any]:
        """Return the resource of one number."""
        account = self._account
        sid = number_sid(number)
        return {
            "sid": sid,
            "account_sid": account.sid,
            "phone_number": number,
            "friendly_name": number,
            "api_version": API_VERSION,
            "beta": False,
            "capabilities": {"sms": True, "mms": True, "voice": True},
            "sms_url": account.known_as(account.webhook),
            "sms_method": "POST",
            "sms_fallback_url": account.known_as(account.fallback) if account.fallback else "",
            "sms_fallback_method": "POST",
            "date_created": self._opened,
            "date_updated": self._opened,
            "status": "in-use",
            "uri": f"/{API_VERSION}/Accounts/{account.sid}/IncomingPhoneNumbers/{sid}.json",
        }
