"""Silences Rasa before it is imported: at debug level it prints callers' words to standard output.

Importing this module is enough, and every entry of the engine imports it first. Nothing may turn Rasa's logs back on;
the engine's own log is `record`, which takes no text of a message.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import MutableMapping
from typing import Any, NoReturn

import structlog

from bot import clock

# The loggers through which Rasa and its libraries speak of messages.
TALKATIVE = (
    "rasa",
    "rasa_sdk",
    "actions",
    "asyncio",
    "tensorflow",
    "absl",
    "sanic",
    "aiohttp",
    "matplotlib",
    "py.warnings",
)
_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # Silences Rasa's progress bars; ours stand in bot/training/progress.py.
    "LOG_LEVEL": "ERROR",
    # Rasa's cache would bring back a component's old result when only a module that it calls has changed.
    "RASA_MAX_CACHE_SIZE": "0",
}


def silence() -> None:
    """Close every road by which Rasa could print a message. Repeating it does no harm."""
    os.environ.update(_ENVIRONMENT)
    # TensorFlow imports jax where it is installed, and needs it for nothing here: 2.5 s of every start.
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]
    structlog.configure(processors=[_drop])
    # Warnings become a log of their own: a filter would not hold, since TensorFlow opens them all as it is imported.
    logging.captureWarnings(True)
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)


def record(event: str, **fields: str | int | float | bool) -> None:
    """Write one line of the engine's log to standard error: a static event name, and ids, names and numbers only."""
    print(json.dumps({"at": clock.now().isoformat(), "event": event, **fields}), file=sys.stderr, flush=True)


def _drop(logger: Any, method: str, event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent


silence()
