"""The one place that reads the time, so that tests can stand still and nothing compares naive with aware."""

from __future__ import annotations

from datetime import datetime, timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(timezone.utc)
