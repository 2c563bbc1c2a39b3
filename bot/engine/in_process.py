"""Runs the custom actions inside the engine's process, where Rasa would call an action server over HTTP.

A dead action server made Rasa silent, or made it say "queued" with nothing collected (research/rasa-feasibility, 4.4).
An action that fails here is remembered, so that the turn becomes an error and never a half answer.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.engine.quiet import record


class InProcessActions(EndpointConfig):
    """The action endpoint that is not one: `request` runs rasa_sdk's executor."""

    def __init__(self, executor: ActionExecutor) -> None:
        """Run the actions of `executor`."""
        super().__init__(url="in-process:actions")
        self._executor = executor
        self._failed: set[str] = set()

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """Run the action that Rasa asks for. Raises ClientResponseError (400) where the action refuses to run."""
        call = kwargs["json"]
        try:
            # What crosses here must be JSON, as it would over HTTP, so that actions cannot reach into the tracker.
            return json.loads(json.dumps(await self._executor.run(json.loads(json.dumps(call)))))
        except ActionExecutionRejection as error:
            body = json.dumps({"action_name": error.action_name, "error": error.message})
            raise ClientResponseError(400, error.message, body) from error
        except Exception as error:
            self._failed.add(call["sender_id"])
            record("action.failed", action=call["next_action"], error=type(error).__name__, turn=call["sender_id"])
            raise

    @classmethod
    def of(cls, module: str) -> InProcessActions:
        """Return the endpoint of every Action of `module`. Raises ImportError where the module cannot be imported."""
        import_module(module)  # rasa_sdk would end the process where this fails
        executor = ActionExecutor()
        executor.register_package(module)
        return cls(executor)

    def take_failure(self, turn: str) -> bool:
        """Say whether an action failed in `turn`, and forget it."""
        failed = turn in self._failed
        self._failed.discard(turn)
        return failed
