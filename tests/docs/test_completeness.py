"""Nothing that people or programs can meet goes undocumented, and nothing is documented that is not there."""

import ast
import inspect
import re
from dataclasses import fields

import pytest
from prometheus_client import Counter, Gauge, Histogram
from starlette.routing import Mount, Route

from bot import profiles, vocabulary
from bot.commands.pages import BESIDE_SETTINGS
from bot.settings import ROOT, load_settings, setting_names
from bot.sign_in import may
from bot.vocabulary import Act, EventName, RecordClass, Role, Slot, Word
from channels import metrics
from channels.gateway import open_line, route_table
from channels.twin.faults import Faults

DOCS = ROOT / "docs"
ENUMS = [
    value
    for value in vars(vocabulary).values()
    if inspect.isclass(value) and issubclass(value, Word) and value is not Word
]
SOURCES = [path for folder in ("bot", "actions", "channels") for path in sorted((ROOT / folder).rglob("*.py"))]
STANDARD_FACTS = {"actor", "conversation_id", "record_id", "escalation_id", "message_id"}


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text):
    """Return the cells of every row of every table in a text, heads and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_the_glossary_explains_every_word_of_every_list_and_no_other(enum):
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page("glossary.md"), re.M | re.S))
    title = {"EventName": "Event"}.get(enum.__name__) or re.sub(r"(?<!^)(?=[A-Z])", " ", enum.__name__).capitalize()
    explained = rows(sections[title])[1:]
    assert [row[:2] for row in explained] == [[f"`{word.value}`", word.label] for word in enum]
    assert all(row[2].endswith((".", "?", ")")) for row in explained)


def test_the_events_page_names_every_event_and_no_other():
    names = [
        row[0].strip("`") for row in rows(page("reference/events.md")) if re.fullmatch(r"`[a-z_]+\.[a-z_]+`", row[0])
    ]
    assert names == [event.value for event in EventName]


def test_every_fact_that_an_event_is_written_with_stands_in_its_row():
    told = {row[0].strip("`"): row[1] for row in rows(page("reference/events.md")) if len(row) == 3}
    written = list(_facts_written())
    assert len(written) > 25
    for event, fact in written:
        assert f"`{fact}`" in told[EventName[event].value], (event, fact)


def _facts_written():
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            for name in _event_names(call):
                yield from ((name, word.arg) for word in call.keywords if word.arg and word.arg not in STANDARD_FACTS)


def _event_names(call):
    for argument in call.args:
        if isinstance(argument, ast.Attribute) and getattr(argument.value, "id", "") == "EventName":
            yield argument.attr


def test_every_variable_of_the_environment_that_is_read_is_documented():
    documented = {*setting_names().values(), *(row[0] for row in BESIDE_SETTINGS)}
    read = {
        name
        for path in SOURCES
        for name in re.findall(r"(?:environ(?:\.get\(|\[)|envvar=)\s*\"([A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert {"ENGINE_HOST", "TWIN_PORT"} <= read
    assert read - documented <= {"SUPERVISOR_ENABLED"}, "set by supervisord itself, and no setting of ours"


def test_every_route_of_the_gateway_is_documented(tmp_path, monkeypatch):
    monkeypatch.setenv("FOURTHLINE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    line = open_line(load_settings())
    text = page("reference/http.md")
    try:
        paths = list(_paths(route_table(line)))
    finally:
        line.house.store.close()
    assert {"/twilio/sms", "/phone", "/desk/", "/health/duty", "/metrics"} <= {path for path, _ in paths}
    for path, method in paths:
        assert _is_documented(path, method, text), f"{method} {path}"


def _paths(routes, prefix=""):
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from _paths(route.routes, prefix + route.path)
        elif isinstance(route, Route):
            yield from ((prefix + route.path, method) for method in route.methods - {"HEAD"})


def _is_documented(path, method, text):
    whole = f"`{method} {path}`" in text
    # Below a conversation the last step may stand for the whole: `.../release` beside `POST ...claim`.
    step = path.removeprefix("/desk/conversations/{conversation_id}")
    beside = (
        step != path and step and any(f"`...{step}`" in line and f"`{method} " in line for line in text.splitlines())
    )
    return whole or bool(beside)


def test_every_metric_is_documented_with_its_labels():
    told = {row[0].strip("`"): row[1] for row in rows(page("reference/http.md")) if len(row) == 3}
    counted = [value for value in vars(metrics).values() if isinstance(value, Counter | Gauge | Histogram)]
    assert len(counted) > 8
    for metric in counted:
        described = metric.describe()[0].name + ("_total" if isinstance(metric, Counter) else "")
        assert told[described] == ", ".join(f"`{label}`" for label in metric._labelnames)


def test_the_table_of_rights_is_the_one_that_the_desk_goes_by():
    head, *lines = [row for row in rows(page("how-to/staff.md")) if len(row) == len(Role) + 1]
    assert head[1:] == [role.value for role in Role]
    told = {line[0]: [cell == "yes" for cell in line[1:]] for line in lines}
    assert told == {act.label: [may(role, act) for role in Role] for act in Act}


def test_every_field_of_a_profile_is_documented():
    documented = {row[0].strip("`") for row in rows(page("reference/profile.md"))[1:]} - {"Field"}
    assert documented == {*profiles._REQUIRED.split(), *profiles._OPTIONAL.split()}
    assert all(f"`{record_class.value}`" in page("reference/profile.md") for record_class in RecordClass)


def test_every_slot_has_its_shape_in_the_page_of_the_record():
    shapes = {name for row in rows(page("reference/record.md")) for name in re.findall(r"`(\w+)`", row[0])}
    assert {slot.value for slot in Slot} <= shapes


def test_every_fault_of_the_twin_is_told():
    told = [row[0].strip("`") for row in rows(page("how-to/use-the-twin.md"))[1:]]
    assert told == [fault.name for fault in fields(Faults)]


def test_every_chore_of_the_makefile_is_in_the_table_of_chores():
    words = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    told = {row[0] for row in rows((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))}
    assert {f"`make {word}`" for word in words if word != "help"} <= told
