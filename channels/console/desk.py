"""What every page of the desk needs: the store, the city's few facts, sign-ins, the live feed and the templates.

Built once and handed in, never global. It words nothing about a resident by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot import vocabulary
from bot.sign_in import SignIns, may
from bot.store import Store
from bot.store.values import Staff
from bot.vocabulary import Act
from channels.console import shown
from channels.console.feed import Feed

TEMPLATES = Path(__file__).parent / "templates"
COOKIE = "fourthline_desk"
BROWSER_COOKIE = "fourthline_browser"


@dataclass(frozen=True)
class DeskSettings:
    """What the desk takes from the settings and the city's profile.

    Attributes:
        program_name: how people know the programme.
        zone: the time zone that times are shown in.
        public_url: the address that browsers use; https makes the cookie Secure.
        dispatch_center: the dispatch centre's ten-digit line in E.164, "" where the profile has none.
        illustrative: what says that the profile is an example, "" where it is live.
    """

    program_name: str
    zone: ZoneInfo
    public_url: str = ""
    dispatch_center: str = ""
    illustrative: str = ""

    @property
    def secure(self) -> bool:
        """Whether browsers reach the desk by https."""
        return urlsplit(self.public_url).scheme == "https"


class Desk:
    """The desk of one installation. Safe to share between threads."""

    def __init__(self, store: Store, settings: DeskSettings, sign_ins: SignIns | None = None) -> None:
        """Take what it stands on; `sign_ins` may be one with a cheaper hash in tests."""
        self.store = store
        self.settings = settings
        self.sign_ins = sign_ins or SignIns(store)
        self.feed = Feed(store)
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(words=vocabulary, Act=Act)
        self._templates.filters.update(
            when=lambda at: shown.when(at, settings.zone),
            to_the_second=lambda at: shown.when(at, settings.zone, seconds=True),
            age=shown.age,
            number=shown.number,
            label=shown.label,
        )

    def page(
        self, request: Request, template: str, staff: Staff | None, *, status: int = 200, **shown_values: object
    ) -> HTMLResponse:
        """Render a template for a member of staff, None for somebody who is not signed in."""
        values = {
            "request_path": request.url.path,
            "settings": self.settings,
            "staff": staff,
            "allowed": lambda act: staff is not None and may(staff.role, act),
            "refusal": "",
            **shown_values,
        }
        return HTMLResponse(self._templates.get_template(template).render(values), status_code=status)
