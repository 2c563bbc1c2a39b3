"""Whether a request to send a message is one that Twilio would take.

It checks stricter than Twilio where that finds our mistakes (unknown parameters are refused), never laxer.
"""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers

from channels.twin.account import Account
from channels.twin.description import Description
from channels.twin.formats import is_phone_number, is_url
from channels.twin.parameters import Codes, Given, check, first
from channels.twin.refusals import MAGIC_RECIPIENTS, RefusalError
from channels.twin.twiml import BODY_LIMIT

_CODES = Codes(
    missing={"To": 21604},
    wrong={"To": 21211, "From": 21212, "StatusCallback": 21609, "MessagingServiceSid": 21701},
    not_played=frozenset({"ScheduleType", "SendAt", "ContentSid", "ContentVariables", "ApplicationSid"}),
)


@dataclass(frozen=True)
class SendRequest:
    """A message to be sent, checked."""

    to: str
    sender: str
    body: str
    callback: str = ""
    media: tuple[str, ...] = ()
    service: str = ""


def checked(parameters: Given, account: Account, description: Description) -> SendRequest:
    """Return the request in the form's parameters. Raises RefusalError with Twilio's code where it is not one."""
    check(parameters, description, _CODES)
    callback = first(parameters, "StatusCallback")
    if callback and not is_url(callback):
        raise RefusalError(21609, callback)
    to = first(parameters, "To")
    _recipient(to)
    service = _service(first(parameters, "MessagingServiceSid"), account)
    body = first(parameters, "Body")
    media = tuple(parameters.get("MediaUrl", ()))
    if not body.strip() and not media:
        raise RefusalError(21602)
    if len(body) > BODY_LIMIT:
        raise RefusalError(21617)
    return SendRequest(to, _sender(first(parameters, "From"), account, service), body, callback, media, service)


def _recipient(number: str) -> None:
    if number in MAGIC_RECIPIENTS:
        raise RefusalError(MAGIC_RECIPIENTS[number], number)
    if not is_phone_number(number) or not phonenumbers.is_possible_number(phonenumbers.parse(number)):
        raise RefusalError(21211, number)


def _service(sid: str, account: Account) -> str:
    if sid and sid != account.messaging_service_sid:
        raise RefusalError(21701, sid)
    return sid


def _sender(number: str, account: Account, service: str) -> str:
    if not number and not service:
        raise RefusalError(21603)
    if not number:
        return account.line
    if not is_phone_number(number):
        raise RefusalError(21212, number)
    if number not in account.numbers:
        raise RefusalError(21606, number)
    return number
