"""The desk's door: the sign-in form, the cookie it leaves, and signing out.

The cookie holds a random token and nothing else; scripts cannot read it and other sites cannot make browsers post it.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.sign_in import KNOWN_BROWSER_DAYS, SIGN_IN_HOURS, ThrottledError
from channels.console.desk import BROWSER_COOKIE, COOKIE, Desk
from channels.console.guards import signed_in

FIELD_LENGTH = 1024


async def form(desk: Desk, request: Request) -> Response:
    """Show the form, or the desk to whoever is signed in already."""
    if await signed_in(desk, request) is not None:
        return RedirectResponse("/desk/", status_code=303)
    return _form(desk, request, after=request.query_params.get("after", ""))


async def sign_in(desk: Desk, request: Request) -> Response:
    """Check the password and leave the cookie."""
    fields = await request.form()
    username, password, after = (str(fields.get(name, ""))[:FIELD_LENGTH] for name in ("username", "password", "after"))
    address = request.client.host if request.client else ""
    browser = request.cookies.get(BROWSER_COOKIE, "")
    try:
        signed = await run_in_threadpool(desk.sign_ins.check_password, username, password, address, browser)
    except ThrottledError:
        return _form(desk, request, "Too many wrong passwords. Wait 15 minutes, or ask a supervisor.", 429, after)
    if signed is None:
        return _form(desk, request, "The username or the password is wrong.", 401, after)
    response = RedirectResponse(_safe(after), status_code=303)
    _leave_cookie(desk, response, COOKIE, "/desk", signed.token, hours=SIGN_IN_HOURS)
    # The same token, kept after it has ended: it admits nobody then, it only says that the browser is known.
    _leave_cookie(desk, response, BROWSER_COOKIE, "/desk/sign-in", signed.token, hours=KNOWN_BROWSER_DAYS * 24)
    return response


async def sign_out(desk: Desk, request: Request) -> Response:
    """End the sign-in and take the cookie back."""
    token = request.cookies.get(COOKIE)
    if token:
        await run_in_threadpool(desk.sign_ins.sign_out, token)
    response = RedirectResponse("/desk/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/desk", httponly=True, samesite="lax", secure=desk.settings.secure)
    return response


def _leave_cookie(desk: Desk, response: Response, name: str, path: str, token: str, *, hours: int) -> None:
    response.set_cookie(
        name, token, max_age=hours * 3600, path=path, httponly=True, samesite="lax", secure=desk.settings.secure
    )


def _form(desk: Desk, request: Request, refusal: str = "", status: int = 200, after: str = "") -> Response:
    return desk.page(request, "sign_in.html", None, status=status, refusal=refusal, after=_safe(after))


def _safe(after: str) -> str:
    # Only our own paths, or a link to the sign-in page could send people on to another site.
    return after if after.startswith("/desk/") and "\\" not in after and "//" not in after else "/desk/"
