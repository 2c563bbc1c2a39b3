"""Whether a person or a machine answered, as Twilio finds it out, and how long that takes.

https://www.twilio.com/docs/voice/answering-machine-detection. It finds what the script says; it never errs.
"""

from __future__ import annotations

from dataclasses import dataclass

# The twin's own figures, of the order that Twilio's page names.
PERSON_SECONDS = 1.5
MACHINE_SECONDS = 3.0
MESSAGE_END_SECONDS = 8.0


@dataclass(frozen=True)
class Detected:
    """What was found, in Twilio's word, and the seconds that it took."""

    answered_by: str
    seconds: float

    @property
    def milliseconds(self) -> str:
        """MachineDetectionDuration."""
        return str(round(self.seconds * 1000))


@dataclass(frozen=True)
class MachineDetection:
    """What a call asks for.

    Attributes:
        awaits_message_end: whether the call goes on only after a machine's greeting.
        aside: whether the call goes on meanwhile (`AsyncAmd`); then `url` is told, where there is one.
    """

    enabled: bool = False
    awaits_message_end: bool = False
    aside: bool = False
    url: str = ""
    method: str = "POST"

    def detect(self, machine: bool) -> Detected:
        """Return what is found."""
        if not machine:
            return Detected("human", PERSON_SECONDS)
        if self.awaits_message_end:
            return Detected("machine_end_beep", MESSAGE_END_SECONDS)
        return Detected("machine_start", MACHINE_SECONDS)
