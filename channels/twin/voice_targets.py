"""Whom a Dial names: numbers and SIP addresses, as far as Twilio would ring them.

What cannot be rung is left out and told; a Dial that names nobody fails when it is followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from channels.twin.formats import is_phone_number
from channels.twin.twiml import Trouble
from channels.twin.voice_attributes import Attributes

_NO_NUMBER = Trouble(13223, "Dial: invalid phone number")
_NO_SIP_ADDRESS = Trouble(13243, "Dial: invalid SIP URI")
_SIP = re.compile(r"sips?:[^\s@]+@[^\s@]+")


def targets(dial: ElementTree.Element, base: str, troubles: list[Trouble]) -> Iterator[str]:
    """Yield those whom a Dial rings, in order; what is wrong is added to `troubles`."""
    if (dial.text or "").strip():
        yield from _target(dial.text, is_phone_number, _NO_NUMBER, troubles)
    for element in dial:
        if element.tag not in ("Number", "Sip"):
            troubles.append(Trouble(13215, f"Dial: the twin does not dial a {element.tag}"))
            continue
        Attributes(element, base, troubles)
        if element.tag == "Number":
            yield from _target(element.text, is_phone_number, _NO_NUMBER, troubles)
        else:
            yield from _target(element.text, _is_sip_address, _NO_SIP_ADDRESS, troubles)


def _target(text: str | None, fits: Callable[[str], bool], trouble: Trouble, troubles: list[Trouble]) -> Iterator[str]:
    target = (text or "").strip()
    if fits(target):
        yield target
    else:
        troubles.append(trouble)


def _is_sip_address(value: str) -> bool:
    return _SIP.fullmatch(value) is not None
