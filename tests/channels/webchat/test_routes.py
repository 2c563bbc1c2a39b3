"""Rosa at the web phone: her text goes through the real pipeline, and whatever fails she is told to call 911."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import clock
from bot.conversation.house import House
from bot.conversation.inbound import Answer, Inbound, Written
from bot.profiles import load_profile
from bot.store import Store, StoreUnavailableError
from bot.store.migrate import migrate
from bot.taught import load_screen
from bot.vocabulary import Channel, Delivery, Purpose
from channels.engine_client import EngineClient
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.spool import Spool
from channels.webchat.phone import PhoneSettings, WebPhone
from channels.webchat.routes import MOST_BYTES, routes
from channels.webchat.safely import received_safely
from channels.webchat.session import COOKIE, KEPT_SECONDS

KEY = "a signing key for tests only"
# Nobody listens there: the dialogue engine is down, and the line answers with its safe reply.
NO_ENGINE = "http://127.0.0.1:9"
LIVE = {"HX-Request": "true"}


@pytest.fixture
def house(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'line.db'}")
    migrate(store)
    yield House(store, load_screen(), load_profile("denver-star"))
    store.close()


@pytest.fixture
def pipeline(house):
    return Pipeline(house, EngineClient(NO_ENGINE, ""), 0.5)


@pytest.fixture
def rosa(house, pipeline):
    return _browser(house, pipeline.receive)


def _browser(house, receive, *, public_url: str = "http://line.test", cookies: bool = True) -> TestClient:
    profile = house.profile
    settings = PhoneSettings(profile.introduction, profile.illustrative, profile.zone, profile.languages, public_url)
    app = Starlette(routes=routes(WebPhone(house.store, receive, settings, KEY)))
    client = TestClient(app, base_url=public_url)
    if not cookies:
        client.cookies.jar.set_policy(_NoCookies())
    return client


class _NoCookies:
    """The cookie policy of a browser that keeps none."""

    netscape, rfc2965, hide_cookie2 = True, False, False

    def set_ok(self, cookie, request) -> bool:
        return False

    def return_ok(self, cookie, request) -> bool:
        return False

    def domain_return_ok(self, domain, request) -> bool:
        return False

    def path_return_ok(self, path, request) -> bool:
        return False


def _nonce(page: str) -> str:
    return re.search(r'name="nonce" value="([^"]+)"', page).group(1)


def _bodies(page: str) -> list[str]:
    return [unescape(body) for body in re.findall(r'<p class="body" dir="auto">(.*?)</p>', page, re.S)]


def _send(client: TestClient, text: str, **fields: str):
    nonce = fields.pop("nonce", None) or _nonce(client.get("/phone").text)
    return client.post("/phone", data={"text": text, "nonce": nonce, **fields})


def _inbound_count(house: House) -> int:
    with house.store.reading() as books:
        return len([event for event in books.events.after(0) if event.name.value == "message.received"])


def test_the_page_says_at_its_top_that_it_is_not_911(rosa):
    page = rosa.get("/phone").text
    body = page[page.index("<body>") :]
    assert body.index("This is not 911.") < body.index("<h1>")
    assert 'href="tel:911"' in body
    assert "Denver STAR text line" in body


def test_an_example_profile_says_that_it_is_one(rosa):
    assert "Not the live policy" in rosa.get("/phone").text


def test_a_text_is_remembered_and_answered_without_any_script(rosa, house):
    page = _send(rosa, "my neighbor sits outside in the cold and will not talk").text
    said, *answers = _bodies(page)
    assert said == "my neighbor sits outside in the cold and will not talk"
    assert answers
    assert _inbound_count(house) == 1
    assert _bodies(rosa.get("/phone").text) == [said, *answers]


def test_danger_is_answered_with_911_as_an_alert_and_a_link_to_call(rosa, house):
    page = _send(rosa, "my brother has a knife and is coming at me").text
    alert = page[page.index('<div role="alert">') :]
    assert "911" in _bodies(page)[-1]
    assert '<a href="tel:911">Call 911</a>' in alert
    assert "<strong>Urgent.</strong>" in alert
    with house.store.reading() as books:
        assert books.escalations.open_count() == 1


def test_what_rosa_writes_is_shown_as_words_and_never_runs(rosa):
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"' & {{ 7*7 }}"
    page = _send(rosa, nasty).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert _bodies(page)[0] == nasty
    trouble = rosa.post("/phone", data={"text": nasty}, headers=LIVE).text
    assert "<script>alert" not in trouble


def test_a_draft_that_did_not_get_through_is_kept_escaped_with_its_nonce(house):
    async def fails(inbound: Inbound) -> Answer:
        raise StoreUnavailableError("locked")

    rosa = _browser(house, fails)
    response = _send(rosa, "</textarea><script>alert(1)</script>", nonce="the-same")
    assert response.status_code == 503
    assert "<script>alert" not in response.text
    assert "&lt;/textarea&gt;" in response.text
    assert 'value="the-same"' in response.text
    assert re.search(r'id="trouble"[^>]*role="alert"[^>]*>Your message may not have reached us', response.text)


def test_any_failure_behind_the_page_still_tells_rosa_to_call_911(house):
    async def breaks(inbound: Inbound) -> Answer:
        raise ZeroDivisionError

    response = _send(_browser(house, breaks), "he is down the stairs")
    assert response.status_code == 503
    assert "If anyone is in danger, call 911." in response.text


def test_with_the_store_down_the_last_resort_is_shown_and_the_text_kept(house, pipeline, tmp_path, monkeypatch):
    spool = Spool(tmp_path / "spool")
    rosa = _browser(house, received_safely(pipeline, LastResort.read(house, Channel.WEBCHAT), spool))
    nonce = _nonce(rosa.get("/phone").text)

    def unavailable():
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(house.store, "reading", unavailable)
    monkeypatch.setattr(house.store, "writing", unavailable)
    page = rosa.post("/phone", data={"text": "he is stabbing her right now", "nonce": nonce})
    assert page.status_code == 200
    assert _bodies(page.text)[0] == "he is stabbing her right now"
    assert "911" in _bodies(page.text)[1]
    assert list((tmp_path / "spool").iterdir())
    assert rosa.get("/phone").status_code == 503
    assert "call 911" in rosa.get("/phone").text


def test_an_answer_is_shown_even_where_the_thread_cannot_be_read(house, monkeypatch):
    async def answers(inbound: Inbound) -> Answer:
        def unavailable():
            raise StoreUnavailableError("gone")

        monkeypatch.setattr(house.store, "reading", unavailable)
        return Answer((Written(7, "Where are you?"),))

    assert _bodies(_send(_browser(house, answers), "hello").text) == ["hello", "Where are you?"]


def test_the_same_form_sent_twice_is_one_message(rosa, house):
    nonce = _nonce(rosa.get("/phone").text)
    first = _send(rosa, "are you there", nonce=nonce)
    again = _send(rosa, "are you there", nonce=nonce)
    assert _inbound_count(house) == 1
    assert _bodies(first.text) == _bodies(again.text)


def test_the_same_form_with_other_words_is_another_message_and_never_dropped(rosa, house):
    nonce = _nonce(rosa.get("/phone").text)
    _send(rosa, "are you there", nonce=nonce)
    page = _send(rosa, "he took out a gun", nonce=nonce).text
    assert _inbound_count(house) == 2
    assert "911" in _bodies(page)[-1]


def test_the_same_words_in_a_new_form_are_a_new_message(rosa, house):
    _send(rosa, "hello?")
    _send(rosa, "hello?")
    assert _inbound_count(house) == 2


def test_two_visitors_never_see_each_others_texts(house, pipeline):
    rosa, other = _browser(house, pipeline.receive), _browser(house, pipeline.receive)
    _send(rosa, "my address is 12 Elm", nonce="shared")
    _send(other, "my address is 12 Elm", nonce="shared")
    assert _inbound_count(house) == 2
    _send(other, "only mine")
    assert "only mine" not in rosa.get("/phone").text


def test_a_browser_without_cookies_still_sees_its_answer(house, pipeline):
    page = _send(_browser(house, pipeline.receive, cookies=False), "is anyone there")
    assert page.status_code == 200
    assert len(_bodies(page.text)) >= 2


def test_a_live_page_gets_only_what_it_does_not_have(rosa):
    _send(rosa, "first")
    page = rosa.get("/phone").text
    known = re.search(r'id="after" name="after" value="(\d+)"', page).group(1)
    live = rosa.post("/phone", data={"text": "second", "nonce": "n", "after": known}, headers=LIVE)
    assert _bodies(live.text)[0] == "second"
    assert "first" not in _bodies(live.text)
    assert "<html" not in live.text
    assert 'hx-swap-oob="true"' in live.text


def test_the_poll_brings_what_staff_wrote_and_nothing_twice(rosa, house):
    _send(rosa, "first")
    known = re.search(r'id="after" name="after" value="(\d+)"', rosa.get("/phone").text).group(1)
    assert rosa.get(f"/phone/news?after={known}").status_code == 204
    with house.store.writing() as books:
        message = books.messages.get(int(known))
        books.messages.write_reply(
            message.conversation_id,
            Channel.WEBCHAT,
            "This is Casey. I am reading now.",
            clock.now(),
            purpose=Purpose.STAFF,
            delivery=Delivery.DELIVERED,
            in_reply_to=None,
        )
    poll = rosa.get(f"/phone/news?after={known}")
    assert _bodies(poll.text) == ["This is Casey. I am reading now."]
    assert "Staff," in poll.text
    # News must not change the form's nonce: a retry of a text in flight would then be a second message.
    assert "nonce" not in poll.text


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "١٢"])
def test_a_strange_place_to_go_on_from_is_the_beginning(rosa, after):
    _send(rosa, "first")
    assert "first" in _bodies(rosa.get("/phone/news", params={"after": after}).text)


def test_a_long_text_is_taken_whole(rosa, house):
    long = "he keeps walking up and down the street. " * 2500
    page = _send(rosa, long.strip())
    assert page.status_code == 200
    assert _bodies(page.text)[0] == long.strip()
    assert "maxlength" not in page.text


def test_a_text_too_long_to_take_is_refused_aloud_and_never_cut(rosa, house):
    response = _send(rosa, "a" * (MOST_BYTES + 1))
    assert response.status_code == 413
    assert "Send it in parts" in response.text
    assert _inbound_count(house) == 0


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🔪🔪🔪", "\U0010ffff", "stop", "HELP", "/deny{}"])
def test_any_text_gets_an_answer(rosa, text):
    page = _send(rosa, text)
    assert page.status_code == 200
    assert len(_bodies(page.text)) >= 2


@pytest.mark.parametrize(
    "body", [b"", b"text", b"nonce=1", b"\xff\xfe=\xff", b"text=%ff%fe%00&nonce=%ff", b"&&&;;;", b'{"text": 1}']
)
def test_a_malformed_form_is_never_a_fault_of_ours(rosa, body):
    response = rosa.post("/phone", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code < 500
    assert "911" in response.text


def test_help_alone_is_a_plea_and_is_answered_with_911_and_988(rosa):
    answer = _bodies(_send(rosa, "HELP").text)[-1]
    assert "911" in answer
    assert "988" in answer


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_is_refused_and_nothing_remembered(rosa, house, headers):
    response = rosa.post("/phone", data={"text": "swatting by proxy"}, headers=headers)
    assert response.status_code == 403
    assert "another site" in response.text
    assert _inbound_count(house) == 0
    assert rosa.post("/phone/forget", headers=headers, follow_redirects=False).status_code == 403


def test_a_form_of_our_own_site_is_taken(rosa, house):
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://line.test"}, {}):
        rosa.post("/phone", data={"text": "hello", "nonce": str(headers)}, headers=headers)
    assert _inbound_count(house) == 3


def test_every_answer_forbids_inline_script_and_style_and_is_not_kept(rosa):
    for response in (rosa.get("/phone"), _send(rosa, "hi"), rosa.get("/phone/news"), rosa.post("/phone")):
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_the_page_holds_no_inline_script_style_or_attribute_that_runs(rosa):
    page = _send(rosa, "hi").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\s(style|on[a-z]+)=", page)


def test_the_box_has_a_label_and_the_thread_is_a_polite_log(rosa):
    page = rosa.get("/phone").text
    assert '<label for="text">Your message</label>' in page
    assert '<textarea id="text"' in page
    assert 'role="log" aria-live="polite" aria-label="Messages"' in page
    assert '<html lang="en">' in page


def test_the_session_is_a_random_id_that_scripts_cannot_read(rosa):
    cookie = rosa.get("/phone").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={KEPT_SECONDS}" in cookie
    assert "Path=/phone" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_kept_to_https(house, pipeline):
    browser = _browser(house, pipeline.receive, public_url="https://line.example")
    assert "Secure" in browser.get("/phone").headers["set-cookie"]


def test_a_forged_cookie_is_a_newcomer(rosa, house, pipeline):
    _send(rosa, "a private thing")
    for forged in ("", "rosa", rosa.cookies[COOKIE][:-2] + "xx"):
        other = _browser(house, pipeline.receive)
        other.cookies.set(COOKIE, forged, path="/phone")
        assert "a private thing" not in other.get("/phone").text


def test_clearing_the_device_hides_the_thread_and_keeps_it_with_the_line(rosa, house):
    _send(rosa, "a private thing")
    rosa.post("/phone/forget")
    assert "a private thing" not in rosa.get("/phone").text
    assert _inbound_count(house) == 1


def test_spanish_is_one_link_away_and_stays(rosa, house):
    assert '<a href="/phone?language=es" lang="es" hreflang="es">Español</a>' in rosa.get("/phone").text
    page = rosa.get("/phone?language=es").text
    assert '<html lang="es">' in page
    assert "Esto no es el 911." in page
    assert rosa.get("/phone").text.count("Esto no es el 911.") == 1
    _send(rosa, "12")
    with house.store.reading() as books:
        [received] = [event for event in books.events.after(0) if event.name.value == "conversation.opened"]
        assert books.conversations.get(received.conversation_id).language.value == "es"


def test_a_spanish_browser_gets_spanish_and_an_unknown_language_the_citys_first(rosa):
    assert '<html lang="es">' in rosa.get("/phone", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}).text
    assert '<html lang="en">' in rosa.get("/phone", headers={"Accept-Language": "fr-FR"}).text
    assert '<html lang="en">' in rosa.get("/phone?language=xx").text
