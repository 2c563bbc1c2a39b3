from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.callbacks.busy_town import busy
from bot.callbacks.testing import Town
from bot.vocabulary import (
    ConversationState,
)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
STATIC = Path(__file__).parents[2] / "channels" / "static"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE, NARROW = (1366, 850), (390, 844)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="there is no Chromium here"),
]
Visit = Callable[..., Page]


def test_everything_is_reached_by_keyboard_with_the_skip_link_first(town: Town, visit: Visit) -> None:
    danger = busy(town)
    page = visit()
    page.bring_to_front()
    expect(page.locator("#live-state")).to_have_text("Live")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    reached: set[str] = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    with town.store.reading() as books:
        emergency = books.escalations.unclosed_of(danger.id)
    assert emergency is not None
    assert "take-next" in reached
    assert f"acknowledge-{emergency.id}" in reached
    assert sum(name.startswith("claim-") for name in reached) == 5


def test_the_keys_move_the_focus_and_press_nothing(town: Town, visit: Visit) -> None:
    danger = busy(town)
    page = visit(f"/desk/conversations/{danger.id}")
    expect(page.locator("#live")).to_have_attribute("data-live", "on")
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("button", name="Acknowledge the emergency")).to_be_focused()
    page.keyboard.press("Alt+r")
    expect(page.get_by_label("Write to the resident")).to_be_focused()
    with town.store.reading() as books:
        assert books.escalations.open_count() == 1


def test_a_whole_emergency_is_worked_without_scripts(town: Town, visit: Visit) -> None:
    danger = busy(town)
    page = visit(scripts=False)
    page.get_by_role("button", name="Acknowledge and open").click()
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    page.locator("#close-emergency summary").click()
    page.get_by_label("What came of it").select_option("notified_911")
    page.get_by_label("Dispatch centre").fill("Denver 911")
    page.get_by_label("Incident number").fill("26-118")
    page.get_by_role("button", name="Close the emergency").click()
    expect(page.locator(".ended")).to_contain_text("26-118")
    page.locator("#close-record summary").click()
    page.get_by_label("How it ended").select_option("sent_to_911")
    page.get_by_role("button", name="Close the record").click()
    expect(page.locator("#standing")).to_contain_text("911 was notified")
    with town.store.reading() as books:
        assert books.conversations.get(danger.id).state is ConversationState.CLOSED


def test_no_page_breaks_its_own_content_security_policy(town: Town, visit: Visit) -> None:
    danger = busy(town)
    page = visit()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/desk/", f"/desk/conversations/{danger.id}"):
        page.goto(page.url.split("/desk/")[0] + path)
        expect(page.locator("#live")).to_have_attribute("data-live", "on")
    assert said == []
