"""Following documents by itself: a leg that is a script, no network, no time."""

from __future__ import annotations

import asyncio

import pytest

from channels.twin.callee import Callee
from channels.twin.calls import CallStatus
from channels.twin.connection import Failure
from channels.twin.courier import Failed
from channels.twin.dialing import Dialed
from channels.twin.listener import Listener
from channels.twin.steps import Step, StepKind
from channels.twin.twiml import Answer, Trouble
from channels.twin.voice_follower import APPLICATION_ERROR, DOCUMENTS_FOLLOWED, VoiceFollower
from channels.twin.voice_verbs import Dial, Page

HOST = "http://127.0.0.1:8000"
START = Page(f"{HOST}/voice")
FALLBACK = Page(f"{HOST}/safe", "GET")
SILENT = Callee()


class ScriptedLeg:
    def __init__(self, pages: dict[str, str | Failed]) -> None:
        self.asked: list[Page] = []
        self.steps: list[Step] = []
        self.troubles: list[int] = []
        self.seconds = 0.0
        self.dialed = Dialed("CA1", CallStatus.BUSY)
        self._pages = pages

    async def fetch(self, page: Page) -> Answer | Failed:
        self.asked.append(page)
        body = self._pages[page.url.removeprefix(HOST)]
        return body if isinstance(body, Failed) else Answer(200, "text/xml", f"<Response>{body}</Response>".encode())

    async def wait(self, seconds: float) -> None:
        self.seconds += seconds

    async def dial(self, dial: Dial) -> Dialed:
        return self.dialed

    def note(self, step: Step) -> None:
        self.steps.append(step)

    def warn(self, trouble: Trouble) -> None:
        self.troubles.append(trouble.code)

    def known_as(self, url: str) -> str:
        return url.replace(HOST, "https://line.example.org")

    @property
    def spoken(self) -> list[str]:
        return [step.text for step in self.steps if step.kind is StepKind.SAY]

    @property
    def paths(self) -> list[str]:
        return [page.url.removeprefix(HOST) for page in self.asked]


def follow(leg: ScriptedLeg, script: Callee = SILENT, fallback: Page | None = None) -> ScriptedLeg:
    asyncio.run(VoiceFollower(leg, Listener(script), fallback).follow(START))
    return leg


def test_words_are_spoken_in_order_and_take_their_time():
    leg = follow(ScriptedLeg({"/voice": '<Say>One two</Say><Pause length="2"/><Say loop="2">Three</Say>'}))
    assert leg.spoken == ["One two", "Three", "Three"]
    assert leg.seconds == pytest.approx(2 / 2.5 + 2 + 2 * 1 / 2.5)


def test_a_key_is_posted_to_the_action_and_the_answer_is_followed():
    pages: dict[str, str | Failed] = {
        "/voice": '<Gather numDigits="1" action="/keys"><Say>Press 1</Say></Gather><Say>Never</Say>',
        "/keys": "<Say>Thank you</Say>",
    }
    leg = follow(ScriptedLeg(pages), Callee(presses=("1",)))
    assert leg.spoken == ["Press 1", "Thank you"]
    assert dict(leg.asked[1].extra)["Digits"] == "1"
    assert Step(StepKind.KEYS, "1") in leg.steps


def test_without_input_the_next_verb_is_done_after_the_timeout():
    pages: dict[str, str | Failed] = {"/voice": '<Gather timeout="9" action="/keys"/><Say>Goodbye</Say>'}
    leg = follow(ScriptedLeg(pages))
    assert (leg.spoken, leg.paths) == (["Goodbye"], ["/voice"])
    assert leg.seconds >= 9


def test_without_input_the_action_is_asked_where_the_document_says_so():
    pages: dict[str, str | Failed] = {
        "/voice": '<Gather actionOnEmptyResult="true" action="/keys"/><Say>Never</Say>',
        "/keys": "",
    }
    leg = follow(ScriptedLeg(pages))
    assert (leg.paths, leg.spoken) == (["/voice", "/keys"], [])
    assert dict(leg.asked[1].extra)["Digits"] == ""


