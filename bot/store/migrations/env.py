"""Alembic's entry: runs migrations on the connection that `bot.store.migrate` opened, never on one of its own."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.store import models  # noqa: F401  (fills the metadata)
from bot.store.schema import Base, Choice, Utc


def plain_types(_kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Write our column types as the plain ones beneath, so that a migration never depends on later code."""
    if isinstance(item, Choice):
        return "sa.String(length=40)"
    return "sa.DateTime(timezone=True)" if isinstance(item, Utc) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
