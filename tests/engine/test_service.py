from __future__ import annotations

import json

import pytest

from bot.engine.server import bind
from bot.engine.service import SECRET_HEADER, Service
from bot.errors import PermanentError, TemporaryError
from bot.intake.frame import Frame
from bot.safety.assessment import Assessment
from bot.turn import CityFacts, Decision, Reply, TurnRequest, Understanding
from bot.vocabulary import Channel, DangerLevel

ASKED = TurnRequest(
    "turn-1", "message-1", "zanzibarquux", Channel.SMS, Assessment(DangerLevel.NONE), Frame(), CityFacts("p", "Program")
).to_document()


class Stand:
    """A dialogue and its workshop in one, which answers or fails as it is told."""

    ready = True
    model = "a-model"

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.heard: list[str] = []

    async def run(self, work):
        return await work(self)

    async def turn(self, request):
        self.heard.append(request.text)
        if self.failure:
            raise self.failure
        return Decision(Understanding("greet", 0.9), request.frame, (Reply("utter_notice", "Hello."),))

    async def understand(self, text, language):
        return Understanding("greet", 0.9)


def test_a_turn_is_answered_with_a_decision(call):
    status, document = call(Service(Stand()).app(), "POST", "/turn", ASKED)
    assert status == 200
    assert Decision.from_document(document).replies[0].text == "Hello."


def test_a_text_is_answered_with_what_was_understood(call):
    status, document = call(Service(Stand()).app(), "POST", "/understand", {"text": "hi", "language": "en"})
    assert (status, document["intent"]) == (200, "greet")


def test_health_says_whether_it_is_ready_and_which_model_it_has(call):
    assert call(Service(Stand()).app(), "GET", "/health") == (200, {"ready": True, "model": "a-model"})


@pytest.mark.parametrize("missing", list(ASKED))
def test_a_document_without_a_field_is_refused_by_name(call, missing):
    document = {name: value for name, value in ASKED.items() if name != missing}
    status, answer = call(Service(Stand()).app(), "POST", "/turn", document)
    assert status == 400
    assert missing in answer["error"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({**ASKED, "channel": "zanzibarquux"}).encode(),
        json.dumps({**ASKED, "text": ["zanzibarquux"]}).encode(),
        json.dumps({**ASKED, "frame": "zanzibarquux"}).encode(),
        json.dumps({**ASKED, "facts": {"zanzibarquux": 1}}).encode(),
    ],
)
def test_a_bad_document_is_refused_without_repeating_its_words(call, body):
    status, answer = call(Service(Stand()).app(), "POST", "/turn", body)
    assert status == 400
    assert answer["error"]
    assert "zanzibarquux" not in answer["error"]


@pytest.mark.parametrize("body", [{"text": 3}, {}, {"text": "hi", "language": "xx"}])
def test_a_bad_text_is_refused(call, body):
    assert call(Service(Stand()).app(), "POST", "/understand", body)[0] == 400


@pytest.mark.parametrize("failure", [TemporaryError("no answer within 3 s"), RuntimeError("zanzibarquux")])
def test_a_failed_turn_is_an_error_answer_without_a_resident_s_words(call, capfd, failure):
    status, answer = call(Service(Stand(failure)).app(), "POST", "/turn", ASKED)
    printed = capfd.readouterr()
    assert status == 503
    assert answer["error"]
    assert "zanzibarquux" not in json.dumps(answer) + printed.out + printed.err


def test_a_text_with_a_lone_surrogate_comes_through(call):
    stand = Stand()
    body = json.dumps({**ASKED, "text": "hi \ud800"}).encode()
    assert call(Service(stand).app(), "POST", "/turn", body)[0] == 200
    assert stand.heard == ["hi \ud800"]


@pytest.mark.parametrize("path", ["/turn", "/understand"])
def test_without_the_secret_nothing_is_said(call, path):
    app = Service(Stand(), "open sesame").app()
    assert call(app, "POST", path, {**ASKED})[0] == 403
    assert call(app, "POST", path, {**ASKED}, {SECRET_HEADER: "wrong"})[0] == 403
    assert call(app, "POST", path, {**ASKED}, {SECRET_HEADER: "open sesame"})[0] == 200


def test_it_refuses_to_listen_beyond_loopback_without_a_secret(monkeypatch):
    monkeypatch.delenv("ENGINE_SECRET", raising=False)
    monkeypatch.delenv("ENGINE_HOST", raising=False)
    assert bind() == ("127.0.0.1", "")
    monkeypatch.setenv("ENGINE_HOST", "10.0.0.5")
    with pytest.raises(PermanentError, match="ENGINE_SECRET"):
        bind()
    monkeypatch.setenv("ENGINE_SECRET", "open sesame")
    assert bind() == ("10.0.0.5", "open sesame")
