"""What a phone number and a URL must look like for Twilio. Looks only: it never dials and never resolves a name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_E164 = re.compile(r"\+[1-9]\d{1,14}")


def is_phone_number(value: str) -> bool:
    """Whether a value is E.164: plus, country code, at most 15 digits."""
    return _E164.fullmatch(value) is not None


def is_url(value: str) -> bool:
    """Whether Twilio would call it: http or https, a host, no underscore in it."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in (parts.hostname or "")
