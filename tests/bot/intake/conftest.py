"""A resident's messages, as the intake hears them: understood by the test, screened as harmless unless it says more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.intake.frame import Frame
from bot.intake.languages import spoken_language
from bot.intake.meaning import Meaning
from bot.intake.saying import Step
from bot.intake.turns import take_turn
from bot.safety.assessment import Assessment
from bot.turn import CityFacts
from bot.vocabulary import Concern, DangerLevel, Effect, Hazard, Question

FACTS = CityFacts(
    program="test-city",
    program_name="Test City Help",
    wait_minutes=(20, 40),
    sender_number="+13035550142",
    service_area="Test City",
    area_words=("Five Points",),
    outside_words=("Aurora",),
)


def heard_as(
    text: str,
    intent: str = "inform",
    concern: Concern | None = None,
    level: DangerLevel = DangerLevel.NONE,
    hazards: tuple[Hazard, ...] = (),
    confidence: float = 0.9,
) -> Meaning:
    """Return `text` as the NLU and the screen would give it."""
    return Meaning(
        text=text,
        message_id="7",
        intent=intent,
        confidence=confidence,
        concern=concern,
        assessment=Assessment(level=level, hazards=hazards),
        spoken=spoken_language(text),
    )


@dataclass
class Rosa:
    """A resident who texts, and what the line makes of it."""

    facts: CityFacts = FACTS
    frame: Frame = field(default_factory=Frame)
    steps: list[Step] = field(default_factory=list)

    def says(self, text: str, intent: str = "inform", **more: object) -> Step:
        """Send one text and return the step it led to."""
        step = take_turn(self.frame, heard_as(text, intent, **more), self.facts)  # type: ignore[arg-type]
        self.frame = step.frame
        self.steps.append(step)
        return step

    @property
    def asked(self) -> Question | None:
        """The question that is open now."""
        return self.frame.asked

    @property
    def effects(self) -> list[Effect]:
        """Every effect that was more than a reply."""
        return [step.effect for step in self.steps if step.effect is not Effect.NONE]

    def responses(self) -> list[str]:
        """The names of what was said last."""
        return [say.response for say in self.steps[-1].says]


@pytest.fixture
def rosa() -> Rosa:
    """Return a resident who has not written yet."""
    return Rosa()


@pytest.fixture
def resident() -> Callable[[CityFacts], Rosa]:
    """Return a way to make a resident of a city with other facts."""
    return lambda facts: Rosa(facts=facts)
