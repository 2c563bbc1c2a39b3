"""Answers texts while the gateway is still loading: kept on disk, told the safe words, screened as soon as it can be.

It never answers a message that is in the records already: that one has its turn, and waits for the gateway.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from twilio.twiml.messaging_response import MessagingResponse

from bot import wording
from bot.conversation.inbound import Inbound
from bot.intake.languages import spoken_language
from bot.settings import Settings
from bot.vocabulary import Channel, Language
from channels import metrics
from channels.sms.form import inbound_from_form
from channels.sms.signature import SignatureGuard
from channels.spool import Spool

# Whether a message is in the records, by its sid; an answer of True sends the caller to the gateway.
IsKnown = Callable[[str], Awaitable[bool]]


class LeaveToGatewayError(Exception):
    """The message is remembered already: the gateway must answer it."""


class EarlySms:
    """The text channel of a gateway that is not there yet."""

    def __init__(self, settings: Settings, is_known: IsKnown) -> None:
        """Read the safe words of every language, so that an answer needs nothing more."""
        self._is_known = is_known
        self._spool = Spool(settings.home_path / "spool")
        self._answered: set[str] = set()
        self._words = {language: _safe_words(language) for language in Language}
        guard = SignatureGuard(settings.twilio_auth_token.get_secret_value(), settings.base_url)
        self.answer = guard(self._text)

    async def _text(self, _request: Request, form: FormData) -> Response:
        inbound = inbound_from_form({name: value for name, value in form.items() if isinstance(value, str)})
        if await self._is_known(inbound.sid):
            raise LeaveToGatewayError
        if inbound.sid in self._answered:
            return Response(str(MessagingResponse()), media_type="text/xml")
        self._answered.add(inbound.sid)
        words = self._words[spoken_language(inbound.text) or Language.ENGLISH]
        await to_thread.run_sync(self._keep, inbound, words)
        metrics.LAST_RESORT.labels("loading").inc()
        twiml = MessagingResponse()
        twiml.message(words)
        return Response(str(twiml), media_type="text/xml")

    def _keep(self, inbound: Inbound, words: str) -> None:
        self._spool.keep(inbound, words)


def _safe_words(language: Language) -> str:
    return wording.text("utter_safe_reply", language, Channel.SMS)
