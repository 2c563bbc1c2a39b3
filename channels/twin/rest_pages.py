"""The pages in which Twilio's list resources come, of messages and of calls alike.

https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from channels.twin.refusals import RefusalError

PAGING = frozenset({"PageSize", "Page", "PageToken"})
USUAL_PAGE = 50
LARGEST_PAGE = 1000
Item = TypeVar("Item")


def page_of(found: tuple[Item, ...], request: Request, known: Set[str]) -> tuple[tuple[Item, ...], dict[str, Any]]:
    """Return the items of the page that a request asks for, and the envelope that tells of its neighbors.

    Raises RefusalError for a query parameter that is not among the `known`.
    """
    query = request.query_params
    unknown = sorted(set(query) - known)
    if unknown:
        raise RefusalError(20001, ", ".join(unknown))
    size = min(max(_whole(query.get("PageSize", str(USUAL_PAGE)), "PageSize"), 1), LARGEST_PAGE)
    number = _whole(query.get("Page", "0"), "Page")
    shown = found[number * size : (number + 1) * size]
    return shown, _envelope(request, size, number, len(shown), len(found))


def _envelope(request: Request, size: int, number: int, shown: int, found: int) -> dict[str, Any]:
    start = number * size
    return {
        "start": start,
        "end": start + max(shown - 1, 0),
        "page": number,
        "page_size": size,
        "uri": _page_uri(request, size, number),
        "first_page_uri": _page_uri(request, size, 0),
        "next_page_uri": _page_uri(request, size, number + 1) if found > start + size else None,
        "previous_page_uri": _page_uri(request, size, number - 1) if number else None,
    }


def _whole(value: str, name: str) -> int:
    if not value.isdigit():
        raise RefusalError(20422, name)
    return int(value)


def _page_uri(request: Request, size: int, number: int) -> str:
    kept = {name: value for name, value in request.query_params.items() if name not in ("PageSize", "Page")}
    return f"{request.url.path}?{urlencode({**kept, 'PageSize': size, 'Page': number})}"
