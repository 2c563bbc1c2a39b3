"""Makes identifiers. They are random, so that none says anything about the person it stands for."""

from __future__ import annotations

import uuid


def new_id() -> str:
    """Return a random identifier of 32 letters and digits."""
    return uuid.uuid4().hex
