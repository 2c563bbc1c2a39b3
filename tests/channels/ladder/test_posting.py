from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NoReturn

import pytest

from bot import logs
from bot.conversation.house import House
from bot.escalation.reach import NeverError, Notice, NotNowError
from bot.store import StoreUnavailableError
from bot.testing import ROSA
from bot.vocabulary import Hazard, Language, Means
from channels.ladder import reaching
from channels.ladder.posting import EidoPost
from channels.trial import Trial

TOKEN = "the centre's own token"
WORDS = "my brother Mateo has a knife"


@dataclass
class Centre:
    """A dispatch centre that answers as it is told and keeps what it got."""

    status: int = 201
    delay: float = 0.0
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def centre() -> Iterator[Centre]:
    told = Centre()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            told.headers.append(dict(self.headers))
            time.sleep(told.delay)
            self.send_response(told.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    told.url = f"http://127.0.0.1:{server.server_port}/eido"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def notice(trial: Trial) -> Notice:
    trial.says(ROSA, WORDS)
    escalation = trial.escalations(ROSA)[0]
    return Notice(
        attempt_id=1,
        escalation_id=escalation.id,
        conversation_id=escalation.conversation_id,
        name="Dispatch centre",
        number="",
        means=Means.POST,
        reference="",
        reply="1",
        hazards=(Hazard.WEAPON,),
        place="",
        renewed=False,
        language=Language.ENGLISH,
    )


def why(error: type[NotNowError] | type[NeverError], post: EidoPost, notice: Notice) -> str:
    with pytest.raises(error) as raised:
        post(notice)
    return raised.value.code


def test_a_document_that_is_taken_is_told_by_its_status(house: House, centre: Centre, notice: Notice) -> None:
    assert EidoPost(house, centre.url, TOKEN)(notice) == "201"
    assert b"has a knife" in centre.bodies[0]
    assert centre.headers[0]["Authorization"] == f"Bearer {TOKEN}"
    assert centre.headers[0]["Content-Type"] == "application/json"


def test_a_centre_that_wants_no_token_gets_none(house: House, centre: Centre, notice: Notice) -> None:
    EidoPost(house, centre.url, "")(notice)
    assert "Authorization" not in centre.headers[0]


def test_a_retry_posts_the_same_document_with_the_same_id(house: House, centre: Centre, notice: Notice) -> None:
    post = EidoPost(house, centre.url, TOKEN)
    centre.status = 503
    assert why(NotNowError, post, notice) == "http_503"
    centre.status = 201
    post(notice)
    assert centre.bodies[0] == centre.bodies[1]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_centre_that_may_take_it_later_is_tried_again(
    house: House, centre: Centre, notice: Notice, status: int
) -> None:
    centre.status = status
    assert why(NotNowError, EidoPost(house, centre.url, TOKEN), notice) == f"http_{status}"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_centre_that_refuses_is_not_asked_again(house: House, centre: Centre, notice: Notice, status: int) -> None:
    centre.status = status
    assert why(NeverError, EidoPost(house, centre.url, TOKEN), notice) == f"http_{status}"


def test_a_centre_that_is_not_there_is_tried_again(house: House, notice: Notice) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/eido"
    assert why(NotNowError, EidoPost(house, url, TOKEN), notice) == reaching.UNREACHABLE


def test_a_centre_that_does_not_answer_in_time_is_tried_again(
    house: House, centre: Centre, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "SEND_SECONDS", 0.1)
    centre.delay = 0.5
    assert why(NotNowError, EidoPost(house, centre.url, TOKEN), notice) == reaching.UNREACHABLE


def test_without_an_address_nothing_is_posted_and_the_ladder_climbs_on(house: House, notice: Notice) -> None:
    assert why(NeverError, EidoPost(house, "", TOKEN), notice) == "no_address"


@pytest.mark.parametrize(
    ("url", "token"), [("https://centre.invalid:port", TOKEN), ("http://127.0.0.1:9/eido", "tökén")]
)
def test_an_address_or_token_that_cannot_be_used_holds_up_no_ladder(
    house: House, notice: Notice, url: str, token: str
) -> None:
    assert why(NeverError, EidoPost(house, url, token), notice) == "bad_address"


def test_a_database_that_is_away_is_tried_again_and_nothing_is_posted(
    house: House, centre: Centre, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def away() -> Iterator[NoReturn]:
        raise StoreUnavailableError("away")
        yield

    monkeypatch.setattr(house.store, "reading", away)
    assert why(NotNowError, EidoPost(house, centre.url, TOKEN), notice) == "database"
    assert not centre.bodies


def test_we_are_known_by_our_domain_and_else_by_the_profile(house: House, centre: Centre, notice: Notice) -> None:
    EidoPost(house, centre.url, TOKEN, "line.example")(notice)
    EidoPost(house, centre.url, TOKEN)(notice)
    assert b'"issuingElementIdentification": "line.example"' in centre.bodies[0]
    assert f'"issuingElementIdentification": "{house.profile.id}"'.encode() in centre.bodies[1]


@pytest.mark.parametrize("status", [201, 401, 503])
def test_no_name_number_word_or_token_gets_into_a_log_or_an_error(
    house: House, centre: Centre, notice: Notice, status: int, caplog: pytest.LogCaptureFixture, capfd
) -> None:
    logs.configure("worker")
    caplog.set_level(logging.DEBUG)
    centre.status, said = status, ""
    try:
        EidoPost(house, centre.url, TOKEN)(notice)
    except (NeverError, NotNowError) as error:
        said = repr(error)
    out, err = capfd.readouterr()
    for secret in (ROSA.number, ROSA.number[2:], "Mateo", "knife", TOKEN):
        assert secret not in said + caplog.text + out + err, secret
