"""Holds the tracker of each running turn, and nothing else: the engine keeps no conversation.

A turn's tracker is made from its request and dropped with its answer.
"""

from __future__ import annotations

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn import TurnRequest


class RunningTurns(TrackerStore):
    """The trackers of the turns that run now, by the id of the turn."""

    def __init__(self) -> None:
        """Start with none; the agent sets the domain."""
        super().__init__(None)
        self._trackers: dict[str, DialogueStateTracker] = {}

    def open(self, turn: str, request: TurnRequest) -> None:
        """Make the tracker of `turn`, with the request's documents in its slots."""
        tracker = self.init_tracker(turn)
        for event in _opening(request):
            tracker.update(event, self.domain)
        self._trackers[turn] = tracker

    def close(self, turn: str) -> DialogueStateTracker | None:
        """Drop the tracker of `turn` and return it for a last reading."""
        return self._trackers.pop(turn, None)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker until its turn is closed; a turn that was closed early stays closed."""
        if tracker.sender_id in self._trackers:
            self._trackers[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a running turn."""
        return self._trackers.get(sender_id)

    async def keys(self) -> list[str]:
        """Return the ids of the running turns."""
        return list(self._trackers)


def _opening(request: TurnRequest) -> list[Event]:
    document = request.to_document()
    slots = {
        "turn": document,
        "frame": document["frame"],
        "facts": document["facts"],
        "assessment": document["assessment"],
        "language": request.frame.language.value,
    }
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        *(SlotSet(name, value) for name, value in slots.items()),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
