"""The routes of the web phone: a text goes the same way through the same pipeline as an SMS.

They are the edge where errors are caught; what is said then is always to send it again and to call 911 in danger.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import clock
from bot.conversation.inbound import Answer, Inbound
from bot.errors import TemporaryError
from bot.logs import log
from bot.vocabulary import Channel, Language
from channels.console.guards import HEADERS, is_forged
from channels.sms.carrier_words import carrier_word
from channels.webchat.phone import NOT_WRITTEN, Page, WebPhone
from channels.webchat.session import Visitor
from channels.webchat.thread import ThreadText, read_thread
from channels.webchat.words import words_in

MOST_BYTES = 1024 * 1024
"""The longest form taken. A resident's text is never cut: one that is longer is refused and said to be."""

Endpoint = Callable[[WebPhone, Request], Awaitable[Response]]


def routes(phone: WebPhone) -> list[Route]:
    """Return the routes, to be put at the root of the gateway."""
    return [
        Route("/phone", _guarded(phone, show), methods=["GET"]),
        Route("/phone", _guarded(phone, take), methods=["POST"]),
        Route("/phone/news", _guarded(phone, news), methods=["GET"]),
        Route("/phone/forget", _guarded(phone, forget), methods=["POST"]),
    ]


async def show(phone: WebPhone, request: Request) -> Response:
    """Show the page with the visitor's thread."""
    visitor = phone.sessions.visitor(request)
    asked = request.query_params.get("language")
    language = _language(phone, request, visitor)
    response: Response
    if asked is not None:
        response = RedirectResponse("/phone", status_code=303)
    else:
        response = phone.whole(Page(visitor, language, await _thread(phone, visitor)))
    phone.sessions.keep(response, visitor, language if asked == language.value else None)
    return response


async def take(phone: WebPhone, request: Request) -> Response:
    """Take one text and show what the line answers."""
    visitor = phone.sessions.visitor(request)
    language = _language(phone, request, visitor)
    form = await _form(request)
    if form is None:
        return phone.whole(Page(visitor, language, trouble=words_in(language).too_long), status=413)
    if "text" not in form:
        return phone.whole(Page(visitor, language, trouble=words_in(language).not_sent), status=400)
    text = form["text"].replace("\r\n", "\n")
    page = Page(visitor, language, draft=text, nonce=form.get("nonce") or secrets.token_urlsafe(12))
    try:
        answer = await phone.receive(_inbound(page))
    except Exception as error:
        # The last resort of this edge: whatever it was, the words stay in the box and the page says to call 911.
        log().error("webchat_not_taken", error=type(error).__name__)
        not_sent = replace(page, trouble=words_in(language).not_sent)
        return _kept(phone, phone.whole(not_sent, status=503), visitor)
    return _kept(phone, await _answered(phone, request, visitor, page, answer, _number(form.get("after"))), visitor)


async def news(phone: WebPhone, request: Request) -> Response:
    """Give the texts that came after the one the page knows; 204 where there are none."""
    visitor = phone.sessions.visitor(request)
    texts = await _thread(phone, visitor, _number(request.query_params.get("after")))
    if not texts:
        return Response(status_code=204)
    return phone.news(Page(visitor, _language(phone, request, visitor), texts))


async def forget(phone: WebPhone, request: Request) -> Response:
    """Take the thread off this device."""
    response = RedirectResponse("/phone", status_code=303)
    phone.sessions.forget(response)
    return response


async def _answered(
    phone: WebPhone, request: Request, visitor: Visitor, page: Page, answer: Answer, after: int
) -> Response:
    live = "hx-request" in request.headers
    unwritten = any(reply.id == NOT_WRITTEN for reply in answer.replies)
    try:
        texts = await _thread(phone, visitor, after if live else 0)
        if unwritten:
            texts += _said(page.draft, answer)
    except TemporaryError:
        texts, unwritten = _said(page.draft, answer), True
    if live:
        return phone.news(replace(page, texts=texts))
    if visitor.returned and not unwritten:
        return RedirectResponse("/phone#form", status_code=303)
    # What no transcript holds would be lost in a redirect, and so would the thread of a browser without cookies.
    return phone.whole(replace(page, texts=texts, draft="", nonce=""))


def _inbound(page: Page) -> Inbound:
    """Return the message. The same form sent twice is one message; the same form with other words is another."""
    told_apart = "\n".join((page.visitor.id, page.nonce, page.draft)).encode("utf-8", "surrogatepass")
    return Inbound(
        channel=Channel.WEBCHAT,
        sid=f"web-{hashlib.sha256(told_apart).hexdigest()[:48]}",
        sender=page.visitor.id,
        text=page.draft,
        carrier_word=carrier_word(page.draft),
        language=page.visitor.language,
    )


def _guarded(phone: WebPhone, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        try:
            response = await _unless_forged(phone, request, endpoint)
        except TemporaryError as error:
            log().warning("webchat_unavailable", error=type(error).__name__)
            response = _in_trouble(phone, request, "not_sent", 503)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guarded


async def _unless_forged(phone: WebPhone, request: Request, endpoint: Endpoint) -> Response:
    if request.method == "POST" and is_forged(request, phone.settings.public_url):
        return _in_trouble(phone, request, "forged", 403)
    return await endpoint(phone, request)


def _in_trouble(phone: WebPhone, request: Request, word: str, status: int) -> Response:
    visitor = phone.sessions.visitor(request)
    language = _language(phone, request, visitor)
    return phone.whole(Page(visitor, language, trouble=getattr(words_in(language), word)), status)


def _language(phone: WebPhone, request: Request, visitor: Visitor) -> Language:
    asked, accepted = request.query_params.get("language"), request.headers.get("accept-language", "")
    return phone.language_for(visitor, asked, accepted)


async def _thread(phone: WebPhone, visitor: Visitor, after: int = 0) -> tuple[ThreadText, ...]:
    return await run_in_threadpool(read_thread, phone.store, visitor.id, after)


async def _form(request: Request) -> dict[str, str] | None:
    """Return the first value of each field, None where the form is longer than is taken."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        # Half a form is no message, and nobody is there to be told.
        return {}
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return {name: values[0] for name, values in fields.items()}


def _number(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 16 else 0


def _said(text: str, answer: Answer) -> tuple[ThreadText, ...]:
    """Return what was said just now, for a page that cannot read it from the transcript."""
    now = clock.now()
    return (
        ThreadText(id=NOT_WRITTEN, mine=True, body=text, at=now),
        *(
            ThreadText(NOT_WRITTEN, mine=False, body=reply.text, at=now, safety="911" in reply.text)
            for reply in answer.replies
        ),
    )


def _kept(phone: WebPhone, response: Response, visitor: Visitor) -> Response:
    phone.sessions.keep(response, visitor)
    return response
