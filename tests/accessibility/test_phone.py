"""The web phone in a real browser: with script and without, and by the rules of axe."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

import channels
from bot import clock
from bot.conversation.house import House
from bot.profiles import load_profile
from bot.store import Store
from bot.store.migrate import migrate
from bot.taught import load_screen
from bot.vocabulary import Channel, Delivery, Purpose
from channels.engine_client import EngineClient
from channels.pipeline import Pipeline
from channels.webchat.phone import PhoneSettings, WebPhone
from channels.webchat.routes import routes

CHROMIUM = Path("/usr/bin/chromium")
STATIC = Path(channels.__file__).parent / "static"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and "CI" not in os.environ, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('line') / 'line.db'}")
    migrate(store)
    yield House(store, load_screen(), load_profile("denver-star"))
    store.close()


@pytest.fixture(scope="module")
def address(house):
    profile = house.profile
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = PhoneSettings(profile.introduction, profile.illustrative, profile.zone, profile.languages, url)
    pipeline = Pipeline(house, EngineClient("http://127.0.0.1:9", ""), 0.5)
    phone = WebPhone(house.store, pipeline.receive, settings, "a signing key for tests only")
    app = Starlette(routes=[*routes(phone), Mount("/static", StaticFiles(directory=STATIC))])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield url
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def rosa(chromium, address):
    """Rosa's page, with what the browser complained of."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{address}/phone")
    yield page
    context.close()


def _say(page, text: str, texts: int) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")
    page.locator("#texts > li").nth(texts - 1).wait_for()


def test_a_text_is_answered_without_a_reload_and_the_box_is_ready_for_the_next(rosa):
    rosa.evaluate("window.same = true")
    _say(rosa, "there is a man asleep on the bus bench", 2)
    assert rosa.evaluate("window.same")
    rosa.wait_for_function("document.getElementById('text').value === ''")
    assert rosa.evaluate("document.activeElement.id") == "text"
    assert rosa.complaints == []


def test_shift_and_enter_make_a_new_line_and_send_nothing(rosa):
    rosa.fill("#text", "first line")
    rosa.press("#text", "Shift+Enter")
    assert rosa.input_value("#text") == "first line\n"
    assert rosa.locator("#texts > li").count() == 0


def test_two_quick_sends_are_shown_once_each_and_in_order(rosa):
    for text in ("one", "two"):
        rosa.fill("#text", text)
        rosa.press("#text", "Enter")
    rosa.locator("#texts > li.mine").nth(1).wait_for()
    rosa.wait_for_timeout(3500)
    ids = rosa.eval_on_selector_all("#texts > li", "items => items.map(item => item.id)")
    assert len(ids) == len(set(ids))
    assert rosa.eval_on_selector_all("#texts > li.mine .body", "items => items.map(item => item.textContent)") == [
        "one",
        "two",
    ]


def test_what_is_typed_while_an_answer_is_awaited_stays_in_the_box(rosa):
    rosa.fill("#text", "first")
    rosa.press("#text", "Enter")
    rosa.keyboard.type("second, not sent yet")
    rosa.locator("#texts > li.theirs").first.wait_for()
    assert rosa.input_value("#text") == "second, not sent yet"


def test_what_staff_write_appears_by_itself(rosa, house):
    _say(rosa, "please have someone call me", 2)
    last = int(rosa.input_value("#after"))
    with house.store.writing() as books:
        books.messages.write_reply(
            books.messages.get(last).conversation_id,
            Channel.WEBCHAT,
            "This is Casey from the team.",
            clock.now(),
            purpose=Purpose.STAFF,
            delivery=Delivery.DELIVERED,
            in_reply_to=None,
        )
    rosa.get_by_text("This is Casey from the team.").wait_for(timeout=8000)
    assert rosa.locator("#texts > li").count() == 3


def test_a_text_that_does_not_get_through_stays_in_the_box_under_an_alert(rosa):
    rosa.context.set_offline(True)
    rosa.fill("#text", "are you there")
    rosa.press("#text", "Enter")
    rosa.get_by_role("alert").filter(has_text="call 911").wait_for()
    assert rosa.input_value("#text") == "are you there"
    rosa.context.set_offline(False)
    rosa.press("#text", "Enter")
    rosa.locator("#texts > li.theirs").first.wait_for()
    assert rosa.locator("#texts > li.mine").count() == 1
    assert not rosa.locator("#trouble").is_visible()


def test_the_911_text_is_in_sight_and_an_alert_with_script_and_without(chromium, address):
    for script in (True, False):
        context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{address}/phone")
        for text in ("someone is shouting outside my shop", "he has a knife and he is coming in"):
            page.fill("#text", text)
            page.get_by_role("button", name="Send").click()
            page.get_by_text(text).wait_for()
        call = page.locator("#texts .safety a[href='tel:911']").last
        call.wait_for()
        box = call.bounding_box()
        assert (
            box["y"] + box["height"]
            <= page.locator("#thread").bounding_box()["y"] + page.locator("#thread").bounding_box()["height"]
        )
        assert page.locator("#texts .safety [role=alert]").count() >= 1
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/phone", "/phone?language=es"])
def test_axe_finds_nothing(chromium, address, scheme, path):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}{path}")
    _say(page, "he has a gun in his hand", 2)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_everything_to_press_is_at_least_24_pixels_high(rosa):
    _say(rosa, "he has a gun in his hand", 2)
    for target in rosa.locator("a:visible, button:visible, textarea:visible").all():
        if target.get_attribute("class") == "skip":
            continue
        assert target.bounding_box()["height"] >= 24, target.inner_text()


def test_the_keyboard_reaches_the_box_first_by_the_skip_link(rosa):
    rosa.keyboard.press("Tab")
    assert rosa.evaluate("document.activeElement.className") == "skip"
    rosa.keyboard.press("Enter")
    rosa.keyboard.type("hello")
    assert rosa.input_value("#text") == "hello"


def test_a_wide_page_never_scrolls_sideways(chromium, address):
    for width in (320, 1280):
        page = chromium.new_page(viewport={"width": width, "height": 700})
        page.goto(f"{address}/phone")
        _say(page, "w" * 400, 2)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
