"""Twilio's opt-out words, and what it answers to them.

They count only alone: "make him stop" is a message like any other.
"""

from __future__ import annotations

from enum import Enum

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
START_WORDS = frozenset({"start", "unstop", "yes"})
HELP_WORDS = frozenset({"help", "info"})


class OptOut(str, Enum):
    """What a carrier word asks for; the value is what the webhook's OptOutType says."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


# The substance of Twilio's standard answers, in our words (https://help.twilio.com/articles/223134027).
ANSWERS: dict[OptOut, str] = {
    OptOut.STOP: "You are unsubscribed and get no more messages from this number. Reply START to resubscribe.",
    OptOut.START: "You are subscribed again and get messages from this number. Reply HELP for help, STOP to end.",
    OptOut.HELP: "Reply STOP to unsubscribe. Message and data rates may apply.",
}


def heard(text: str, blocked: bool) -> OptOut | None:
    """Return what a text asks for where it is a carrier word and nothing else.

    YES opts in only from a number that is `blocked`; from anyone else it is an answer to a question.
    """
    word = text.strip().casefold()
    if word in STOP_WORDS:
        return OptOut.STOP
    if word in HELP_WORDS:
        return OptOut.HELP
    if word in START_WORDS and (blocked or word != "yes"):
        return OptOut.START
    return None
