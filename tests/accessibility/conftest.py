"""A desk in a real browser, over a town of its own."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.callbacks.testing import PASSWORD, QUICK_HASHER, Town
from bot.sign_in import SignIns
from bot.store import Store
from channels.console import Desk, DeskSettings, routes

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
STATIC = Path(__file__).parents[2] / "channels" / "static"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE, NARROW = (1366, 850), (390, 844)

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def town(embedded_store: Store) -> Town:
    return Town(embedded_store)


class Line:
    """The desk behind a port that stays the same when it is stopped and started again."""

    def __init__(self, town: Town) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._town = town
        self.start()

    def start(self) -> None:
        settings = DeskSettings("Denver STAR", ZoneInfo("America/Denver"), self.address, "+17205550100")
        desk = Desk(self._town.store, settings, SignIns(self._town.store, QUICK_HASHER))
        app = Starlette(routes=[*routes(desk), Mount("/static", StaticFiles(directory=STATIC))])
        config = uvicorn.Config(app, port=self.port, log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


@pytest.fixture
def line(town: Town) -> Iterator[Line]:
    line = Line(town)
    yield line
    line.stop()


@pytest.fixture
def address(line: Line) -> str:
    return line.address


@pytest.fixture
def context_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make(size: tuple[int, int] = WIDE, scheme: str = "light", scripts: bool = True) -> BrowserContext:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(address: str, context_of: Callable[..., BrowserContext]) -> Visit:
    def visit(path: str = "/desk/", username: str = "casey", **options: object) -> Page:
        page = context_of(**options).new_page()
        page.goto(f"{address}{path}")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    return visit
