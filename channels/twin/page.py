"""A plain page on which a developer texts the line and watches what passes. No script, loopback only."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from bot.errors import PermanentError
from channels.twin.ascii_json import printable
from channels.twin.formats import is_phone_number
from channels.twin.switchboard import Switchboard
from channels.twin.twin import ResidentText

PAGES = Path(__file__).parent / "pages"
ENTRIES_SHOWN = 30
NEWCOMER = "+13035550142"


class DeveloperPage:
    """The page at /twin/."""

    def __init__(self, switchboard: Switchboard) -> None:
        """Show the twin of this switchboard."""
        self._switchboard = switchboard
        self._templates = Jinja2Templates(directory=PAGES)
        self._templates.env.filters["printable"] = printable

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/twin/", self.show, methods=["GET"]),
            Route("/twin/", self.text, methods=["POST"]),
            Route("/twin/twin.css", self.style, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show one resident's thread (`number`), all residents, the last requests."""
        twin, number = self._switchboard.twin, request.query_params.get("number", "")
        context = {
            "account": twin.account,
            "checks_against": twin.description.source,
            "number": number,
            "newcomer": NEWCOMER,
            "thread": twin.ledger.thread(number) if number else (),
            "residents": [resident for resident in twin.ledger.residents() if resident not in twin.account.numbers],
            "entries": twin.journal.read()[: -ENTRIES_SHOWN - 1 : -1],
        }
        return self._templates.TemplateResponse(request, "twin.html", context)

    async def text(self, request: Request) -> Response:
        """Send the form's text, wait for the answer, and show the thread."""
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise PermanentError("Another site may not text the line.")
        form = await request.form()
        number, body = str(form.get("from", "")).strip(), str(form.get("body", ""))
        if not is_phone_number(number):
            raise PermanentError("A number is written as +13035550142.")
        await self._switchboard.text(ResidentText(number, body))
        return RedirectResponse(request.url.include_query_params(number=number), status_code=303)

    async def style(self, request: Request) -> Response:
        """Serve the style sheet."""
        return FileResponse(PAGES / "twin.css", media_type="text/css")
