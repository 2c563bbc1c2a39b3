"""The escalation ladder."""

from __future__ import annotations

from bot.vocabulary.word import Word


class EscalationState(Word):
    """Where an escalation stands. Only a person moves it on from open."""

    OPEN = "open", "Open: nobody has it"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    CLOSED = "closed", "Closed"


class EscalationOutcome(Word):
    """How a person closed an escalation."""

    NOTIFIED_911 = "notified_911", "911 was notified"
    TRANSFERRED = "transferred", "Transferred"
    REACHED_RESIDENT = "reached_resident", "The resident was reached"
    FALSE_ALARM = "false_alarm", "False alarm"


class Rung(Word):
    """A step of the escalation ladder."""

    DESK = "desk", "Desk alarm"
    ON_CALL_SMS = "on_call_sms", "Text to on-call"
    ON_CALL_VOICE = "on_call_voice", "Phone call to on-call"
    DISPATCH_VOICE = "dispatch_voice", "Phone call to the dispatch centre"
    EIDO_POST = "eido_post", "EIDO document to the dispatch centre"
    SUPERVISOR = "supervisor", "Supervisor"


class Means(Word):
    """What an attempt is made by."""

    DESK = "desk", "The desk's alarm"
    TEXT = "text", "A text"
    CALL = "call", "A phone call"
    POST = "post", "A document posted to the dispatch centre"


class AttemptState(Word):
    """What became of one attempt to reach a person."""

    WRITTEN = "written", "About to be made"
    TAKEN = "taken", "Taken by the phone company or the desk"
    UNREACHED = "unreached", "Nobody was reached"
    DELAYED = "delayed", "Could not be made just now"
    REFUSED = "refused", "Refused for good"


class AckWay(Word):
    """How a person took an escalation."""

    DESK = "desk", "At the desk"
    TEXT = "text", "By answering the text"
    CALL = "call", "By key on the phone"