def test_each_gather_gets_the_next_keys_and_words_of_the_script():
    gather = '<Gather input="dtmf speech" action="{}"/>'
    pages: dict[str, str | Failed] = {
        "/voice": gather.format("/b"),
        "/b": gather.format("/c"),
        "/c": gather.format("/d") + "<Say>Nothing more</Say>",
    }
    leg = follow(ScriptedLeg(pages), Callee(presses=("", "2#"), says=("yes",)))
    assert dict(leg.asked[1].extra)["SpeechResult"] == "yes"
    assert dict(leg.asked[2].extra)["Digits"] == "2"
    assert leg.spoken == ["Nothing more"]


def test_a_dial_goes_on_at_its_action_with_what_became_of_it():
    pages: dict[str, str | Failed] = {
        "/voice": '<Dial action="/after">+13035550911</Dial><Say>Never</Say>',
        "/after": "<Say>Nobody is free</Say>",
    }
    leg = follow(ScriptedLeg(pages))
    assert leg.spoken == ["Nobody is free"]
    assert dict(leg.asked[1].extra) == {
        "DialCallStatus": "busy",
        "DialBridged": "false",
        "DialCallSid": "CA1",
        "DialCallDuration": "0",
    }


def test_a_dial_without_an_action_goes_on_with_the_next_verb():
    leg = follow(ScriptedLeg({"/voice": "<Dial>+13035550911</Dial><Say>Nobody is free</Say>"}))
    assert (leg.spoken, leg.paths) == (["Nobody is free"], ["/voice"])


@pytest.mark.parametrize("verb", ["<Hangup/>", "<Reject/>"])
def test_nothing_after_the_end_is_done(verb: str):
    leg = follow(ScriptedLeg({"/voice": f"<Say>Bye</Say>{verb}<Say>Never</Say>"}))
    assert leg.spoken == ["Bye"]
    assert leg.steps[-1].kind in (StepKind.HANGUP, StepKind.REJECT)


def test_a_document_that_does_not_parse_ends_in_an_application_error():
    leg = follow(ScriptedLeg({"/voice": "<Say>"}))
    assert (leg.spoken, leg.troubles) == ([APPLICATION_ERROR], [12100])


def test_no_answer_ends_in_an_application_error():
    leg = follow(ScriptedLeg({"/voice": Failed(Failure.CONNECT)}))
    assert (leg.spoken, leg.troubles) == ([APPLICATION_ERROR], [11205])


def test_what_stands_before_a_broken_verb_is_done():
    leg = follow(ScriptedLeg({"/voice": "<Say>Before</Say><Redirect>mailto:a</Redirect><Say>Never</Say>"}))
    assert (leg.spoken, leg.troubles) == (["Before", APPLICATION_ERROR], [11100])


def test_a_warning_ends_nothing():
    leg = follow(ScriptedLeg({"/voice": "<Blink/><Say>Still here</Say>"}))
    assert (leg.spoken, leg.troubles) == (["Still here"], [12200])


def test_the_fallback_is_asked_with_the_error_and_its_own_failure_ends_the_call():
    leg = follow(ScriptedLeg({"/voice": "<Say>", "/safe": "<Say>Call 911</Say>"}), fallback=FALLBACK)
    assert leg.spoken == ["Call 911"]
    told = (("ErrorCode", "12100"), ("ErrorUrl", "https://line.example.org/voice"))
    assert leg.asked[1] == Page(FALLBACK.url, "GET", told)
    broken = follow(ScriptedLeg({"/voice": "<Say>", "/safe": Failed(Failure.READ)}), fallback=FALLBACK)
    assert (broken.spoken, broken.troubles) == ([APPLICATION_ERROR], [12100, 11200])


def test_documents_in_a_circle_end():
    leg = follow(ScriptedLeg({"/voice": "<Redirect>/voice</Redirect>"}))
    assert len(leg.asked) == DOCUMENTS_FOLLOWED
    assert (leg.spoken, leg.troubles) == ([APPLICATION_ERROR], [11215])
