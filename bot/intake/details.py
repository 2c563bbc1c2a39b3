"""Reads every detail that one message tells, whatever was asked: the record's slots in the record's shapes.

PURE. It only reads; what a detail does to what is known already is decided in hear.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.intake.folding import fold
from bot.intake.languages import spoken_language
from bot.intake.readers import circumstances, harm, people
from bot.intake.readers.numbers import phone
from bot.intake.readers.places import find_place, whole_place
from bot.vocabulary import Language, Question, Slot

# Characters. Two and a half times the longest text message (1,600 by Twilio); what a longer one holds after that is in
# the transcript, and no detail in it is worth a resident's wait.
READ = 4000


def read_details(
    text: str,
    language: Language | None = None,
    asked: Question | None = None,
    *,
    area: Iterable[str] = (),
    outside: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the details in `text` by slot name, in the shapes of docs/reference/record.md; {} where it tells none.

    Args:
        text: the message as received, of any length.
        language: the language it is known to be in; None reads both, as is done anyway.
        asked: the question it answers: after "where?" the whole reply is the place.
        area: place names inside the service area.
        outside: place names outside it.
    """
    text = text[:READ]
    folded = fold(text)
    spoken = language or spoken_language(text)
    found: dict[Slot, Any] = {
        Slot.LOCATION: (whole_place if asked is Question.LOCATION else find_place)(text, area, outside),
        Slot.WEAPON: harm.find_weapon(folded),
        Slot.VIOLENCE: harm.find_violence(folded),
        Slot.INJURY_MEDICAL: harm.find_injury(folded),
        Slot.REPORTER_ROLE: people.find_role(folded),
        Slot.PERSON: people.find_person(text),
        Slot.VULNERABLE_PRESENT: circumstances.find_vulnerable(folded, asked is Question.VULNERABLE_PRESENT),
        Slot.CALLBACK_NUMBER: phone(folded),
        Slot.SAFE_TO_CONTACT: circumstances.find_contact(text) if asked is Question.SAFE_TO_CONTACT else None,
        Slot.WILLING_TO_WAIT: circumstances.find_wait(folded),
        Slot.NEEDS: circumstances.find_needs(folded, asked is Question.NEEDS),
        Slot.LANGUAGE: spoken.value if spoken else None,
    }
    return {slot.value: value for slot, value in found.items() if value is not None}
