"""Joins the web phone to the last resort that every channel shares, so that a visitor is answered whatever fails."""

from __future__ import annotations

from bot.conversation.inbound import Answer, Inbound, Written
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.receiving import receive_safely
from channels.spool import Spool
from channels.webchat.phone import NOT_WRITTEN, Receive


def received_safely(pipeline: Pipeline, last_resort: LastResort, spool: Spool) -> Receive:
    """Return what the web phone hands a text to. The last resort's words come as replies that are not in the outbox."""

    async def receive(inbound: Inbound) -> Answer:
        answer, words = await receive_safely(pipeline, inbound, last_resort, spool)
        unwritten = tuple(Written(NOT_WRITTEN, text) for text in words)
        return Answer((*answer.replies, *unwritten), answer.repeated)

    return receive
