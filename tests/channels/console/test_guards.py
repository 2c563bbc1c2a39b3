from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.callbacks.testing import Town
from bot.store import StoreUnavailableError
from channels.console import Desk
from channels.console.deeds import DEEDS

READING = (
    "/desk/",
    "/desk/parts/band",
    "/desk/parts/alarms",
    "/desk/parts/queue",
    "/desk/feed",
    "/desk/find?reference=x",
)
BELOW = ("", "/transcript", "/standing", "/record")


def paths(conversation_id: str) -> list[str]:
    return [*READING, *(f"/desk/conversations/{conversation_id}{part}" for part in BELOW)]


def posts(conversation_id: str) -> list[str]:
    below = [f"/desk/conversations/{conversation_id}/{path}" for path in ("reveal", *(deed.path for deed in DEEDS))]
    return ["/desk/next", *below]


def test_signed_out_nothing_is_shown(town: Town, visitor: TestClient) -> None:
    conversation = town.conversation()
    town.says(conversation, "please help my uncle")
    for path in paths(conversation.id):
        answer = visitor.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/desk/sign-in"), path
        assert answer.text == "", path


def test_signed_out_nothing_is_done(town: Town, visitor: TestClient) -> None:
    conversation = town.conversation()
    for path in posts(conversation.id):
        assert visitor.post(path).headers["location"] == "/desk/sign-in", path
    with town.store.reading() as books:
        assert [event.name.value for event in books.events.after(0)] == ["conversation.opened"]


@pytest.mark.parametrize("username", ["toni", "olu"])
def test_trainers_and_administrators_see_no_resident(
    town: Town, signed_in_as: Callable[[str], TestClient], username: str
) -> None:
    conversation = town.conversation()
    town.says(conversation, "please help my uncle")
    client = signed_in_as(username)
    for path in paths(conversation.id):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert "uncle" not in answer.text
    for path in posts(conversation.id):
        assert client.post(path).status_code == 403, path


def test_an_auditor_reads_and_can_do_nothing(town: Town, signed_in_as: Callable[[str], TestClient]) -> None:
    conversation = town.conversation()
    town.says(conversation, "please help my uncle")
    town.emergency(conversation)
    ada = signed_in_as("ada")
    page = ada.get(f"/desk/conversations/{conversation.id}").text
    assert "please help my uncle" in page
    assert page.count("<form") == 2, "only finding and signing out"
    for path in posts(conversation.id):
        assert ada.post(path).status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_deed_posted_by_another_site_is_refused(town: Town, casey: TestClient, headers: dict[str, str]) -> None:
    record = town.record(town.conversation())
    answer = casey.post(f"/desk/conversations/{record.conversation_id}/claim", headers=headers)
    assert answer.status_code == 403
    with town.store.reading() as books:
        assert books.records.get(record.id).claimed_by is None


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://line.example"}, {"Sec-Fetch-Site": "none"}, {}]
)
def test_a_deed_posted_by_the_desk_itself_is_done(town: Town, casey: TestClient, headers: dict[str, str]) -> None:
    record = town.record(town.conversation())
    assert casey.post(f"/desk/conversations/{record.conversation_id}/claim", headers=headers).status_code == 303
    with town.store.reading() as books:
        assert books.records.get(record.id).claimed_by == town.staff["casey"].id


def test_reading_changes_nothing_and_deeds_are_not_to_be_had_by_get(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    town.record(conversation)
    with town.store.reading() as books:
        before = books.events.last_id()
    for path in paths(conversation.id):
        if path != "/desk/feed":
            casey.get(path)
    for path in posts(conversation.id):
        assert casey.get(path).status_code in {404, 405}, path
    with town.store.reading() as books:
        assert books.events.last_id() == before


def test_every_page_forbids_foreign_and_inline_scripts_and_is_not_kept(town: Town, casey: TestClient) -> None:
    conversation = town.conversation()
    for path in ("/desk/", f"/desk/conversations/{conversation.id}", "/desk/sign-in", "/desk/conversations/none"):
        headers = casey.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["cache-control"] == "no-store", path


@pytest.mark.parametrize("part", BELOW)
@pytest.mark.parametrize("name", ["0000", "%00", "a%27--", "%F0%9F%98%80"])
def test_an_unknown_conversation_is_not_found(casey: TestClient, name: str, part: str) -> None:
    assert casey.get(f"/desk/conversations/{name}{part}").status_code == 404


@pytest.mark.parametrize("path", ["claim", "reply", "close", "reveal", "acknowledge"])
def test_a_deed_on_an_unknown_conversation_is_not_found(casey: TestClient, path: str) -> None:
    assert casey.post(f"/desk/conversations/0000/{path}").status_code == 404


def test_a_browser_part_asked_for_after_signing_out_goes_to_the_door(visitor: TestClient) -> None:
    answer = visitor.get("/desk/parts/queue", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/desk/sign-in"


def test_when_the_records_cannot_be_reached_the_page_says_that_nothing_was_changed(
    casey: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise StoreUnavailableError("locked")

    monkeypatch.setattr(desk.store, "reading", refuse)
    answer = casey.get("/desk/")
    assert answer.status_code == 503
    assert "nothing was changed" in answer.text
