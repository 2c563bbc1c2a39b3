"""Who is at the web phone is a signed, random id: nobody sees a thread that is not theirs."""

from __future__ import annotations

from channels.webchat.session import COOKIE, KEPT_SECONDS
from channels.webchat.testing import bodies_of, browser, send


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


def _without_cookies(house, pipeline):
    client = browser(house, pipeline.receive)
    client.cookies.jar.set_policy(_NoCookies())
    return client


def test_two_visitors_never_see_each_others_texts(house, pipeline, inbound_count):
    rosa, other = browser(house, pipeline.receive), browser(house, pipeline.receive)
    send(rosa, "my address is 12 Elm", nonce="shared")
    send(other, "my address is 12 Elm", nonce="shared")
    assert inbound_count() == 2
    send(other, "only mine")
    assert "only mine" not in rosa.get("/phone").text


def test_a_browser_without_cookies_still_sees_its_answer(house, pipeline):
    page = send(_without_cookies(house, pipeline), "is anyone there")
    assert page.status_code == 200
    assert len(bodies_of(page.text)) >= 2


def test_the_session_is_a_random_id_that_scripts_cannot_read(rosa):
    cookie = rosa.get("/phone").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert f"Max-Age={KEPT_SECONDS}" in cookie
    assert "Path=/phone" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_kept_to_https(house, pipeline):
    by_https = browser(house, pipeline.receive, public_url="https://line.example")
    assert "Secure" in by_https.get("/phone").headers["set-cookie"]


def test_a_forged_cookie_is_a_newcomer(rosa, house, pipeline):
    send(rosa, "a private thing")
    for forged in ("", "rosa", rosa.cookies[COOKIE][:-2] + "xx"):
        other = browser(house, pipeline.receive)
        other.cookies.set(COOKIE, forged, path="/phone")
        assert "a private thing" not in other.get("/phone").text


def test_clearing_the_device_hides_the_thread_and_keeps_it_with_the_line(rosa, inbound_count):
    send(rosa, "a private thing")
    rosa.post("/phone/forget")
    assert "a private thing" not in rosa.get("/phone").text
    assert inbound_count() == 1
