"""Rosa at the web phone: her text goes through the real pipeline, and whatever fails she is told to call 911."""

from __future__ import annotations

import re

import pytest

from bot import clock
from bot.conversation.inbound import Answer, Inbound, Written
from bot.store import StoreUnavailableError
from bot.vocabulary import Channel, Delivery, Purpose
from channels.webchat.routes import MOST_BYTES
from channels.webchat.testing import bodies_of, browser, newest_of, nonce_of, send

LIVE = {"HX-Request": "true"}


def test_a_text_is_remembered_and_answered_without_any_script(rosa, inbound_count):
    page = send(rosa, "my neighbor sits outside in the cold and will not talk").text
    said, *answers = bodies_of(page)
    assert said == "my neighbor sits outside in the cold and will not talk"
    assert answers
    assert inbound_count() == 1
    assert bodies_of(rosa.get("/phone").text) == [said, *answers]


def test_danger_is_answered_with_911_as_an_alert_and_a_link_to_call(rosa, house):
    page = send(rosa, "my brother has a knife and is coming at me").text
    alert = page[page.index('<div role="alert">') :]
    assert "911" in bodies_of(page)[-1]
    assert '<a href="tel:911">Call 911</a>' in alert
    assert "<strong>Urgent.</strong>" in alert
    with house.store.reading() as books:
        assert books.escalations.open_count() == 1


def test_a_draft_that_did_not_get_through_is_kept_escaped_with_itsnonce_of(house):
    async def fails(inbound: Inbound) -> Answer:
        raise StoreUnavailableError("locked")

    rosa = browser(house, fails)
    response = send(rosa, "</textarea><script>alert(1)</script>", nonce="the-same")
    assert response.status_code == 503
    assert "<script>alert" not in response.text
    assert "&lt;/textarea&gt;" in response.text
    assert 'value="the-same"' in response.text
    assert re.search(r'id="trouble"[^>]*role="alert"[^>]*>Your message may not have reached us', response.text)


def test_any_failure_behind_the_page_still_tells_rosa_to_call_911(house):
    async def breaks(inbound: Inbound) -> Answer:
        raise ZeroDivisionError

    response = send(browser(house, breaks), "he is down the stairs")
    assert response.status_code == 503
    assert "If anyone is in danger, call 911." in response.text


def test_an_answer_is_shown_even_where_the_thread_cannot_be_read(house, monkeypatch):
    async def answers(inbound: Inbound) -> Answer:
        def unavailable():
            raise StoreUnavailableError("gone")

        monkeypatch.setattr(house.store, "reading", unavailable)
        return Answer((Written(7, "Where are you?"),))

    assert bodies_of(send(browser(house, answers), "hello").text) == ["hello", "Where are you?"]


def test_the_same_form_sent_twice_is_one_message(rosa, inbound_count):
    nonce = nonce_of(rosa.get("/phone").text)
    first = send(rosa, "are you there", nonce=nonce)
    again = send(rosa, "are you there", nonce=nonce)
    assert inbound_count() == 1
    assert bodies_of(first.text) == bodies_of(again.text)


def test_the_same_form_with_other_words_is_another_message_and_never_dropped(rosa, inbound_count):
    nonce = nonce_of(rosa.get("/phone").text)
    send(rosa, "are you there", nonce=nonce)
    page = send(rosa, "he took out a gun", nonce=nonce).text
    assert inbound_count() == 2
    assert "911" in bodies_of(page)[-1]


def test_the_same_words_in_a_new_form_are_a_new_message(rosa, inbound_count):
    send(rosa, "hello?")
    send(rosa, "hello?")
    assert inbound_count() == 2


def test_a_live_page_gets_only_what_it_does_not_have(rosa):
    send(rosa, "first")
    page = rosa.get("/phone").text
    known = newest_of(page)
    live = rosa.post("/phone", data={"text": "second", "nonce": "n", "after": known}, headers=LIVE)
    assert bodies_of(live.text)[0] == "second"
    assert "first" not in bodies_of(live.text)
    assert "<html" not in live.text
    assert 'hx-swap-oob="true"' in live.text


def test_the_poll_brings_what_staff_wrote_and_nothing_twice(rosa, house):
    send(rosa, "first")
    known = newest_of(rosa.get("/phone").text)
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
    assert bodies_of(poll.text) == ["This is Casey. I am reading now."]
    assert "Staff," in poll.text
    # News must not change the form's nonce: a retry of a text in flight would then be a second message.
    assert "nonce" not in poll.text


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "١٢"])
def test_a_strange_place_to_go_on_from_is_the_beginning(rosa, after):
    send(rosa, "first")
    assert "first" in bodies_of(rosa.get("/phone/news", params={"after": after}).text)


def test_a_long_text_is_taken_whole(rosa, house):
    long = "he keeps walking up and down the street. " * 2500
    page = send(rosa, long.strip())
    assert page.status_code == 200
    assert bodies_of(page.text)[0] == long.strip()
    assert "maxlength" not in page.text


def test_a_text_too_long_to_take_is_refused_aloud_and_never_cut(rosa, inbound_count):
    response = send(rosa, "a" * (MOST_BYTES + 1))
    assert response.status_code == 413
    assert "Send it in parts" in response.text
    assert inbound_count() == 0


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🔪🔪🔪", "\U0010ffff", "stop", "HELP", "/deny{}"])
def test_any_text_gets_an_answer(rosa, text):
    page = send(rosa, text)
    assert page.status_code == 200
    assert len(bodies_of(page.text)) >= 2


@pytest.mark.parametrize(
    "body", [b"", b"text", b"nonce=1", b"\xff\xfe=\xff", b"text=%ff%fe%00&nonce=%ff", b"&&&;;;", b'{"text": 1}']
)
def test_a_malformed_form_is_never_a_fault_of_ours(rosa, body):
    response = rosa.post("/phone", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code < 500
    assert "911" in response.text


def test_help_alone_is_a_plea_and_is_answered_with_911_and_988(rosa):
    answer = bodies_of(send(rosa, "HELP").text)[-1]
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
def test_a_form_from_another_site_is_refused_and_nothing_remembered(rosa, headers, inbound_count):
    response = rosa.post("/phone", data={"text": "swatting by proxy"}, headers=headers)
    assert response.status_code == 403
    assert "another site" in response.text
    assert inbound_count() == 0
    assert rosa.post("/phone/forget", headers=headers, follow_redirects=False).status_code == 403


def test_a_form_of_our_own_site_is_taken(rosa, inbound_count):
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://line.test"}, {}):
        rosa.post("/phone", data={"text": "hello", "nonce": str(headers)}, headers=headers)
    assert inbound_count() == 3
