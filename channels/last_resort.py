"""The words for when all else failed. They are read at the start and kept in memory, so that they need nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.house import House
from bot.conversation.settle import emergency_response
from bot.intake.languages import spoken_language
from bot.safety.assessment import Assessment
from bot.vocabulary import Channel, DangerLevel, Hazard, Language


@dataclass(frozen=True)
class LastResort:
    """The safe reply and the 911 text of every language, ready to be said."""

    house: House
    safe: dict[Language, str]

    @classmethod
    def read(cls, house: House, channel: Channel) -> LastResort:
        """Read the words. Raises PermanentError where a text is missing, so that the start fails and not a reply."""
        for language in Language:
            for hazards in ((), (Hazard.SUICIDE,)):
                house.words(emergency_response(house, Assessment(DangerLevel.EMERGENCY, hazards)), language, channel)
        return cls(
            house,
            {language: house.words("utter_safe_reply", language, channel) for language in Language},
        )

    def reply_to(self, text: str, channel: Channel) -> str:
        """Return what to say to a text that could not even be remembered: 911 where the screen hears danger."""
        language = spoken_language(text) or self.house.profile.languages[0]
        assessment = self.house.screen.assess(text, channel=channel)
        if assessment.level is DangerLevel.EMERGENCY:
            return self.house.words(emergency_response(self.house, assessment), language, channel)
        return self.safe[language]
