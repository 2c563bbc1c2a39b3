"""Tries the way of a message: residents text a pipeline, and what came of it is read back. For tests and trials."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from bot import clock
from bot.conversation.inbound import Answer, Inbound
from bot.intake.frame import Frame
from bot.store.contacts import kind_for
from bot.store.values import Conversation, Escalation, Event, Message, Record, Staff
from bot.testing import Resident
from bot.vocabulary import Channel, Direction, EventName, Language, Role
from channels.engine_script import ScriptedEngine
from channels.pipeline import Pipeline

T = TypeVar("T")


class Trial:
    """One pipeline with a scripted engine, and the residents who text it."""

    def __init__(self, pipeline: Pipeline, engine: ScriptedEngine) -> None:
        """Take both."""
        self.pipeline = pipeline
        self.engine = engine
        self.house = pipeline.house

    def run(self, scenario: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a scenario to its end."""
        return asyncio.run(scenario())

    def says(self, resident: Resident, body: str, **fields: Any) -> list[str]:
        """Let a resident text and return what they read in answer."""
        return texts_of(self.receives(resident.texts(body, **fields)))

    def receives(self, inbound: Inbound) -> Answer:
        """Let the pipeline take a message, and its channel write the answer."""

        async def scenario() -> Answer:
            answer = await self.pipeline.receive(inbound)
            await self.pipeline.handed_over(answer.replies)
            return answer

        return self.run(scenario)

    def sends(self, resident: Resident, body: str, **fields: Any) -> asyncio.Task[list[str]]:
        """Let a resident text while the scenario goes on."""

        async def send() -> list[str]:
            return texts_of(await self.pipeline.receive(resident.texts(body, **fields)))

        return asyncio.create_task(send())

    async def stored(self, resident: Resident, count: int) -> None:
        """Wait until so many texts of a resident are remembered. Raises TimeoutError after 3 s."""
        async with asyncio.timeout(3):
            while len(self.inbound(resident)) < count:
                await asyncio.sleep(0.01)

    def words(self, response: str, language: Language = Language.ENGLISH) -> str:
        """Return the words of a response as a text."""
        return self.house.words(response, language, Channel.SMS)

    def conversation(self, resident: Resident) -> Conversation:
        """Return the resident's newest conversation."""
        return self.conversations(resident)[0]

    def conversations(self, resident: Resident) -> Sequence[Conversation]:
        """Return the resident's conversations, newest first, none where they never texted."""
        with self.house.store.reading() as books:
            contact = books.contacts.find(kind_for(resident.channel), resident.number)
            return books.conversations.of_contact(contact.id) if contact else ()

    def record(self, resident: Resident) -> Record:
        """Return the record of the resident's newest conversation."""
        record_id = self.conversation(resident).record_id
        assert record_id is not None
        with self.house.store.reading() as books:
            return books.records.get(record_id)

    def frame(self, resident: Resident) -> Frame:
        """Return what is known of the resident's request."""
        return Frame.from_document(self.record(resident).frame)

    def escalations(self, resident: Resident) -> Sequence[Escalation]:
        """Return the escalations of the resident's newest conversation."""
        with self.house.store.reading() as books:
            return books.escalations.of_conversation(self.conversation(resident).id)

    def events(self, resident: Resident) -> Sequence[Event]:
        """Return what happened in the resident's newest conversation."""
        with self.house.store.reading() as books:
            return books.events.of_conversation(self.conversation(resident).id)

    def event_names(self, resident: Resident) -> list[EventName]:
        """Return the names of those events."""
        return [event.name for event in self.events(resident)]

    def inbound(self, resident: Resident) -> list[Message]:
        """Return the resident's texts, oldest first."""
        return [line for line in self.lines(resident) if line.direction is Direction.INBOUND]

    def outbound(self, resident: Resident) -> list[Message]:
        """Return what was said to the resident, oldest first."""
        return [line for line in self.lines(resident) if line.direction is Direction.OUTBOUND]

    def lines(self, resident: Resident) -> list[Message]:
        """Return every line between the resident and the house, oldest first."""
        with self.house.store.reading() as books:
            transcripts = [books.messages.transcript(talk.id) for talk in reversed(self.conversations(resident))]
        return [line for transcript in transcripts for line, _ in transcript]

    def staff(self, username: str = "casey", role: Role = Role.CALL_TAKER) -> Staff:
        """Return a member of staff, added at the first call."""
        with self.house.store.writing() as books:
            known = books.staff.by_username(username)
            return known[0] if known else books.staff.add(username, username.title(), role, "no password", clock.now())


def texts_of(answer: Answer) -> list[str]:
    """Return the words of an answer."""
    return [reply.text for reply in answer.replies]
