"""How values are put before a person's eyes: times with their zone, masked numbers, labels in place of stored words.

Nothing here decides; an unknown word is shown as it is rather than left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers

from bot import clock, vocabulary
from bot.vocabulary import Word

# Seven digits or more with the separators that people write between them, and at most fifteen as E.164 allows.
_NUMBER = re.compile(r"(?<![\w])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?![\w])")
_SHOWN_DIGITS = 2
_STORED_WORD = re.compile(r"[a-z]+(?:_[a-z]+)+")
_CODES: Mapping[str, str] = {
    "bad_address": "its address or token cannot be used",
    "database": "the records could not be read",
    "no_account": "no account at the phone company",
    "no_address": "no address is in the profile",
    "nobody_named": "the profile names nobody",
    "unreachable": "the network or the other side was down",
    "unreadable": "the answer could not be read",
}
_WORDS: Mapping[str, str] = {
    "yes": "Yes",
    "no": "No",
    "unknown": "Not known",
    "past_only": "only in the past",
    "passer_by": "passer-by",
}


def when(at: datetime | None, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return a moment as a wall time with the zone's name, with the day where it is not today."""
    if at is None:
        return ""
    local, today = at.astimezone(zone), clock.now().astimezone(zone)
    clock_time = f"{local.strftime('%H:%M:%S' if seconds else '%H:%M')} {local.tzname()}"
    if local.date() == today.date():
        return clock_time
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%b} {local.day}{year}, {clock_time}"


def age(at: datetime | None) -> str:
    """Return how long ago a moment was, in the two largest units, as in "1 h 5 min"."""
    if at is None:
        return ""
    minutes = max(0, int((clock.now() - at).total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else "under a minute"


def number(address: str) -> str:
    """Return a phone number as people write it; anything else as it is."""
    try:
        parsed = phonenumbers.parse(address, "US")
    except phonenumbers.NumberParseException:
        return address
    style = phonenumbers.PhoneNumberFormat.NATIONAL if parsed.country_code == 1 else None
    return phonenumbers.format_number(parsed, style or phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked(text: str) -> str:
    """Return `text` with all but the last two digits of every phone number hidden, at the same length.

    The length stays because the screen's spans are offsets into the text.
    """
    return _NUMBER.sub(lambda found: _masked_digits(found.group()), text)


def _masked_digits(text: str) -> str:
    digits = sum(character.isdigit() for character in text)
    shown = []
    for character in text:
        if character.isdigit():
            digits -= 1
        shown.append("•" if character.isdigit() and digits >= _SHOWN_DIGITS else character)
    return "".join(shown)


def label(value: object) -> str:
    """Return what people read for a word of the vocabulary, a stored word, or parts and lists of them."""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (list, tuple)):
        return ", ".join(label(part) for part in value)
    if isinstance(value, dict):
        parts = [(str(name), part) for name, part in value.items() if part not in (None, "", [])]
        return "; ".join(f"{plain(name)}: {label(part)}" for name, part in parts)
    words = str(value)
    return _WORDS.get(words) or (plain(words) if _STORED_WORD.fullmatch(words) else words)


def label_of(value: str, *kinds: type[Word]) -> str:
    """Return the label of a stored value that belongs to one of `kinds`, else the value in plain words."""
    for kind in kinds:
        if value in {word.value for word in kind}:
            return kind(value).label
    return _WORDS.get(value, plain(value))


def hazard_labels(values: list[str]) -> str:
    """Return the labels of stored hazards, "Danger" where none is named."""
    return ", ".join(label_of(value, vocabulary.Hazard) for value in values) or "Danger"


def plain(name: str) -> str:
    """Return a stored name as words: `cross_street` as "cross street"."""
    return name.replace("_", " ")


def code(value: str) -> str:
    """Return why something failed, as the phone company or the line itself put it, in words."""
    if value.isdecimal():
        return f"error {value}"
    return _CODES.get(value) or plain(value).replace("http ", "HTTP ").replace("-", " ")


def sentence(words: str) -> str:
    """Return words with a capital and a full stop, as a refusal is read."""
    whole = words[:1].upper() + words[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."
