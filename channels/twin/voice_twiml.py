"""What an answer tells Twilio to do on a call, inbound or outbound, and what Twilio would not take.

Reading only: following is the follower's. A bad document says nothing at all; a bad element is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from channels.twin.formats import is_phone_number
from channels.twin.twiml import DOCUMENT_LIMIT, TWIML_TYPES, Answer, Trouble, root_of
from channels.twin.voice_attributes import SCHEMA_WARNING, Attributes, absolute
from channels.twin.voice_targets import targets
from channels.twin.voice_verbs import (
    Broken,
    Dial,
    Gather,
    GatherInput,
    Hangup,
    Page,
    Pause,
    Play,
    Prompt,
    Redirect,
    Reject,
    Say,
    Verb,
    VoiceReading,
)

INVALID_URL = 11100
SAY_LIMIT = 4096
# A loop of 0 goes on until the call ends; so many times is what Twilio documents for it.
ENDLESS = 1000
_VOICE = re.compile(r"man|woman|alice|(Polly|Google)\..+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KEYS = re.compile(r"[0-9A-D*#wW]+")


def read(answer: Answer, base: str) -> VoiceReading:
    """Read a successful answer; relative URLs are taken from `base`.

    Plain text is spoken and a sound is played, as Twilio does. An empty body is no document (12100): in a call it
    leaves somebody in silence.
    """
    kind = answer.content_type.partition(";")[0].strip().lower()
    if len(answer.body) > DOCUMENT_LIMIT:
        return VoiceReading(troubles=(Trouble(11750, "The document is larger than 64 KB"),))
    if kind == "text/plain" and answer.body.strip():
        return VoiceReading((Say(_words(answer.body.decode("utf-8", "replace"))),))
    if kind.startswith("audio/"):
        return VoiceReading((Play(base),))
    if kind not in TWIML_TYPES and answer.body.strip():
        return VoiceReading(troubles=(Trouble(12300, f"Content type {kind or 'missing'}"),))
    root = root_of(answer.body)
    if isinstance(root, Trouble):
        return VoiceReading(troubles=(root,))
    reader = _Reader(base)
    verbs = tuple(reader.verbs(root))
    return VoiceReading(verbs, tuple(reader.troubles))


class _Reader:
    def __init__(self, base: str) -> None:
        self.troubles: list[Trouble] = []
        self._base = base
        self._prompts: dict[str, Callable[[ElementTree.Element, Attributes], Prompt | None]] = {
            "Say": self._say,
            "Play": self._play,
            "Pause": self._pause,
        }
        self._verbs: dict[str, Callable[[ElementTree.Element, Attributes], Verb | None]] = {
            **self._prompts,
            "Gather": self._gather,
            "Dial": self._dial,
            "Redirect": self._redirect,
            "Hangup": lambda element, attributes: Hangup(),
            "Reject": self._reject,
        }

    def verbs(self, root: ElementTree.Element) -> Iterator[Verb]:
        for element in root:
            reads = self._verbs.get(element.tag)
            if reads is None:
                self.troubles.append(Trouble(SCHEMA_WARNING, f"Unknown to the twin: element {element.tag}"))
            elif verb := reads(element, self._attributes(element)):
                yield verb

    def _attributes(self, element: ElementTree.Element) -> Attributes:
        return Attributes(element, self._base, self.troubles)

    def _say(self, element: ElementTree.Element, attributes: Attributes) -> Say | None:
        text = _words("".join(element.itertext()))
        if not text:
            attributes.wrong(13520, "there is no text")
            return None
        if len(text) > SAY_LIMIT:
            attributes.wrong(13521, f"the text is longer than {SAY_LIMIT} characters")
            return None
        return Say(
            text,
            self._matching(attributes, "language", _LANGUAGE, 13512),
            self._matching(attributes, "voice", _VOICE, 13511),
            attributes.whole("loop", 1, 13510, least=0) or ENDLESS,
        )

    def _play(self, element: ElementTree.Element, attributes: Attributes) -> Play | Broken | None:
        times = attributes.whole("loop", 1, 13410, least=0) or ENDLESS
        if digits := self._matching(attributes, "digits", _KEYS, 13430):
            return Play(digits=digits, times=times)
        url = absolute(self._base, element.text or "")
        return Play(url, times=times) if url and (element.text or "").strip() else _no_url(element, "sound")

    def _pause(self, element: ElementTree.Element, attributes: Attributes) -> Pause:
        return Pause(attributes.whole("length", 1, 13910))

    def _gather(self, element: ElementTree.Element, attributes: Attributes) -> Gather | Broken:
        action = attributes.url("action", self._base)
        if action is None:
            return _no_url(element, "action")
        timeout = attributes.whole("timeout", 5, 13313)
        return Gather(
            action=Page(action, attributes.method(13312)),
            inputs=self._inputs(attributes),
            prompts=tuple(self._nested(element)),
            num_digits=attributes.whole("numDigits", 0, 13314) or None,
            timeout=timeout,
            speech_timeout=_speech_timeout(attributes, timeout),
            finish_on_key=attributes.choice("finishOnKey", ("", *"0123456789#*"), "#", 13310),
            always_acts=attributes.flag("actionOnEmptyResult", 13338),
            language=attributes.text("language", "en-US"),
        )

    def _nested(self, gather: ElementTree.Element) -> Iterator[Prompt]:
        for element in gather:
            reads = self._prompts.get(element.tag)
            if reads is None:
                self.troubles.append(Trouble(13320, f"Gather: invalid nested verb {element.tag}"))
            elif prompt := reads(element, self._attributes(element)):
                yield prompt

    def _inputs(self, attributes: Attributes) -> frozenset[GatherInput]:
        given = attributes.text("input", GatherInput.KEYS.value).split()
        known = {kind.value for kind in GatherInput}
        if given and set(given) <= known:
            return frozenset(GatherInput(kind) for kind in given)
        attributes.wrong(13326, f"invalid input {' '.join(given)!r}")
        return frozenset({GatherInput.KEYS})

    def _dial(self, element: ElementTree.Element, attributes: Attributes) -> Dial | Broken:
        method, timeout = attributes.method(13210), attributes.whole("timeout", 30, 13212)
        named, caller = tuple(targets(element, self._base, self.troubles)), self._caller(attributes)
        if not attributes.text("action"):
            return Dial(named, None, timeout, caller)
        action = attributes.url("action", "")
        return Dial(named, Page(action, method), timeout, caller) if action else _no_url(element, "action")

    def _caller(self, attributes: Attributes) -> str:
        caller = attributes.text("callerId")
        if not caller or is_phone_number(caller):
            return caller
        attributes.wrong(13214, f"invalid callerId {caller!r}")
        return ""

    def _redirect(self, element: ElementTree.Element, attributes: Attributes) -> Redirect | Broken:
        url = absolute(self._base, element.text or "")
        return Redirect(Page(url, attributes.method(13710))) if url else _no_url(element, "target")

    def _reject(self, element: ElementTree.Element, attributes: Attributes) -> Reject:
        return Reject(attributes.choice("reason", ("rejected", "busy"), "rejected", 13810))

    def _matching(self, attributes: Attributes, name: str, form: re.Pattern[str], code: int) -> str:
        value = attributes.text(name)
        if not value or form.fullmatch(value):
            return value
        attributes.wrong(code, f"invalid {name} {value!r}")
        return ""


def _no_url(element: ElementTree.Element, what: str) -> Broken:
    return Broken(Trouble(INVALID_URL, f"{element.tag}: the {what} is no URL that can be asked for"))


def _speech_timeout(attributes: Attributes, timeout: int) -> int:
    # "auto" ends at the first pause, which is taken for a second.
    automatic = attributes.text("speechTimeout") == "auto"
    return 1 if automatic else attributes.whole("speechTimeout", timeout, 13327)


def _words(text: str) -> str:
    return " ".join(text.split())
