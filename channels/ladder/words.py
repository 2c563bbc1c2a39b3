"""The words for people on call, filled with what they need and nothing else: no resident's number, no message."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

from bot.conversation.writing import sendable
from bot.escalation.reach import Notice
from channels.sms.segments import GSM_7, GSM_7_EXTENSION, segments

#: A text of more parts than these comes late and is read in pieces. What does not fit is behind the link.
MOST_SEGMENTS = 2
#: So much of a place is kept before names of danger are left out.
SHORT_PLACE = 40
_FILE = Path(__file__).with_name("words.yml")
# Seven digits or more with what people write between them; a house number has fewer.
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
_MARKS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-"})


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {str(name): str(text) for name, text in yaml.safe_load(_FILE.read_text(encoding="utf-8")).items()}


def text_of(notice: Notice, public_url: str) -> str:
    """Return the text that tells a person on call, within two segments."""
    name = "text_renewed" if notice.renewed else "text"
    dangers = [hazard.label for hazard in notice.hazards]
    place = _in_gsm(_place(notice))
    link = link_to(notice.conversation_id, public_url)
    while True:
        more = said("more") if len(dangers) < len(notice.hazards) else ""
        text = said(
            name,
            danger=_danger(dangers) + more,
            place=place or said("place_unknown"),
            reference=notice.reference,
            reply=notice.reply,
            link=link,
        )
        if segments(text) <= MOST_SEGMENTS or not (len(dangers) > 1 or place):
            return text
        if len(place) > SHORT_PLACE or len(dangers) <= 1:
            place = place[:-1].rstrip()
        else:
            dangers.pop()


def summary_of(notice: Notice) -> tuple[str, ...]:
    """Return the sentences of a call: opening, summary, what to press."""
    summary = said(
        "call_summary",
        reference=_spelled(notice.reference),
        danger=_danger([hazard.label for hazard in notice.hazards]),
        place=_place(notice) or said("place_unknown_spoken"),
    )
    return said("call_opening"), summary, said("call_ask")


def said(answer: str, /, **fields: str) -> str:
    """Return one of the short answers, filled."""
    return _words()[answer].format(**fields)


def link_to(conversation_id: str, public_url: str) -> str:
    """Return where the desk shows a conversation."""
    return f"{public_url}/desk/conversations/{conversation_id}"


def _danger(labels: list[str]) -> str:
    return ", ".join(labels) or said("danger_unnamed")


def _place(notice: Notice) -> str:
    """Return the place on one line. What a resident gave as a place may hold their number, which is for the desk."""
    return _NUMBER.sub(said("number_hidden"), " ".join(sendable(notice.place).split()))


def _in_gsm(text: str) -> str:
    """Return the text in the alphabet of short texts: one letter outside it would halve the room of all the others."""
    composed = unicodedata.normalize("NFC", text.translate(_MARKS))
    plain = "".join(letter if letter in GSM_7 | GSM_7_EXTENSION else _plain(letter) for letter in composed)
    return " ".join(plain.split())


def _plain(letter: str) -> str:
    """Return a letter without its accent, "?" where it has no plain form and "" where it is no letter of its own."""
    bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
    if all(part in GSM_7 | GSM_7_EXTENSION for part in bare):
        return "".join(bare)
    return "" if unicodedata.category(letter) in ("Cf", "Mn") else "?"


def _spelled(reference: str) -> str:
    """Return a reference for the ear: letter by letter."""
    return ", ".join(letter for letter in reference if letter.isalnum())
