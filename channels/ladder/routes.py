"""What the phone company asks while it phones people on call: what to say, what a key means, how the call ended.

A call that is answered says its summary before anything that can fail, and is never left without words.
"""

from __future__ import annotations

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.twiml.voice_response import VoiceResponse

from bot.conversation.house import House
from bot.errors import FourthlineError
from bot.escalation.notice import notice_of
from bot.escalation.reach import Notice
from bot.logs import log
from channels.ladder.taking import call_ended, taken_by_key
from channels.ladder.words import said, summary_of
from channels.sms.signature import SignatureGuard

TAKE, AGAIN = "1", "2"
#: The summary is read so often before the call is given up.
READINGS = 3
#: Seconds to press a key after each reading.
PRESS_SECONDS = 6
_VOICE, _LANGUAGE = "Polly.Joanna", "en-US"
#: Ids of the database are shorter by far, and none of so many digits overflows its column.
_MOST_DIGITS = 9
#: How a call or text ended without anybody having been reached.
_UNREACHED = frozenset({"busy", "no-answer", "failed", "canceled", "undelivered"})


class LadderRoutes:
    """The endpoints of calls to people on call."""

    def __init__(self, house: House, guard: SignatureGuard, public_url: str) -> None:
        """Take what the endpoints need."""
        self._house = house
        self._guard = guard
        self._public_url = public_url

    def routes(self) -> list[Route]:
        """Return the route table with its guards."""
        return [
            Route("/twilio/ladder/{attempt}/answered", self._guard(self.answered), methods=["POST"]),
            Route("/twilio/ladder/{attempt}/key", self._guard(self.key), methods=["POST"]),
            Route("/twilio/ladder/{attempt}/status", self._guard(self.status), methods=["POST"]),
        ]

    async def answered(self, request: Request, _form: FormData) -> Response:
        """Say the summary, a few times, each time with room to press a key."""
        return await self._reading(request)

    async def key(self, request: Request, form: FormData) -> Response:
        """Take the escalation on 1; on any other key read again."""
        if form.get("Digits") != TAKE:
            return await self._reading(request)
        try:
            return _spoken(await to_thread.run_sync(taken_by_key, self._house, _attempt(request)))
        except KeyError:
            return _spoken(said("call_unknown"))
        except FourthlineError as error:
            # Nothing may be said to be theirs that is not written down.
            log().error("key_not_kept", error=type(error).__name__)
            return await self._reading(request, said("call_not_now"))

    async def status(self, request: Request, form: FormData) -> Response:
        """Note a call or text that reached nobody."""
        status = str(form.get("CallStatus") or form.get("MessageStatus") or "").lower()
        if status in _UNREACHED:
            code = str(form.get("ErrorCode") or status)
            try:
                await to_thread.run_sync(call_ended, self._house, _attempt(request), code)
            except KeyError:
                pass
            except FourthlineError as error:
                log().warning("ladder_report_not_kept", error=type(error).__name__)
                return Response(status_code=503)
        return Response(status_code=204)

    async def _reading(self, request: Request, *first: str) -> Response:
        """Read what a call is about; where that cannot be read, that it is an emergency and which key takes it."""
        try:
            attempt = _attempt(request)
            summary = summary_of(await to_thread.run_sync(_notice, self._house, attempt))
        except KeyError:
            return _spoken(said("call_unknown"))
        except FourthlineError as error:
            log().error("summary_not_read", error=type(error).__name__)
            summary = said("call_opening"), said("call_ask")
        return _listening((*first, *summary), attempt, self._public_url)


def _attempt(request: Request) -> int:
    """Return the attempt that a request is about. Raises KeyError where it can be none of ours."""
    number = str(request.path_params["attempt"])
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise KeyError("attempt")
    return int(number)


def _notice(house: House, attempt_id: int) -> Notice:
    with house.store.reading() as books:
        attempt = books.escalations.attempt(attempt_id)
        return notice_of(books, books.escalations.get(attempt.escalation_id), attempt)


def _listening(sentences: tuple[str, ...], attempt: int, public_url: str) -> Response:
    twiml = VoiceResponse()
    for _ in range(READINGS):
        gather = twiml.gather(
            input="dtmf",
            num_digits=1,
            timeout=PRESS_SECONDS,
            action=f"{public_url}/twilio/ladder/{attempt}/key",
            method="POST",
        )
        for sentence in sentences:
            gather.say(sentence, voice=_VOICE, language=_LANGUAGE)
    twiml.say(said("call_nothing"), voice=_VOICE, language=_LANGUAGE)
    twiml.hangup()
    return Response(str(twiml), media_type="text/xml")


def _spoken(words: str) -> Response:
    twiml = VoiceResponse()
    twiml.say(words, voice=_VOICE, language=_LANGUAGE)
    twiml.hangup()
    return Response(str(twiml), media_type="text/xml")
