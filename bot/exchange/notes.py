"""Words the notes of an EIDO: what this is, what was heard as danger, what is known, and the resident's own messages.

Each is HTML5, as NENA-STA-021.1 wants of `notesActionComments`; a resident's words are escaped and otherwise untouched.
A note says its time in its text too, since not every desk shows when a note was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from html import escape

from bot.exchange.report import Heard, Report
from bot.vocabulary import Hazard


@dataclass(frozen=True)
class Note:
    """One note. `name` is its own within the document; `at` is when what it says was last told."""

    name: str
    at: datetime
    html: str


def notes_of(report: Report, version: str) -> tuple[Note, ...]:
    """Return the notes in the order in which they are to be read; `version` is that of this program."""
    about = Note("note-about", report.opened_at, _html(_about(report, version)))
    danger = Note("note-danger", report.changed_at, _html(_dangers(report)))
    known = Note("note-known", report.changed_at, _html(_known(report)))
    return (about, danger, known, *(_message(heard) for heard in report.heard))


def _about(report: Report, version: str) -> Iterable[str]:
    yield f"Automatic report from {report.program}, a non-emergency line by text and phone. It is not a call to 911."
    yield f"Emergency opened {_when(report.opened_at)}. Reference {report.reference or 'not given yet'}."
    yield f"Reached by: {report.channel.label}. Language: {report.language.label}."
    yield f"Written by Fourthline {version}, from what the resident said."


def _dangers(report: Report) -> Iterable[str]:
    yield "Heard as danger, with the words that were heard:"
    yield from (f"{hazard.label}: {_words_behind(report, hazard)}" for hazard in report.hazards)
    if not report.hazards:
        yield "Danger of a kind that was not named"


def _words_behind(report: Report, hazard: Hazard) -> str:
    words = [f"“{trigger.words}”" for trigger in report.triggers if trigger.hazard is hazard]
    return ", ".join(words) or "no single words; see the messages"


def _known(report: Report) -> Iterable[str]:
    yield "Known so far; what is missing was neither told nor asked:"
    if not report.place:
        yield "Where: not known yet"
    yield from (f"{fact.slot.label}: {fact.words}" for fact in report.known)


def _message(heard: Heard) -> Note:
    pictures = f" [with {heard.media} pictures or files, which are not sent]" if heard.media else ""
    words = heard.text or "(no words)"
    return Note(f"note-message-{heard.id}", heard.at, _html([f"{_when(heard.at)}, resident: {words}{pictures}"]))


def _when(at: datetime) -> str:
    return f"{at.astimezone(timezone.utc):%Y-%m-%d %H:%M:%S} UTC"


def _html(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line, quote=False) for text in lines for line in text.split("\n"))
