from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.callbacks.testing import PASSWORD, QUICK_HASHER, Town
from bot.sign_in import SignIns
from channels.console import Desk, DeskSettings, routes

CASEY = {"username": "casey", "password": PASSWORD}


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor: TestClient) -> None:
    answer = visitor.post("/desk/sign-in", data=CASEY)
    cookie, known_browser = (each.lower() for each in answer.headers.get_list("set-cookie"))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/"
    for attribute in ("httponly", "samesite=lax", "secure", "path=/desk", "max-age=43200"):
        assert attribute in cookie
    assert "path=/desk/sign-in" in known_browser
    assert "httponly" in known_browser


def test_without_https_the_cookie_still_works(town: Town, desk: Desk) -> None:
    plain = DeskSettings("Denver STAR", desk.settings.zone, "http://127.0.0.1:8080")
    app = Starlette(routes=routes(Desk(town.store, plain, SignIns(town.store, QUICK_HASHER))))
    client = TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)
    assert "secure" not in client.post("/desk/sign-in", data=CASEY).headers["set-cookie"].lower()
    assert client.get("/desk/").status_code == 200


def test_a_wrong_password_says_neither_which_was_wrong_nor_sets_a_cookie(visitor: TestClient) -> None:
    unknown = visitor.post("/desk/sign-in", data={"username": "nobody", "password": PASSWORD})
    wrong = visitor.post("/desk/sign-in", data={"username": "casey", "password": "wrong horse battery"})
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.text == wrong.text
    assert "set-cookie" not in wrong.headers


def test_after_too_many_wrong_passwords_the_page_says_to_wait(visitor: TestClient) -> None:
    for _ in range(5):
        visitor.post("/desk/sign-in", data={"username": "casey", "password": "wrong horse battery"})
    answer = visitor.post("/desk/sign-in", data=CASEY)
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text


def test_it_goes_on_to_the_page_that_was_asked_for(visitor: TestClient) -> None:
    answer = visitor.get("/desk/conversations/abc")
    assert answer.headers["location"] == "/desk/sign-in?after=/desk/conversations/abc"
    answer = visitor.post("/desk/sign-in", data={**CASEY, "after": "/desk/conversations/abc"})
    assert answer.headers["location"] == "/desk/conversations/abc"


@pytest.mark.parametrize(
    "after", ["https://evil.example/desk/", "//evil.example/desk/", "/desk/\\evil.example", "/desk//evil.example", "x"]
)
def test_it_never_sends_anyone_to_another_site(visitor: TestClient, after: str) -> None:
    answer = visitor.post("/desk/sign-in", data={**CASEY, "after": after})
    assert answer.headers["location"] == "/desk/"


def test_signing_out_shuts_the_desk(casey: TestClient) -> None:
    assert casey.get("/desk/").status_code == 200
    kept = dict(casey.cookies)
    casey.post("/desk/sign-out")
    casey.cookies.update(kept)
    assert casey.get("/desk/").status_code == 303


def test_a_sign_in_posted_by_another_site_is_refused(visitor: TestClient) -> None:
    answer = visitor.post("/desk/sign-in", data=CASEY, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_whoever_is_signed_in_is_not_asked_again(signed_in_as: Callable[[str], TestClient]) -> None:
    assert signed_in_as("casey").get("/desk/sign-in").headers["location"] == "/desk/"


@pytest.mark.parametrize(
    "fields", [{}, {"username": "\x00\ud7ff"}, {"username": "a" * 100_000, "password": "b" * 100_000}]
)
def test_a_strange_form_is_a_wrong_password_and_no_more(visitor: TestClient, fields: dict[str, str]) -> None:
    assert visitor.post("/desk/sign-in", data=fields).status_code == 401
