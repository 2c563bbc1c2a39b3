from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar, NoReturn

import pytest
import structlog

from bot import clock
from bot.escalation import service
from bot.escalation.climbing import climb
from bot.escalation.testing import ScriptedReach
from bot.program.profile import Ladder, LadderStep, Numbers, OnCall, Profile
from bot.store import StoreUnavailableError
from bot.store.values import Escalation, EscalationAttempt
from bot.testing import ROSA, Resident, new_sid, texts_to_911
from bot.vocabulary import AttemptState, EscalationOutcome, EventName, Means, Rung
from channels.ladder.words import link_to, said
from channels.trial import Trial
from channels.webhook_trial import PhoneCompany

PUBLIC, LINE = "https://line.example", "+13035550100"
RUNGS = {Means.TEXT: Rung.ON_CALL_SMS, Means.CALL: Rung.ON_CALL_VOICE, Means.DESK: Rung.DESK}
STEPS = ((Rung.DESK, 0), (Rung.ON_CALL_SMS, 60), (Rung.ON_CALL_VOICE, 120), (Rung.SUPERVISOR, 300))


@dataclass
class Duty:
    """The people on call of a small town, and what the house knows of who was told and who has what."""

    trial: Trial
    ana: ClassVar[OnCall] = OnCall("Ana", "+13035550121")
    ben: ClassVar[OnCall] = OnCall("Ben", "+13035550122")
    sam: ClassVar[OnCall] = OnCall("Sam", "+13035550123")

    def emergency(self, resident: Resident = ROSA, words: str = "he has a knife") -> Escalation:
        """Let a resident text danger."""
        self.trial.says(resident, words)
        return self.trial.escalations(resident)[-1]

    def told(
        self,
        person: OnCall,
        escalation: Escalation,
        means: Means = Means.TEXT,
        state: AttemptState = AttemptState.TAKEN,
        ago: timedelta = timedelta(),
    ) -> int:
        """Tell a person of an escalation; return the attempt's number, which is what a text is answered with."""
        at = clock.now() - ago
        with self.trial.house.store.writing() as books:
            attempt = books.escalations.write_attempt(
                escalation.id, RUNGS[means], at, target=person.name, address=person.number, means=means
            )
            ended = None if means is Means.CALL and state is AttemptState.TAKEN else at
            if state is not AttemptState.WRITTEN:
                books.escalations.end_attempt(attempt.id, state, ended)
        return attempt.id

    def close(self, escalation: Escalation) -> None:
        """Let the desk take and close an escalation."""
        casey = self.trial.staff()
        with self.trial.house.store.writing() as books:
            service.acknowledge(books, escalation.id, service.Taker.at_the_desk(casey))
            service.close(
                books, escalation.id, casey, service.Ending(EscalationOutcome.NOTIFIED_911, center="Denver 911")
            )

    def climb(self, reach: ScriptedReach, escalation: Escalation) -> float | None:
        """Climb as far as is due."""
        while (wait := climb(self.trial.house, reach, escalation.id)) == 0:
            pass
        return wait

    def row(self, escalation: Escalation) -> Escalation:
        with self.trial.house.store.reading() as books:
            return books.escalations.get(escalation.id)

    def attempt(self, attempt_id: int) -> EscalationAttempt:
        with self.trial.house.store.reading() as books:
            return books.escalations.attempt(attempt_id)

    def events(self, escalation: Escalation) -> list[EventName]:
        with self.trial.house.store.reading() as books:
            return [event.name for event in books.events.of_escalation(escalation.id)]

    def reference(self, resident: Resident = ROSA) -> str:
        return self.trial.record(resident).reference

    def resident(self, person: OnCall) -> Resident:
        """Return somebody on call as who they are besides: a resident with a phone."""
        return Resident(person.name, person.number)

    def yours(self, resident: Resident = ROSA) -> list[str]:
        """Return what somebody reads who has taken a resident's emergency."""
        link = link_to(self.trial.conversation(resident).id, PUBLIC)
        return [said("text_taken", reference=self.reference(resident), link=link)]


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """Undo what a test made of the logs: they would go on into a stream that pytest has closed."""
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root.handlers = before


@pytest.fixture(scope="session")
def profile() -> Profile:
    numbers = Numbers("+13035550111", False, (Duty.ana, Duty.ben), Duty.sam)
    ladder = Ladder(tuple(LadderStep(rung, after) for rung, after in STEPS), 120)
    return replace(texts_to_911(False), numbers=numbers, ladder=ladder)


@pytest.fixture
def duty(trial: Trial) -> Duty:
    return Duty(trial)


@pytest.fixture
def answers(phone_company: PhoneCompany) -> Callable[..., list[str]]:
    """Return what lets a person text the line and returns what they read."""

    def answer(person: OnCall, body: str, sid: str = "") -> list[str]:
        form = {"MessageSid": sid or new_sid(), "From": person.number, "To": LINE, "Body": body, "NumMedia": "0"}
        return phone_company.texts(form)

    return answer


@pytest.fixture
def database_away(trial: Trial):
    """Return what takes the database away: all of it, or its writing alone."""

    @contextmanager
    def away() -> NoReturn:
        raise StoreUnavailableError("away")
        yield

    def take(*ways: str, patch: pytest.MonkeyPatch) -> None:
        for way in ways or ("reading", "writing"):
            patch.setattr(trial.house.store, way, away)

    return take
