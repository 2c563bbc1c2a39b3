"""How many SMS segments a text takes, by the rules of GSM 03.38.

It counts; it never rewrites a text to make it fit.
"""

from __future__ import annotations

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENSION = frozenset("\f^{}\\[~]|€")


def segments(text: str) -> int:
    """Return the number of segments: 160 or 153 septets in GSM-7, 70 or 67 units in UCS-2.

    One character outside GSM-7 turns the whole text to UCS-2; the extension characters take two septets
    (3GPP TS 23.038, section 6.2.1; https://www.twilio.com/docs/glossary/what-sms-character-limit).
    """
    if all(character in GSM_7 or character in GSM_7_EXTENSION for character in text):
        return _parts(sum(2 if character in GSM_7_EXTENSION else 1 for character in text), 160, 153)
    return _parts(sum(2 if ord(character) > 0xFFFF else 1 for character in text), 70, 67)


def _parts(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
