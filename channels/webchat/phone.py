"""What the web phone stands on, and its page rendered for a visitor.

Built once and handed in, never global. It words nothing about a resident's request: those words come from the line.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.conversation.inbound import Answer, Inbound
from bot.program.calendar_words import CALENDAR
from bot.program.profile import Phrase
from bot.store import Store
from bot.vocabulary import Language
from channels.webchat.session import Sessions, Visitor
from channels.webchat.thread import ThreadText
from channels.webchat.words import words_in

TEMPLATES = Path(__file__).parent / "templates"

Receive = Callable[[Inbound], Awaitable[Answer]]

NOT_WRITTEN = 0
"""The id of a reply that stands in no transcript: it is shown at once or never."""


@dataclass(frozen=True)
class PhoneSettings:
    """What the web phone takes from the settings and the city's profile.

    Attributes:
        introduction: how the line introduces itself.
        illustrative: what says that the profile is an example, empty where it is live.
        zone: the time zone that times are shown in.
        languages: the languages of the profile, the first being the default.
        public_url: the address that browsers use; https makes the cookie Secure.
    """

    introduction: Phrase
    illustrative: Phrase
    zone: ZoneInfo
    languages: tuple[Language, ...]
    public_url: str = ""


@dataclass(frozen=True)
class Page:
    """What one rendering of the page shows.

    Attributes:
        visitor: who is looking.
        language: the language of the page.
        texts: the thread, oldest first.
        draft: what stands in the box, where a message did not get through.
        nonce: what makes two submits of one form one message.
        trouble: what went wrong, in the page's words; "" where nothing did.
    """

    visitor: Visitor
    language: Language
    texts: tuple[ThreadText, ...] = ()
    draft: str = ""
    nonce: str = ""
    trouble: str = ""


class WebPhone:
    """The web phone of one installation. Safe to share between threads."""

    def __init__(self, store: Store, receive: Receive, settings: PhoneSettings, signing_key: str) -> None:
        """Take the store it reads threads from and what it hands a text to."""
        self.store = store
        self.receive = receive
        self.settings = settings
        self.sessions = Sessions(signing_key, secure=settings.public_url.startswith("https://"))
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language_for(self, visitor: Visitor, asked: str | None, accepted: str) -> Language:
        """Return the language to show: the one asked for, else chosen before, else the browser's, else the city's."""
        offered = self.settings.languages
        wanted = [asked, visitor.language.value if visitor.language else None, *_accepted(accepted)]
        return next((language for word in wanted for language in offered if language.value == word), offered[0])

    def other_languages(self, language: Language) -> tuple[Language, ...]:
        """Return the languages that the page can be switched to."""
        return tuple(other for other in self.settings.languages if other is not language)

    def whole(self, page: Page, status: int = 200) -> HTMLResponse:
        """Render the whole page."""
        return self._rendered("phone.html", page, status)

    def news(self, page: Page) -> HTMLResponse:
        """Render only the texts, and what the page must know to go on, for a page that is already there."""
        return self._rendered("_news.html", page, 200)

    def _rendered(self, template: str, page: Page, status: int) -> HTMLResponse:
        words = words_in(page.language)
        shown = self._templates.get_template(template).render(
            page=page,
            words=words,
            introduction=self.settings.introduction.told_in(page.language),
            illustrative=self.settings.illustrative.told_in(page.language),
            others=[(other, words_in(other)) for other in self.other_languages(page.language)],
            nonce=page.nonce or secrets.token_urlsafe(12),
            last=max((text.id for text in page.texts), default=0),
            clock=lambda at: self._clock(at, page.language),
        )
        return HTMLResponse(shown, status_code=status)

    def _clock(self, at: datetime, language: Language) -> str:
        local = at.astimezone(self.settings.zone)
        return CALENDAR[language].digits(local.hour, local.minute)


def _accepted(header: str) -> list[str]:
    """Return the language codes of an Accept-Language header in the order written, which is the order preferred."""
    return [part.split(";")[0].strip()[:2].lower() for part in header.split(",")]
