"""The attributes of an element of a call's document, each with its default where it is missing or wrong.

Which attributes an element has is what the installed twilio library builds; nothing is guessed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

from twilio.twiml.voice_response import Dial, VoiceResponse

from channels.twin.formats import is_url
from channels.twin.twiml import Trouble

SCHEMA_WARNING = 12200

# element: (what builds it, the parameter that is its text and no attribute)
_BUILDERS: dict[str, tuple[Callable[..., Any], str]] = {
    "Say": (VoiceResponse.say, "message"),
    "Play": (VoiceResponse.play, "url"),
    "Pause": (VoiceResponse.pause, ""),
    "Gather": (VoiceResponse.gather, ""),
    "Dial": (VoiceResponse.dial, "number"),
    "Redirect": (VoiceResponse.redirect, "url"),
    "Hangup": (VoiceResponse.hangup, ""),
    "Reject": (VoiceResponse.reject, ""),
    "Number": (Dial.number, "phone_number"),
    "Sip": (Dial.sip, "sip_url"),
}


def _names(builder: Callable[..., Any], text: str) -> frozenset[str]:
    parameters = set(inspect.signature(builder).parameters) - {"self", "kwargs", text}
    return frozenset(_camel(name) for name in parameters)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


KNOWN = {tag: _names(*builder) for tag, builder in _BUILDERS.items()}


class Attributes:
    """The attributes of one element. What is wrong with them is added to `troubles`."""

    def __init__(self, element: ElementTree.Element, base: str, troubles: list[Trouble]) -> None:
        """Read an element whose relative URLs are taken from `base`."""
        self._element, self._base, self._troubles = element, base, troubles
        for name in sorted(set(element.keys()) - KNOWN[element.tag]):
            self.wrong(SCHEMA_WARNING, f"Unknown attribute {name}")

    def wrong(self, code: int, what: str) -> None:
        """Note what is wrong."""
        self._troubles.append(Trouble(code, f"{self._element.tag}: {what}"))

    def text(self, name: str, default: str = "") -> str:
        """Return an attribute as it stands."""
        return self._element.get(name, default)

    def choice(self, name: str, choices: Iterable[str], default: str, code: int) -> str:
        """Return an attribute that is one of some words."""
        value = self.text(name, default)
        if value in choices:
            return value
        self.wrong(code, f"invalid {name} {value!r}")
        return default

    def method(self, code: int) -> str:
        """Return the HTTP method, POST by default."""
        return self.choice("method", ("GET", "POST"), "POST", code)

    def flag(self, name: str, code: int) -> bool:
        """Return an attribute that is true or false, false by default."""
        return self.choice(name, ("true", "false"), "false", code) == "true"

    def whole(self, name: str, default: int, code: int, least: int = 1) -> int:
        """Return an attribute that is a whole number."""
        value = self._element.get(name)
        if value is None:
            return default
        if value.isdecimal() and int(value) >= least:
            return int(value)
        self.wrong(code, f"invalid {name} {value!r}")
        return default

    def url(self, name: str, default: str) -> str | None:
        """Return an absolute URL, `default` where the attribute is missing, None where it is none."""
        return absolute(self._base, self.text(name) or default)


def absolute(base: str, url: str) -> str | None:
    """Return a URL of a document as Twilio would ask for it, None where it would not."""
    try:
        joined = urljoin(base, url.strip())
    except ValueError:
        return None
    return joined if is_url(joined) else None
