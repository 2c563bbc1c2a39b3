from __future__ import annotations

import io
import json
import re
from datetime import datetime, timezone
from html.parser import HTMLParser

import pytest
from rich.console import Console

from bot.evaluation.cases import Due
from bot.evaluation.document import to_document
from bot.evaluation.page import page
from bot.evaluation.report import Chosen, evaluate
from bot.evaluation.table import show
from bot.evaluation.testing import ASK, NONE, a_case, readers
from bot.vocabulary import Hazard, Language, Voice

CASES = [
    a_case("he has a knife", hazard=Hazard.WEAPON, voice=Voice.SPOKEN, language=Language.ENGLISH),
    a_case("it is <b>behind</b> the door", hazard=Hazard.INTRUSION),
    a_case("saw a knife", Due.ASK),
    a_case("nice weather", Due.NONE, voice=Voice.EVERYDAY),
    a_case("words of somebody else", Due.NONE, set="sms_benign", id="row-17", shown=False),
    a_case("he has a gun on tv", Due.NOT_911, set="calls", id="row-18", shown=False),
]
TOLD = {
    "he has a knife": (0.95, 0.97),
    "saw a knife": (0.2, 0.7),
    "nice weather": (0.0, 0.1),
    "words of somebody else": (0.9, 0.95),
    "he has a gun on tv": (0.85, 0.9),
}
NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def report(told=TOLD, chosen=None, **told_of_rows):
    return evaluate(CASES, readers(told), chosen or Chosen(), **told_of_rows)


@pytest.fixture(scope="module")
def whole():
    return report(left_out=3, refused=["calls.jsonl:4: not JSON"])


@pytest.fixture(scope="module")
def shown(whole):
    return page(whole, NOON)


def test_it_counts_what_is_due_and_what_is_not_reached(whole):
    assert (whole.due, whole.unmet) == (
        sum(figure.met is not None for figure in whole.figures) + 8,
        sum(figure.met is False for figure in whole.figures) + sum(not slip.met for slip in whole.slips),
    )
    assert whole.unmet > 0
    assert whole.sets == (("held-out", 4), ("sms_benign", 1), ("calls", 1))


def test_what_was_not_asked_for_is_not_done():
    bare = report(chosen=Chosen(slips=False, compare=False))
    assert (bare.slips, bare.compared) == ((), ())
    assert bare.figures


def test_diet_reads_the_same_cases_in_their_order():
    seen = []

    def by_diet(cases):
        seen.extend(cases)
        return [ASK] * len(cases)

    compared = report(chosen=Chosen(slips=False, diet=by_diet)).compared
    assert seen == CASES
    assert [one.system.value for one in compared] == ["keywords", "diet", "rules", "learned", "ours"]


def test_no_form_of_a_report_passes_on_words_that_may_not_be_shown(whole, shown):
    terminal = io.StringIO()
    show(whole, Console(file=terminal, width=200))
    for form in (shown, json.dumps(to_document(whole)), terminal.getvalue()):
        assert "words of somebody else" not in form
        assert "gun on tv" not in form
    assert "row-17" in shown
    assert "he has a knife" not in terminal.getvalue()


def test_words_that_may_be_shown_are_shown_as_words_and_not_as_markup(shown):
    assert "it is &lt;b&gt;behind&lt;/b&gt; the door" in shown
    assert "<b>behind" not in shown


def test_the_page_needs_no_script_and_nothing_beside_itself(shown):
    assert not re.search(r"<script|\son\w+=|javascript:|<link|<img|<iframe|@import|url\(|https?://", shown)


class Page(HTMLParser):
    """Holds a page's elements to what readers without sight or colour need."""

    VOID = frozenset({"meta", "line", "polyline", "rect", "circle", "br"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.tables, self.pictures, self.headings = [], [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag not in self.VOID:
            self.open.append(tag)
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h\d", tag) else []
        if tag == "table":
            self.tables.append(set())
        elif self.tables:
            self.tables[-1].add((tag, told.get("scope")))
        if tag == "svg":
            self.pictures.append((told["role"], told["aria-labelledby"].split()))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_the_page_is_whole_and_every_part_is_named(shown):
    read = Page()
    read.feed(shown)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert {link.removeprefix("#") for link in read.links} <= set(read.ids)
    assert len(read.links) == 6
    assert all(("th", "col") in parts for parts in read.tables)
    assert len(read.pictures) == 2
    assert all(role == "img" and set(named_by) <= set(read.ids) for role, named_by in read.pictures)
    assert read.headings[:2] == [1, 2]


def test_the_page_says_in_words_what_is_met_and_what_is_not(shown):
    assert "✓ met" in shown
    assert "✗ not met" in shown
    assert "calls.jsonl:4: not JSON" in shown
    assert "3 rows say nothing" in shown


@pytest.mark.parametrize("told", [None, TOLD])
@pytest.mark.parametrize("chosen", [Chosen(), Chosen(slips=False, compare=False)])
def test_every_report_can_be_shown_in_every_form(told, chosen):
    made = report(told, chosen)
    show(made, Console(file=io.StringIO()))
    assert page(made, NOON).rstrip().endswith("</html>")
    assert json.loads(json.dumps(to_document(made)))["learned_reader"] == made.learned_state


def test_the_document_holds_counts_intervals_and_what_is_due(whole):
    document = json.loads(json.dumps(to_document(whole)))
    [caught] = [one for one in document["figures"] if (one["measure"], one["group"]) == ("caught", "all")]
    assert (caught["count"], caught["of"], caught["share"], caught["due"], caught["met"]) == (
        1,
        2,
        0.5,
        {"at_least": 0.98},
        False,
    )
    assert caught["interval"] == [0.0945, 0.9055]
    assert [one["slip"] for one in document["slips"]][:2] == ["one_edit", "two_edits"]
    assert document["compared"][-1]["caught.all"]["of"] == 2
    assert {one["feeling"] for one in document["curves"]} == {"danger", "emergency"}
    assert document["refused"] == ["calls.jsonl:4: not JSON"]


def test_an_error_in_the_document_says_what_each_reader_said(whole):
    by_id = {one["id"]: one for one in to_document(whole)["errors"]}
    assert set(by_id) == {"it is <b>behind</b> the door", "row-17", "row-18"}
    sent = by_id["row-17"]
    assert (sent["fault"], sent["cause"], sent["by_rules"], sent["level"]) == ("sent", "felt", "none", "emergency")
    assert sent["felt_whole"] == {"emergency": 0.9, "danger": 0.95, "hazard": None}
    assert "text" not in sent
    assert by_id["it is <b>behind</b> the door"]["text"] == "it is <b>behind</b> the door"
    assert by_id["it is <b>behind</b> the door"]["level"] == NONE.value
