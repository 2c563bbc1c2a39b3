"""Logs are a static event name and allow-listed fields. A field that is not on the list is dropped, so that a
resident's words, name, place or number cannot reach a log by mistake.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    "event level timestamp logger part conversation_id record_id escalation_id message_id turn_id event_id staff_id "
    "error why code count seconds port status route step attempt rung program program_version model version "
    "signal pid path".split()
)


def configure(part: str) -> None:
    """Write JSON lines to standard error, each naming the part of the house that speaks."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(part=part)
    # Libraries may put anything into a message: only their warnings pass, and only by name.
    logging.basicConfig(level=logging.CRITICAL, stream=sys.stderr, format="%(name)s %(levelname)s")


def only_allowed(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list."""
    return {name: value for name, value in fields.items() if name in ALLOWED}


def log() -> Any:
    """Return the logger."""
    return structlog.get_logger()
