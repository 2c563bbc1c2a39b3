"""The records and the only SQL in the house. Nothing outside this package imports SQLAlchemy."""

from bot.store.session import Books, Store, StoreUnavailableError

__all__ = ["Books", "Store", "StoreUnavailableError"]
