"""The page: what it says first, what it never runs, and in which language."""

from __future__ import annotations

import re

from channels.webchat.testing import bodies_of, send

LIVE = {"HX-Request": "true"}


def test_the_page_says_at_its_top_that_it_is_not_911(rosa):
    page = rosa.get("/phone").text
    body = page[page.index("<body>") :]
    assert body.index("This is not 911.") < body.index("<h1>")
    assert 'href="tel:911"' in body
    assert "Denver STAR text line" in body


def test_an_example_profile_says_that_it_is_one(rosa):
    assert "Not the live policy" in rosa.get("/phone").text


def test_what_rosa_writes_is_shown_as_words_and_never_runs(rosa):
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"' & {{ 7*7 }}"
    page = send(rosa, nasty).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert bodies_of(page)[0] == nasty
    trouble = rosa.post("/phone", data={"text": nasty}, headers=LIVE).text
    assert "<script>alert" not in trouble


def test_every_answer_forbids_inline_script_and_style_and_is_not_kept(rosa):
    for response in (rosa.get("/phone"), send(rosa, "hi"), rosa.get("/phone/news"), rosa.post("/phone")):
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"


def test_the_page_holds_no_inline_script_style_or_attribute_that_runs(rosa):
    page = send(rosa, "hi").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\s(style|on[a-z]+)=", page)


def test_the_box_has_a_label_and_the_thread_is_a_polite_log(rosa):
    page = rosa.get("/phone").text
    assert '<label for="text">Your message</label>' in page
    assert '<textarea id="text"' in page
    assert 'role="log" aria-live="polite" aria-label="Messages"' in page
    assert '<html lang="en">' in page


def test_spanish_is_one_link_away_and_stays(rosa, house):
    assert '<a href="/phone?language=es" lang="es" hreflang="es">Español</a>' in rosa.get("/phone").text
    page = rosa.get("/phone?language=es").text
    assert '<html lang="es">' in page
    assert "Esto no es el 911." in page
    assert rosa.get("/phone").text.count("Esto no es el 911.") == 1
    send(rosa, "12")
    with house.store.reading() as books:
        [received] = [event for event in books.events.after(0) if event.name.value == "conversation.opened"]
        assert books.conversations.get(received.conversation_id).language.value == "es"


def test_a_spanish_browser_gets_spanish_and_an_unknown_language_the_citys_first(rosa):
    assert '<html lang="es">' in rosa.get("/phone", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}).text
    assert '<html lang="en">' in rosa.get("/phone", headers={"Accept-Language": "fr-FR"}).text
    assert '<html lang="en">' in rosa.get("/phone?language=xx").text
