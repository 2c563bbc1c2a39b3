"""Whether a request to send a message is one that Twilio would take.

It checks stricter than Twilio where that finds our mistakes (unknown parameters are refused), never laxer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import phonenumbers

from channels.twin.account import Account
from channels.twin.description import Description, is_phone_number, is_url
from channels.twin.refusals import MAGIC_RECIPIENTS, RefusalError
from channels.twin.twiml import BODY_LIMIT

# Twilio can do these; the twin cannot, and refuses rather than pretends.
NOT_PLAYED = frozenset({"ScheduleType", "SendAt", "ContentSid", "ContentVariables", "ApplicationSid"})
_CODES = {"To": 21211, "From": 21212, "StatusCallback": 21609, "MessagingServiceSid": 21701}


@dataclass(frozen=True)
class SendRequest:
    """A message to be sent, checked."""

    to: str
    sender: str
    body: str
    callback: str = ""
    media: tuple[str, ...] = ()
    service: str = ""


def checked(parameters: Mapping[str, Sequence[str]], account: Account, description: Description) -> SendRequest:
    """Return the request in the form's parameters. Raises RefusalError with Twilio's code where it is not one."""
    _names(parameters, description)
    _formats(parameters, description)
    to = _first(parameters, "To")
    _recipient(to)
    service = _service(_first(parameters, "MessagingServiceSid"), account)
    body = _first(parameters, "Body")
    media = tuple(parameters.get("MediaUrl", ()))
    if not body.strip() and not media:
        raise RefusalError(21602)
    if len(body) > BODY_LIMIT:
        raise RefusalError(21617)
    callback = _first(parameters, "StatusCallback")
    return SendRequest(to, _sender(_first(parameters, "From"), account, service), body, callback, media, service)


def _first(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name) or ("",)
    return values[0]


def _names(parameters: Mapping[str, Sequence[str]], description: Description) -> None:
    unknown = sorted(set(parameters) - set(description.parameters))
    if unknown:
        raise RefusalError(20001, ", ".join(unknown))
    for name in description.required:
        if not _first(parameters, name):
            raise RefusalError(21604) if name == "To" else RefusalError(20422, name)
    for name in sorted(NOT_PLAYED & set(parameters)):
        raise RefusalError(20422, f"{name}: the twin does not play it")


def _formats(parameters: Mapping[str, Sequence[str]], description: Description) -> None:
    for name, values in parameters.items():
        if values != [""] and not description.accepts(name, values):
            raise RefusalError(_CODES.get(name, 20422), values[0] if name in _CODES else name)
    callback = _first(parameters, "StatusCallback")
    if callback and not is_url(callback):
        raise RefusalError(21609, callback)


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
