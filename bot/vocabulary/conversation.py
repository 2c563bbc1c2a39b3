"""Conversations and what is said in them."""

from __future__ import annotations

from bot.vocabulary.word import Word


class ConversationState(Word):
    """Who has a conversation now."""

    ASSISTANT = "assistant", "With the assistant"
    NEEDS_PERSON = "needs_person", "Needs a person"
    PERSON = "person", "With a person"
    ESCALATED = "escalated", "Escalated"
    WAITING_CALLBACK = "waiting_callback", "Waiting for a callback"
    CLOSED = "closed", "Closed"
    OPTED_OUT = "opted_out", "Opted out"


class Channel(Word):
    """How a message reached us."""

    SMS = "sms", "Text"
    VOICE = "voice", "Phone"
    WEBCHAT = "webchat", "Web phone"
    CONSOLE = "console", "Desk"


class Language(Word):
    """A language that residents are served in."""

    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


class CarrierWord(Word):
    """What a text that is nothing but a carrier's word asks for."""

    OPT_OUT = "opt_out", "Opt out"
    OPT_IN = "opt_in", "Opt back in"
    HELP = "help", "Help"


class Direction(Word):
    """Which way a message went."""

    INBOUND = "inbound", "From the resident"
    OUTBOUND = "outbound", "To the resident"


class Delivery(Word):
    """Where an outbound message stands; it only moves forward."""

    OFFERED = "offered", "In the webhook's answer, not yet written"
    HANDED_OVER = "handed_over", "In the webhook's answer, written"
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Attempt written, being sent"
    SENT = "sent", "Taken by the phone company"
    DELIVERED = "delivered", "Delivered"
    UNDELIVERED = "undelivered", "Not delivered"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent: opted out"


class Purpose(Word):
    """Why an outbound message was said; safety texts that fail raise an alarm."""

    SAFETY = "safety", "Safety"
    CONVERSATION = "conversation", "Conversation"
    FALLBACK = "fallback", "Safe reply"
    CARRIER = "carrier", "Opt-out, opt-in or help"
    STAFF = "staff", "Written by a person"


class Effect(Word):
    """What a turn asks the pipeline to do beside replying."""

    NONE = "none", "Nothing more"
    QUEUE = "queue", "Queue the record for a callback"
    HAND_OFF = "hand_off", "Hand to a person"
    CANCEL = "cancel", "Cancel the request"
    CLOSE = "close", "Close the conversation"
    EMERGENCY = "emergency", "Danger heard inside the engine"
