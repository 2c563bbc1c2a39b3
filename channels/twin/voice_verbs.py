"""What a document can tell Twilio to do on a call, as values.

They come from a document and are followed by the follower; nothing here reads, speaks or waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from channels.twin.twiml import Trouble
from channels.twin.webhooks import Form

# A calm English voice; the twin's own figure, since Twilio names none.
WORDS_A_SECOND = 2.5
# The twin does not fetch sounds, so each takes the same time.
SOUND_SECONDS = 3.0


@dataclass(frozen=True)
class Page:
    """Where a call's next document comes from.

    Attributes:
        url: where it is asked for, with its fragment.
        extra: what the request carries beside what every request about a call carries.
        twiml: the document itself where a REST request brought it, "" where it is to be asked for.
    """

    url: str = ""
    method: str = "POST"
    extra: Form = ()
    twiml: str = ""


@dataclass(frozen=True)
class Say:
    """Words to be spoken, `times` over."""

    text: str
    language: str = ""
    voice: str = ""
    times: int = 1

    @property
    def seconds(self) -> float:
        """How long it takes to say it once."""
        return len(self.text.split()) / WORDS_A_SECOND


@dataclass(frozen=True)
class Play:
    """A sound to be played, `times` over, or keys to be sent where `digits` are given."""

    url: str = ""
    digits: str = ""
    times: int = 1


@dataclass(frozen=True)
class Pause:
    """Silence."""

    seconds: int = 1


class GatherInput(str, Enum):
    """What a Gather listens for."""

    KEYS = "dtmf"
    SPEECH = "speech"


@dataclass(frozen=True)
class Broken:
    """A verb that Twilio fails on when it comes to it; the document is given up there."""

    trouble: Trouble


Prompt = Say | Play | Pause | Broken


@dataclass(frozen=True)
class Gather:
    """Listen for keys or words and go on at the action with them.

    Attributes:
        num_digits: how many keys are enough, None where only `finish_on_key` or silence ends it.
        timeout: the seconds of silence after which it ends.
        speech_timeout: the seconds of silence after words.
        always_acts: whether the action is asked even where nothing came (`actionOnEmptyResult`).
    """

    action: Page
    inputs: frozenset[GatherInput] = frozenset({GatherInput.KEYS})
    prompts: tuple[Prompt, ...] = ()
    num_digits: int | None = None
    timeout: int = 5
    speech_timeout: int = 5
    finish_on_key: str = "#"
    always_acts: bool = False
    language: str = "en-US"


@dataclass(frozen=True)
class Dial:
    """Connect the call to the first of some numbers or SIP addresses that answers.

    Attributes:
        action: where the call goes on afterwards; None for the next verb.
        timeout: the seconds that they are rung.
        caller: the number that they see, "" for the call's own.
    """

    targets: tuple[str, ...]
    action: Page | None = None
    timeout: int = 30
    caller: str = ""


@dataclass(frozen=True)
class Redirect:
    """Go on with the document at another URL."""

    page: Page


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Reject:
    """Turn the call away; one that was answered already ends."""

    reason: str = "rejected"


Verb = Say | Play | Pause | Gather | Dial | Redirect | Hangup | Reject | Broken


@dataclass(frozen=True)
class VoiceReading:
    """What an answer says: what to do, in order, and what was wrong with it."""

    verbs: tuple[Verb, ...] = ()
    troubles: tuple[Trouble, ...] = ()
