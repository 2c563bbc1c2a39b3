"""Rasa as a library: one loaded model that turns requests into decisions and texts into understandings.

It keeps no conversation between turns, and a leading slash of a text, which Rasa would obey as a payload that sets
slots, is never let through.
"""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from bot.engine.quiet import silence  # isort: skip  (before anything of Rasa)

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.engine.decision import decide, understanding
from bot.engine.in_process import InProcessActions
from bot.engine.trackers import RunningTurns
from bot.errors import TemporaryError
from bot.intake.hear import read_details
from bot.turn import Decision, TurnRequest, Understanding
from bot.vocabulary import Channel, Language

# What stands for a text of blanks or slashes only, which Rasa would not parse: it means nothing, and is asked again.
NOTHING_SAID = "."
_LEADING = re.compile(r"^[\s/]+")


class Dialogue:
    """One trained model, ready to talk. Not for several threads: it is used from the engine's one loop."""

    def __init__(self, model: Path, actions: InProcessActions | None = None) -> None:
        """Load `model`, and the house's actions unless others are given. Raises where either cannot be loaded."""
        self._actions = actions or InProcessActions.of("actions")
        self._turns = RunningTurns()
        self._agent = Agent.load(str(model), tracker_store=self._turns, action_endpoint=self._actions)
        self.model = model.name.removesuffix(".tar.gz")
        silence()

    async def turn(self, request: TurnRequest) -> Decision:
        """Talk one turn over. Raises TemporaryError where it gave no whole answer."""
        turn = uuid.uuid4().hex
        self._turns.open(turn, request)
        try:
            await self._agent.handle_message(_message(request.text, turn, request.channel))
        finally:
            tracker = self._turns.close(turn)
            failed = self._actions.take_failure(turn)
        if failed or tracker is None:
            raise TemporaryError("an action failed")
        return decide(request, tracker, self.model)

    async def understand(self, text: str, language: Language | None = None) -> Understanding:
        """Return what a text means, without a conversation."""
        parsed = await self._agent.parse_message(speech(text))
        return understanding(parsed, read_details(text, language))


def speech(text: str) -> str:
    """Return the text as Rasa may read it: no leading slash, and never empty."""
    return _LEADING.sub("", text.replace("\x00", " ")).rstrip() or NOTHING_SAID


def _message(text: str, turn: str, channel: Channel) -> UserMessage:
    return UserMessage(speech(text), _Voice(channel), turn, input_channel=channel.value)


class _Voice(CollectingOutputChannel):
    """Collects what is said; its name is the channel's, so that a response's own variant for it is chosen."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:
        """Return the channel's name, which Rasa asks of the instance."""
        return str(self._channel)
