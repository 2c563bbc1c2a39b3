"""Where a record stands, in words for the resident: what STATUS tells. Never more than the queue really says."""

from __future__ import annotations

from bot.conversation.house import House
from bot.store.values import Record
from bot.vocabulary import Channel, Language


def standing_words(house: House, record: Record, ahead: int, language: Language, channel: Channel) -> str:
    """Return one short sentence part on where the record stands, in the resident's language."""
    if record.closed_at is not None:
        return house.words("utter_standing_closed", language, channel)
    if record.claimed_by is not None:
        return house.words("utter_standing_claimed", language, channel)
    if ahead == 0:
        return house.words("utter_standing_next", language, channel)
    return house.words("utter_standing_waiting", language, channel, ahead=str(ahead))
