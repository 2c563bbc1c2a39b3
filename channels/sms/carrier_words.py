"""Knows a text that is nothing but a carrier's word. Inside a sentence such a word means what it says."""

from __future__ import annotations

from bot.vocabulary import CarrierWord

# Twilio's defaults for long codes, and the words that the FCC's rule of April 2025 names (47 CFR 64.1200(a)(10)).
OPT_OUT = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "opt out", "opt-out"}
)
OPT_IN = frozenset({"start", "unstop", "yes"})
HELP = frozenset({"help", "info"})


def carrier_word(text: str) -> CarrierWord | None:
    """Return what a carrier's word alone asks for, None for any other text. YES counts only from who opted out."""
    word = " ".join(text.lower().split()).rstrip(".")
    if word in OPT_OUT:
        return CarrierWord.OPT_OUT
    if word in OPT_IN:
        return CarrierWord.OPT_IN
    return CarrierWord.HELP if word in HELP else None
