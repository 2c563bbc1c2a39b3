"""What a Gather makes of the keys and words that come: what it hands on, and how long it waits for more.

https://www.twilio.com/docs/voice/twiml/gather. Keys beyond the last that it takes are lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from channels.twin.voice_verbs import Gather, GatherInput
from channels.twin.webhooks import Form


@dataclass(frozen=True)
class Gathered:
    """What came.

    Attributes:
        digits: the keys, without the one that finished it.
        finished_on: the key that finished it, "" where it was none.
        speech: the words, "" where nothing was said.
        waits: the seconds of silence before it ends.
    """

    digits: str = ""
    finished_on: str = ""
    speech: str = ""
    waits: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing came that can be handed on."""
        return not (self.digits or self.speech)


def gathered(gather: Gather, keys: str, words: str) -> Gathered:
    """Return what a Gather makes of keys, or of words where there are no keys: the first that comes counts."""
    if keys and GatherInput.KEYS in gather.inputs:
        return _of_keys(gather, keys)
    if words and GatherInput.SPEECH in gather.inputs:
        return Gathered(speech=words, waits=gather.speech_timeout)
    return Gathered(waits=gather.timeout)


def _of_keys(gather: Gather, keys: str) -> Gathered:
    before, finish, _ = keys.partition(gather.finish_on_key) if gather.finish_on_key else (keys, "", "")
    if gather.num_digits and len(before) >= gather.num_digits:
        return Gathered(digits=before[: gather.num_digits])
    return Gathered(digits=before, finished_on=finish, waits=0.0 if finish else gather.timeout)


def gather_form(gather: Gather, came: Gathered, confidence: float) -> Form:
    """Return what the request to the action carries for it."""
    if came.speech:
        return (("SpeechResult", came.speech), ("Confidence", str(confidence)), ("Language", gather.language))
    if GatherInput.KEYS in gather.inputs:
        return (("Digits", came.digits), ("FinishedOnKey", came.finished_on), ("msg", "Gather End"))
    return ()
