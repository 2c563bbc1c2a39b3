"""Posts the EIDO of an escalation to the dispatch centre. The document is made anew for every try, from what is
committed; while nothing changed, it is the same document with the same id, so that a centre can tell a repeat.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import httpx

from bot.conversation.house import House
from bot.escalation.reach import NeverError, Notice, NotNowError
from bot.exchange.eido import document
from bot.store import StoreUnavailableError
from channels.ladder.reaching import post_document

NO_ADDRESS, BAD_ADDRESS, NO_DATABASE = "no_address", "bad_address", "database"


class EidoPost:
    """Posts documents to one dispatch centre."""

    def __init__(self, house: House, url: str, token: str, agency: str = "") -> None:
        """Take where the centre takes documents and what it knows us by.

        Args:
            token: the bearer token that the centre gave; empty where it wants none.
            agency: our domain name, by which NENA tells agencies apart; empty means the profile's id.
        """
        self._house = house
        self._url = url
        self._token = token
        self._agency = agency or house.profile.id

    def __call__(self, notice: Notice) -> str:
        """Post the document of the notice's escalation and return the answer's status.

        Raises:
            NotNowError: the database or the centre is away, or the centre asks for another try.
            NeverError: there is no usable address or token, or the centre refused for good.
        """
        if not self._url:
            raise NeverError(NO_ADDRESS)
        made = self._document(notice.escalation_id)
        try:
            return post_document(self._url, made, self._token)
        except (httpx.InvalidURL, UnicodeEncodeError) as error:
            # Neither is one of httpx's own HTTP errors, and no later try can mend what is written in the settings.
            raise NeverError(BAD_ADDRESS) from error

    def _document(self, escalation_id: str) -> bytes:
        try:
            with self._house.store.reading() as books:
                return document(books, escalation_id, self._agency, _version())
        except StoreUnavailableError as error:
            raise NotNowError(NO_DATABASE) from error


def _version() -> str:
    try:
        return version("fourthline")
    except PackageNotFoundError:
        return "of no version"
