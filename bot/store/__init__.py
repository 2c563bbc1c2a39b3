"""The records and the only SQL in the house. Nothing outside this package imports SQLAlchemy.

What it offers is loaded when it is first asked for, so that `bot.store.peek` can be had at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.store.session import Books, Store, StoreUnavailableError

__all__ = ["Books", "Store", "StoreUnavailableError"]


def __getattr__(name: str) -> Any:
    """Return one of the names in `__all__`. Raises AttributeError for any other."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.store import session

    return getattr(session, name)
