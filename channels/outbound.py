"""One way to send a text, whoever carries it. An error is permanent or temporary, and that is all a caller must know.

Nothing here decides whether to send: the outbox has written its attempt before it comes here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.errors import PermanentError, TemporaryError
from bot.settings import Settings

# Twilio's own limit for a webhook is 15 s; a send that takes longer is better tried again.
SEND_SECONDS = 10.0
OPTED_OUT_CODE = "21610"
UNREACHABLE = "unreachable"
"""The code of a try that met nobody; every other code is the phone company's own answer."""
# The numbers, senders and texts that no second try will mend (Twilio's error dictionary); the rest is tried again.
PERMANENT_CODES = frozenset(
    "20003 20404 21211 21212 21408 21602 21604 21606 21608 21610 21611 21612 21614 21617 21703 "
    "30003 30004 30005 30006 30007 30034".split()
)


# Twilio's client reads whatever JSON comes as if it were an object.
UNREADABLE = (TwilioException, ValueError, TypeError, AttributeError)


class TemporarySendError(TemporaryError):
    """The text was not taken now; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the phone company's code."""
        super().__init__(code)
        self.code = code


class PermanentSendError(PermanentError):
    """The text will never be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the phone company's code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OutboundText:
    """One text to send. `status_callback` is where the phone company reports what becomes of it."""

    recipient: str
    body: str
    status_callback: str


class Sender(Protocol):
    """Whoever carries texts."""

    def send(self, text: OutboundText) -> str:
        """Hand over one text and return the carrier's id. Raises TemporarySendError or PermanentSendError."""
        ...


class NoSender:
    """Stands in where no account is set: every text fails for good, visibly, instead of seeming sent."""

    def send(self, text: OutboundText) -> str:
        """Raise PermanentSendError."""
        raise PermanentSendError("no_account")


def twilio_client(settings: Settings) -> Client:
    """Return Twilio's own client of the account, which tries once: trying again is ours to decide."""
    http = TwilioHttpClient(timeout=SEND_SECONDS, max_retries=0)
    client = Client(settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value(), http_client=http)
    client.api.base_url = settings.twilio_api_url
    return client


class TwilioSender:
    """Sends by Twilio's REST interface."""

    def __init__(self, settings: Settings) -> None:
        """Take the account, the number or Messaging Service, and the interface's base address."""
        self._client = twilio_client(settings)
        self._number = settings.twilio_number
        self._service = settings.twilio_messaging_service_sid

    def send(self, text: OutboundText) -> str:
        """Hand over one text and return its MessageSid."""
        sender = {"messaging_service_sid": self._service} if self._service else {"from_": self._number}
        try:
            message = self._client.messages.create(
                to=text.recipient, body=text.body, status_callback=text.status_callback, **sender
            )
        except TwilioRestException as error:
            raise _send_error(error) from error
        except requests.RequestException as error:
            raise TemporarySendError(UNREACHABLE) from error
        except UNREADABLE as error:
            raise TemporarySendError("unreadable") from error
        return str(message.sid)


def sender_for(settings: Settings) -> Sender:
    """Return the sender that the settings describe."""
    configured = settings.twilio_account_sid and settings.twilio_auth_token.get_secret_value()
    return TwilioSender(settings) if configured else NoSender()


def _send_error(error: TwilioRestException) -> TemporarySendError | PermanentSendError:
    code = str(error.code or error.status)
    return PermanentSendError(code) if code in PERMANENT_CODES else TemporarySendError(code)
