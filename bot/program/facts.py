"""What the engine may tell a resident about the city at one moment.

PURE. Only what is true now goes in: an unverified number or a wait nobody can keep is left out.
"""

from __future__ import annotations

from datetime import datetime

from bot.program.hours import hours_words, is_open
from bot.program.profile import Profile
from bot.program.wait import quoted_wait
from bot.turn import CityFacts
from bot.vocabulary import Channel, Language

VERIFIED_CHANNELS = frozenset({Channel.SMS, Channel.VOICE})
"""Channels on which the phone company vouches for the sender's number."""


def city_facts(
    profile: Profile,
    at: datetime,
    language: Language,
    *,
    channel: Channel = Channel.SMS,
    sender_number: str | None = None,
    returning: bool = False,
    ahead: int = 0,
    busy_units: int = 0,
    reference: str | None = None,
    standing: str = "",
) -> CityFacts:
    """Return what `profile`, the hours and the queue say at `at`, in `language`.

    Args:
        profile: the programme.
        at: the moment, aware.
        language: the language the resident is served in.
        channel: how the message came; only a phone channel verifies a number.
        sender_number: E.164 of the sender, None where withheld.
        returning: whether this resident has written before.
        ahead: records that will be served before this one.
        busy_units: units out on a visit now.
        reference: the reference of the queued record, None before it is queued.
        standing: where that record stands, in words.
    """
    open_now = is_open(profile, at)
    area = profile.area
    return CityFacts(
        program=profile.id,
        program_name=profile.name,
        introduction=profile.introduction.told_in(language),
        open_now=open_now,
        next_open="" if open_now else hours_words(profile, at, language),
        wait_minutes=quoted_wait(profile, at, ahead, busy_units),
        text_to_911=profile.numbers.text_to_911,
        service_area=area.words.told_in(language),
        area_words=(*area.inside, *area.landmarks),
        outside_words=area.outside,
        suicide_screen=profile.suicide_screen,
        required=tuple(slot.value for slot in profile.required),
        sender_number=sender_number if channel in VERIFIED_CHANNELS else None,
        returning=returning,
        reference=reference,
        standing=standing,
        resources=tuple((resource.name.told_in(language), resource.number) for resource in profile.resources),
        wording={
            response: phrase.texts[language] for response, phrase in profile.wording.items() if language in phrase.texts
        },
    )
