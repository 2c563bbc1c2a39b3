"""Reaches people on call: texts and calls by Twilio, documents by HTTPS. A failure is told as temporary or permanent.

It decides nothing: the ladder has written its attempt before it comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
import requests
from twilio.base.exceptions import TwilioRestException

from bot.escalation.reach import NeverError, NoReach, Notice, NotNowError, Reach
from bot.settings import Settings
from bot.vocabulary import Means
from channels.ladder.words import text_of
from channels.outbound import (
    PERMANENT_CODES,
    SEND_SECONDS,
    UNREACHABLE,
    UNREADABLE,
    OutboundText,
    PermanentSendError,
    Sender,
    TemporarySendError,
    sender_for,
    twilio_client,
)

#: A phone rings so long: four or five times, before voicemail takes most calls.
RING_SECONDS = 25
CALL_EVENTS = ["answered", "completed"]
#: The numbers and addresses that no second call will mend, besides those of texts (Twilio's error dictionary, 212xx).
_NEVER_CALLED = PERMANENT_CODES | frozenset("21201 21202 21203 21205 21210 21213 21214 21215 21216 21217 21219".split())
#: What of HTTP's own answers a second try will not mend; the rest is tried again.
_FOR_GOOD = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


class TwilioCaller:
    """Phones by Twilio's REST interface; what is said when they answer is asked of us then."""

    def __init__(self, settings: Settings) -> None:
        """Take the account, the number to call from and the public address."""
        self._client = twilio_client(settings)
        self._number = settings.twilio_number
        self._public_url = settings.base_url

    def call(self, notice: Notice) -> str:
        """Begin a call and return its CallSid."""
        about = f"{self._public_url}/twilio/ladder/{notice.attempt_id}"
        try:
            call = self._client.calls.create(
                to=notice.number,
                from_=self._number,
                url=f"{about}/answered",
                status_callback=f"{about}/status",
                status_callback_event=CALL_EVENTS,
                timeout=RING_SECONDS,
            )
        except TwilioRestException as error:
            code = str(error.code or error.status)
            raise (NeverError(code) if code in _NEVER_CALLED else NotNowError(code)) from error
        except requests.RequestException as error:
            raise NotNowError(UNREACHABLE) from error
        except UNREADABLE as error:
            raise NotNowError("unreadable") from error
        return str(call.sid or "")


Way = Callable[[Notice], str]


class PhoneReach:
    """Texts, calls and posts."""

    def __init__(self, sender: Sender, call: Way, post: Way, public_url: str) -> None:
        """Take who texts, who calls, who posts, and the address of the desk."""
        self._public_url = public_url
        self._sender = sender
        self._ways: Mapping[Means, Way] = {
            Means.TEXT: self._text,
            Means.CALL: call,
            Means.POST: post,
        }

    def reach(self, notice: Notice) -> str:
        """Make one attempt and return the carrier's id. Raises NotNowError or NeverError."""
        return self._ways[notice.means](notice)

    def _text(self, notice: Notice) -> str:
        status = f"{self._public_url}/twilio/ladder/{notice.attempt_id}/status"
        try:
            return self._sender.send(OutboundText(notice.number, text_of(notice, self._public_url), status))
        except TemporarySendError as error:
            raise NotNowError(error.code) from error
        except PermanentSendError as error:
            raise NeverError(error.code) from error


def reach_for(settings: Settings, post: Way) -> Reach:
    """Return the reach that the settings describe; without an account at Twilio only documents go out."""
    configured = settings.twilio_account_sid and settings.twilio_auth_token.get_secret_value()
    call = TwilioCaller(settings).call if configured else NoReach().reach
    return PhoneReach(sender_for(settings), call, post, settings.base_url)


def post_document(url: str, document: bytes, token: str) -> str:
    """Post a document and return the answer's status. Raises NotNowError or NeverError."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        answer = httpx.post(url, content=document, headers=headers, timeout=SEND_SECONDS)
    except httpx.HTTPError as error:
        raise NotNowError(UNREACHABLE) from error
    if answer.is_success:
        return str(answer.status_code)
    code = f"http_{answer.status_code}"
    raise NeverError(code) if answer.status_code in _FOR_GOOD else NotNowError(code)
