"""The developer's page."""

from __future__ import annotations

import httpx

from channels.twin.account import Account
from channels.twin.description import from_library
from channels.twin.practice import PracticeLine, Scripted
from channels.twin.server import serving
from channels.twin.twin import Twin

ROSA = "+13035550142"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms")
REPLY = Scripted("<Response><Message>Where are &lt;b&gt;you&lt;/b&gt;?</Message></Response>")


def test_a_developer_texts_the_line_and_sees_the_reply():
    line = PracticeLine(ACCOUNT.auth_token, REPLY)
    with serving(Twin(ACCOUNT, description=from_library()), transport=line) as twin:
        form = {"from": ROSA, "body": "Hello <script>"}
        page = httpx.post(f"{twin.url}/twin/", data=form, follow_redirects=True)
        assert page.status_code == 200
        assert "Hello &lt;script&gt;" in page.text
        assert "Where are &lt;b&gt;you&lt;/b&gt;?" in page.text
        assert line.heard[0].field("Body") == "Hello <script>"


def test_the_page_has_no_script_and_no_inline_style():
    with serving(Twin(ACCOUNT, description=from_library()), transport=PracticeLine(ACCOUNT.auth_token)) as twin:
        page = httpx.get(f"{twin.url}/twin/").text
        assert "<script" not in page
        assert "style=" not in page
        assert '<html lang="en">' in page
        assert httpx.get(f"{twin.url}/twin/twin.css").headers["content-type"].startswith("text/css")


def test_another_site_cannot_text_the_line():
    line = PracticeLine(ACCOUNT.auth_token)
    with serving(Twin(ACCOUNT, description=from_library()), transport=line) as twin:
        form = {"from": ROSA, "body": "Hello"}
        answer = httpx.post(f"{twin.url}/twin/", data=form, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400
        assert line.heard == []
