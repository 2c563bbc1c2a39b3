"""Follows documents on a live call, inbound or outbound, until one of them ends.

It knows nothing of how the call came about; the leg asks, waits, dials and writes down for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from channels.twin.courier import Failed
from channels.twin.dialing import Dialed
from channels.twin.gathering import gather_form, gathered
from channels.twin.listener import Listener
from channels.twin.steps import Step, StepKind
from channels.twin.twiml import Answer, Trouble, is_document_error
from channels.twin.voice_twiml import read
from channels.twin.voice_verbs import (
    SOUND_SECONDS,
    Broken,
    Dial,
    Gather,
    Hangup,
    Page,
    Pause,
    Play,
    Redirect,
    Reject,
    Say,
    Verb,
    VoiceReading,
)

# What Twilio says, in its own words, where it cannot go on.
APPLICATION_ERROR = "We are sorry, an application error has occurred. Goodbye."
TOO_MANY_DOCUMENTS = 11215
# Twilio follows documents for hours; a test that goes in a circle should end before that.
DOCUMENTS_FOLLOWED = 100


class Leg(Protocol):
    """The call as the follower sees it."""

    async def fetch(self, page: Page) -> Answer | Failed:
        """Ask for a document."""

    async def wait(self, seconds: float) -> None:
        """Let so much of the call's time pass."""

    async def dial(self, dial: Dial) -> Dialed:
        """Connect the call to somebody and return when that is over."""

    def note(self, step: Step) -> None:
        """Write down what happens on the line."""

    def warn(self, trouble: Trouble) -> None:
        """Write down what is wrong with a document."""

    def known_as(self, url: str) -> str:
        """Return a URL as the application knows it."""


class VoiceFollower:
    """Follows the documents of one call."""

    def __init__(self, leg: Leg, listener: Listener, fallback: Page | None = None) -> None:
        """Follow on a leg, for somebody who listens; `fallback` is asked where a document fails."""
        self._leg = leg
        self._listener = listener
        self._fallback = fallback

    async def follow(self, page: Page) -> None:
        """Follow a document and those that come of it; return when the call is to end."""
        onward: Page | None = page
        followed = 0
        while onward is not None and followed < DOCUMENTS_FOLLOWED:
            onward = await self._document(onward)
            followed += 1
        if onward is not None:
            self._leg.warn(Trouble(TOO_MANY_DOCUMENTS, f"More than {DOCUMENTS_FOLLOWED} documents"))
            await self._speak(Say(APPLICATION_ERROR))

    async def _document(self, page: Page) -> Page | None:
        """Follow one document; the page that it goes on to, None where the call is to end."""
        outcome = await self._leg.fetch(page)
        if isinstance(outcome, Failed):
            return await self._given_up(page, Trouble(outcome.code, "There is no answer"))
        reading = read(outcome, page.url.partition("#")[0])
        if error := self._warned(reading):
            return await self._given_up(page, error)
        onward = await self._perform(reading.verbs)
        return await self._given_up(page, onward) if isinstance(onward, Trouble) else onward

    def _warned(self, reading: VoiceReading) -> Trouble | None:
        error = next((trouble for trouble in reading.troubles if is_document_error(trouble.code)), None)
        for trouble in reading.troubles:
            if trouble is not error:
                self._leg.warn(trouble)
        return error

    async def _given_up(self, page: Page, error: Trouble) -> Page | None:
        """Write an error down; the fallback where there is one and it was not that which failed."""
        self._leg.warn(error)
        if self._fallback and page.url != self._fallback.url:
            told = (("ErrorCode", str(error.code)), ("ErrorUrl", self._leg.known_as(page.url)))
            return Page(self._fallback.url, self._fallback.method, told)
        await self._speak(Say(APPLICATION_ERROR))
        return None

    async def _perform(self, verbs: Sequence[Verb]) -> Page | Trouble | None:
        """Do what a document says, in order, until it leads elsewhere, fails, or ends."""
        for verb in verbs:
            match verb:
                case Broken():
                    return verb.trouble
                case Hangup() | Reject() | Redirect():
                    return self._left(verb)
                case Gather():
                    onward = await self._gather(verb)
                case Dial():
                    onward = await self._dial(verb)
                case _:
                    onward = None
                    await self._speak(verb)
            if onward is not None:
                return onward
        return None

    def _left(self, verb: Hangup | Reject | Redirect) -> Page | None:
        if isinstance(verb, Redirect):
            self._leg.note(Step(StepKind.REDIRECT, verb.page.url))
            return verb.page
        self._leg.note(Step(StepKind.HANGUP) if isinstance(verb, Hangup) else Step(StepKind.REJECT, verb.reason))
        return None

    async def _speak(self, verb: Say | Play | Pause) -> None:
        """Let something be heard. It is noted as it begins, since whoever hangs up heard the beginning."""
        if isinstance(verb, Pause):
            self._leg.note(Step(StepKind.PAUSE, str(verb.seconds)))
            await self._leg.wait(verb.seconds)
            return
        seconds = verb.seconds if isinstance(verb, Say) else SOUND_SECONDS
        for _ in range(verb.times):
            self._leg.note(_heard(verb))
            await self._leg.wait(seconds)

    async def _gather(self, gather: Gather) -> Page | Trouble | None:
        self._leg.note(Step(StepKind.GATHER, gather.action.url, gather.language))
        broken = await self._perform(gather.prompts)
        if broken is not None:
            return broken
        keys = self._listener.press(gather)
        words = "" if keys else self._listener.say(gather)
        for kind, text in ((StepKind.KEYS, keys), (StepKind.SPEECH, words)):
            if text:
                self._leg.note(Step(kind, text))
        came = gathered(gather, keys, words)
        await self._leg.wait(came.waits)
        if came.is_empty and not gather.always_acts:
            return None
        form = gather_form(gather, came, self._listener.confidence)
        return Page(gather.action.url, gather.action.method, form)

    async def _dial(self, dial: Dial) -> Page | None:
        dialed = await self._leg.dial(dial)
        return Page(dial.action.url, dial.action.method, dialed.form()) if dial.action else None


def _heard(verb: Say | Play) -> Step:
    if isinstance(verb, Say):
        return Step(StepKind.SAY, verb.text, verb.language, verb.voice)
    return Step(StepKind.PLAY, verb.url or verb.digits)
