"""The guards that stand at every route of the desk: who is signed in, what they may do, where a POST came from.

They are also the edge where errors are caught, and what they answer is always safe: nothing was changed, and the
page says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.callbacks.refusals import UnknownConversationError
from bot.errors import PermanentError, TemporaryError
from bot.logs import log
from bot.sign_in import may
from bot.store.values import Staff
from bot.vocabulary import Act
from channels.console.desk import COOKIE, Desk

Endpoint = Callable[[Request], Awaitable[Response]]
StaffEndpoint = Callable[[Desk, Request, Staff], Awaitable[Response]]

# No 'unsafe-inline' and no 'unsafe-eval': a resident's words that slipped past escaping would still not run.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer browsers send "Origin: null", and the guard against forged posts would refuse everyone.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def open_to_all(desk: Desk, endpoint: Callable[[Desk, Request], Awaitable[Response]]) -> Endpoint:
    """Guard a page that needs no sign-in: only forged posts are refused."""

    async def guarded(request: Request) -> Response:
        if request.method == "POST" and is_forged(request, desk.settings.public_url):
            return _sealed(_refused(desk, request, None, 403, "This form was sent from another site."))
        try:
            return _sealed(await endpoint(desk, request))
        except TemporaryError as error:
            return _sealed(_out_of_reach(desk, request, error))

    return guarded


def needs(act: Act, desk: Desk, endpoint: StaffEndpoint) -> Endpoint:
    """Guard a route that needs somebody who is signed in and may do `act`."""

    async def guarded(desk: Desk, request: Request) -> Response:
        staff = await signed_in(desk, request)
        if staff is None:
            return _to_sign_in(request)
        if not may(staff.role, act):
            said = f"As {staff.role.label.lower()} you may not do this: {act.label.lower()}."
            return _refused(desk, request, staff, 403, said)
        try:
            return await endpoint(desk, request, staff)
        except UnknownConversationError as error:
            return _refused(desk, request, staff, 404, str(error))
        except PermanentError as error:
            return _refused(desk, request, staff, 409, str(error))

    return open_to_all(desk, guarded)


async def signed_in(desk: Desk, request: Request) -> Staff | None:
    """Return who is signed in."""
    token = request.cookies.get(COOKIE)
    return await run_in_threadpool(desk.sign_ins.staff_for, token) if token else None


def is_forged(request: Request, public_url: str) -> bool:
    """Return whether a browser says that another site sent this request.

    `Sec-Fetch-Site` decides where it is sent, else `Origin` against our own address. A request with neither comes
    from no browser of this decade, and so carries nobody's cookie by accident (the rule of Go's
    `net/http.CrossOriginProtection`).
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc not in {request.headers.get("host", ""), urlsplit(public_url).netloc}


def _to_sign_in(request: Request) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/desk/sign-in"})
    after = f"?after={quote(request.url.path)}" if request.method == "GET" else ""
    return RedirectResponse(f"/desk/sign-in{after}", status_code=303)


def _refused(desk: Desk, request: Request, staff: Staff | None, status: int, said: str) -> Response:
    return desk.page(request, "refused.html", staff, status=status, said=said)


def _out_of_reach(desk: Desk, request: Request, error: TemporaryError) -> Response:
    log().warning("desk_unavailable", error=type(error).__name__)
    said = "The records cannot be reached right now, so nothing was changed. Try again in a moment."
    return _refused(desk, request, None, 503, said)


def _sealed(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
