"""What every step needs: the store, the screen and the city's profile, given once at the start and never global."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot import wording
from bot.program.profile import Profile
from bot.safety.screen import Screen
from bot.store import Store
from bot.vocabulary import Channel, Language

# The webhook's answer is written within milliseconds; one that was not handed over by then died with its process.
HAND_OVER_GRACE = timedelta(seconds=8)


@dataclass(frozen=True)
class House:
    """One installation: its memory, its screen, its city."""

    store: Store
    screen: Screen
    profile: Profile

    def words(self, response: str, language: Language, channel: Channel, **params: str) -> str:
        """Return the words of a response in the city's own wording. Raises PermanentError."""
        overrides = {
            name: phrase.texts[language] for name, phrase in self.profile.wording.items() if language in phrase.texts
        }
        return wording.text(response, language, channel, overrides, program=self.profile.name, **params)
