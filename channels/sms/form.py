"""Reads Twilio's inbound form into a message. Whatever is missing or strange, a message comes out: never an error."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.conversation.inbound import Inbound, storable
from bot.ids import new_id
from bot.vocabulary import CarrierWord, Channel
from channels.sms.carrier_words import carrier_word

KEPT_FIELDS = ("To", "MessagingServiceSid", "NumSegments", "OptOutType", "FromCity", "FromState", "FromZip")
# The columns' widths; a longer value is no real sid or number, and is kept apart by its hash.
LONGEST_SID = 64
LONGEST_ADDRESS = 64
# What Twilio's Advanced Opt-Out made of the text, which may be a word of the city's own.
OPT_OUT_TYPES = {"STOP": CarrierWord.OPT_OUT, "START": CarrierWord.OPT_IN, "HELP": CarrierWord.HELP}


def inbound_from_form(form: Mapping[str, str]) -> Inbound:
    """Return the message that a webhook's form describes."""
    text = storable(form.get("Body", ""))
    sid = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or f"none-{new_id()}"
    sender = form.get("From", "").replace(" ", "") or f"unknown-{sid}"
    opt_out_type = form.get("OptOutType", "").upper()
    return Inbound(
        channel=Channel.SMS,
        sid=_bounded(storable(sid), LONGEST_SID),
        sender=_bounded(storable(sender), LONGEST_ADDRESS),
        text=text,
        media=_media(form.get("NumMedia", "0")),
        carrier_word=OPT_OUT_TYPES.get(opt_out_type) or carrier_word(text),
        carrier_answered=opt_out_type in OPT_OUT_TYPES,
        meta={name: storable(form[name])[:200] for name in KEPT_FIELDS if form.get(name)},
    )


def _bounded(value: str, longest: int) -> str:
    return value if len(value) <= longest else hashlib.sha256(value.encode()).hexdigest()


def _media(count: str) -> int:
    return min(int(count), 99) if count.isascii() and count.isdigit() else 0
