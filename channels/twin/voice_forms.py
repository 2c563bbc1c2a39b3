"""The forms that Twilio posts about calls: for a document, and for the status.

https://www.twilio.com/docs/voice/twiml#request-parameters. They are signed like those about texts.
"""

from __future__ import annotations

import math
from email.utils import format_datetime

from bot import clock
from channels.twin.account import API_VERSION
from channels.twin.calls import Call, CallStatus
from channels.twin.machine_detection import Detected
from channels.twin.webhooks import PLACE, Form

CALLBACK_SOURCE = "call-progress-events"


def voice_form(call: Call) -> Form:
    """Return what every request about a call carries."""
    sides = {"Called": call.to, "To": call.to, "Caller": call.sender, "From": call.sender}
    pairs = [(f"{side}{name}", value) for side in sides for name, value in PLACE]
    pairs += [
        *sides.items(),
        ("CallSid", call.sid),
        ("AccountSid", call.account),
        ("CallStatus", call.status.value),
        ("Direction", call.direction.value),
        ("ApiVersion", API_VERSION),
    ]
    if call.parent:
        pairs.append(("ParentCallSid", call.parent))
    return (*pairs, *(_detected(call.detected) if call.detected else ()))


def status_form(call: Call, status: CallStatus, sequence: int) -> Form:
    """Return the form of a status callback. `sequence` counts those of this call that are sent, from 0.

    CallDuration is in seconds, Duration in begun minutes, as Twilio sends both.
    """
    pairs = [
        *(pair for pair in voice_form(call) if pair[0] != "CallStatus"),
        ("CallStatus", status.value),
        ("CallbackSource", CALLBACK_SOURCE),
        ("SequenceNumber", str(sequence)),
        ("Timestamp", format_datetime(clock.now())),
    ]
    if status.is_over:
        pairs += [("CallDuration", str(call.seconds)), ("Duration", str(math.ceil(call.seconds / 60)))]
    return tuple(pairs)


def detection_form(call: Call, detected: Detected) -> Form:
    """Return the form that tells what was detected while the call went on."""
    return (
        ("CallSid", call.sid),
        ("AccountSid", call.account),
        *_detected(detected),
    )


def _detected(detected: Detected) -> Form:
    return (("AnsweredBy", detected.answered_by), ("MachineDetectionDuration", detected.milliseconds))
