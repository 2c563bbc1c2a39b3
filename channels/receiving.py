"""The edge of every channel that takes messages: whatever fails behind it, the resident is answered and nothing lost.

This is one of the three places where errors end.
"""

from __future__ import annotations

import asyncio

from anyio import to_thread

from bot.conversation.inbound import Answer, Inbound
from bot.errors import FourthlineError
from bot.logs import log
from channels import metrics
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.spool import Spool

# The promise is 6 s; the pipeline's own limit is 5. What is later than this is answered by the last resort.
EDGE_SECONDS = 5.6


async def receive_safely(
    pipeline: Pipeline, inbound: Inbound, last_resort: LastResort, spool: Spool
) -> tuple[Answer, tuple[str, ...]]:
    """Return the pipeline's answer, or the last resort's words beside an empty one."""
    try:
        async with asyncio.timeout(EDGE_SECONDS):
            return await pipeline.receive(inbound), ()
    except FourthlineError as error:
        why = type(error).__name__
    except TimeoutError:
        why = "timeout"
    except Exception as error:  # noqa: BLE001  the last edge: a resident is waiting
        why = type(error).__name__
    metrics.LAST_RESORT.labels(why).inc()
    log().error("last_resort", error=why, route=inbound.channel.value)
    words = last_resort.reply_to(inbound.text, inbound.channel)
    await to_thread.run_sync(_keep, spool, inbound, words)
    return Answer(), (words,)


def _keep(spool: Spool, inbound: Inbound, words: str) -> None:
    try:
        spool.keep(inbound, words)
    except OSError as error:
        log().critical("message_not_kept", error=type(error).__name__)
