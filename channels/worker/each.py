"""Does one step's work thing by thing, so that one that fails holds up no other. One of the places where errors end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.errors import TemporaryError
from bot.logs import log
from channels import metrics

T = TypeVar("T")


def each(step: str, things: Iterable[T], act: Callable[[T], object]) -> int:
    """Act on every thing and return how many went well.

    Raises:
        TemporaryError: what all of them need is away, so the rest waits for the next round.
    """
    done = 0
    for thing in things:
        try:
            act(thing)
            done += 1
        except TemporaryError:
            raise
        except Exception as error:  # noqa: BLE001  a worker's edge: counted, and tried again in the next round
            failed(step, error)
    return done


def failed(step: str, error: Exception, **ids: str) -> None:
    """Count and log a failure by its kind alone."""
    metrics.STEP_FAILURES.labels(step).inc()
    log().error("worker_step_failed", step=step, error=type(error).__name__, **ids)
