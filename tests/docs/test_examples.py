"""What the documentation quotes (texts, figures, lines of JSON) is what the program says, does and reads."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot import clock, sign_in, wording
from bot.cli import app
from bot.commands import pages
from bot.commands.screening import screen_lines
from bot.conversation.house import HAND_OVER_GRACE
from bot.conversation.inbound import Inbound
from bot.conversation.remember import MOST_PIECES, ONE_THOUGHT
from bot.conversation.safety_question import MOST_ASKS
from bot.escalation.service import open_or_add
from bot.intake.questions import ROUTINE_LIMIT
from bot.learned import reader
from bot.learned.examples import HELD_OUT, TAUGHT, read_examples
from bot.learned.limits import Cost
from bot.profiles import load_profile
from bot.program.profile import SAFETY_ANSWER_SECONDS
from bot.safety import screen, views
from bot.safety.felt import Felt
from bot.safety.screen import Screen
from bot.settings import load_settings
from bot.store import Store
from bot.store.contacts import PHONE
from bot.store.migrate import migrate
from bot.taught import SAFETY_FILES, load_lexicons, load_screen
from bot.testing import ScriptedReader
from bot.vocabulary import Channel, DangerLevel, Hazard, Language
from channels.receiving import EDGE_SECONDS
from channels.sms.signature import LARGEST_BODY
from channels.webchat.routes import MOST_BYTES
from channels.worker.outbox import ATTEMPT_SECONDS, LONGEST_BACKOFF_SECONDS, UNCONFIRMED_SECONDS
from channels.worker.watches import SILENCE_SECONDS, UNSEEN_SECONDS


def page(name):
    return (pages.DOCS / name).read_text(encoding="utf-8").replace("\n", " ")


def contributing():
    return (pages.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("\n", " ")


@pytest.mark.parametrize(
    ("response", "keyword"), [("utter_help", "HELP"), ("utter_opted_out", "STOP"), ("utter_opted_in", "START")]
)
def test_the_texts_to_enter_at_the_phone_company_are_the_line_s_own(response, keyword):
    text = wording.text(response, Language.ENGLISH, Channel.SMS, program="NAME")
    assert f"| {keyword} | {text} |" in page("how-to/go-live.md")


def test_the_fallback_is_twiml_with_one_segment_that_says_911_and_promises_nobody():
    twiml = re.search(r"```xml(.*?)```", page("how-to/go-live.md"), re.S)[1].strip()
    (message,) = ElementTree.fromstring(twiml)
    assert message.tag == "Message" and pages.segments(message.text) == 1
    assert "911" in message.text and "988" in message.text
    assert "person" not in message.text and "read" not in message.text


def test_the_lines_of_json_come_out_as_they_are_told():
    told = page("reference/json-lines.md")
    lines = [line.encode() for line in re.findall(r"'(\{\"id\".*?\})'", told)]
    out = io.StringIO()
    screen_lines(load_screen(), lines, out)
    assessment, refused = map(json.loads, out.getvalue().splitlines())
    assert assessment["level"] == "emergency" and "weapon" in assessment["hazards"]
    assert json.dumps(refused) in told
    assert all(f"| `{field}` |" in told for field in assessment)
    assert ", ".join(f'"{field}"' for field in assessment["spans"][0]) in told


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("explanation/delivery.md", f"for {HAND_OVER_GRACE // timedelta(seconds=1)} seconds the worker sends it"),
        ("explanation/delivery.md", f"after {ATTEMPT_SECONDS} seconds without news"),
        ("explanation/delivery.md", f"within {UNCONFIRMED_SECONDS} seconds, the reply is sent by REST"),
        ("explanation/delivery.md", {300: "five minutes at most"}[LONGEST_BACKOFF_SECONDS]),
        ("explanation/promises.md", f"after {SILENCE_SECONDS // 60} minutes"),
        ("explanation/promises.md", {180: "in three minutes opens"}[SAFETY_ANSWER_SECONDS]),
        ("explanation/the-screen.md", {2: "a second answer that is none"}[MOST_ASKS]),
        ("explanation/the-screen.md", f"a message of more than {views.SHORT} words is also read in parts"),
        ("explanation/the-screen.md", f"in windows of {views.WINDOW} words"),
        ("explanation/the-screen.md", f"the {reader.MOST_PARTS} that are likeliest by their words"),
        ("explanation/the-screen.md", f"up to {MOST_PIECES} texts"),
        ("explanation/the-screen.md", f"in the {ONE_THOUGHT // timedelta(seconds=1)} seconds before"),
        ("reference/profile.md", f"{SAFETY_ANSWER_SECONDS} unless given"),
        ("reference/events.md", f"nobody looked at what was added for {UNSEEN_SECONDS} seconds"),
        ("reference/http.md", f"A body over {LARGEST_BODY:,} bytes"),
        ("reference/http.md", {1024**2: "longer than 1 MiB"}[MOST_BYTES]),
        ("how-to/staff.md", f"at least {sign_in.PASSWORD_LENGTH} characters"),
        ("how-to/staff.md", f"ends after {sign_in.SIGN_IN_HOURS} hours"),
        (
            "how-to/staff.md",
            f"{sign_in.WRONG_PER_NAME_AND_ADDRESS} wrong passwords for one name from one address, "
            f"{sign_in.WRONG_PER_ADDRESS} from one address, or {sign_in.WRONG_PER_NAME} for one name, "
            f"sign-ins wait {sign_in.THROTTLE_MINUTES} minutes",
        ),
        ("how-to/staff.md", f"within {sign_in.KNOWN_BROWSER_DAYS} days is counted apart"),
        ("how-to/staff.md", f"bears {sign_in.WRONG_PER_KNOWN_BROWSER},"),
    ],
)
def test_a_figure_that_is_told_is_the_one_that_holds(name, sentence):
    assert sentence in page(name)


def test_the_lines_of_json_have_what_a_learned_reader_felt():
    told = page("reference/json-lines.md")
    text = "there is a man with a machete outside"
    felt = ScriptedReader({text: Felt(0.9, 0.95, Hazard.WEAPON)})
    out = io.StringIO()
    screen_lines(Screen(load_lexicons(SAFETY_FILES), felt), [json.dumps({"id": 1, "text": text}).encode()], out)
    assessment = json.loads(out.getvalue())
    assert all(f"| `{field}` |" in told for field in assessment)
    assert _keys(assessment["felt"]) in told and _keys(assessment["nearest"][0]) in told


def _keys(document):
    return "{" + ", ".join(f'"{key}"' for key in document) + "}"


def test_every_state_of_the_learned_reader_is_told():
    told = page("reference/http.md")
    for state in (screen.WORKING, screen.MISSING, screen.UNREADABLE, screen.FAILING):
        assert f"| `{state}` |" in told


def test_what_harmless_people_pay_is_told_as_it_is_spent():
    cost = Cost()
    spent = (
        cost.sent, cost.asked, cost.sent_hard, cost.named, cost.named_hard, cost.part_sent, cost.part_asked, cost.lost,
        cost.lost_ask,
    )  # fmt: skip
    page_text = (pages.DOCS / "explanation" / "the-screen.md").read_text(encoding="utf-8")
    assert re.findall(r"\| ([\d.]+) % \|$", page_text, re.M) == [f"{share * 100:g}" for share in spent]


def test_there_are_as_many_examples_as_is_told():
    taught, held_out = read_examples(TAUGHT), read_examples(HELD_OUT)
    told = page("explanation/the-screen.md")
    numbers = [int(number.replace(",", "")) for number in re.findall(r"more than ([\d,]+) (?:labelled|in)", told)]
    numbers += [int(re.search(r"and more than ([\d,]+) in Spanish", told)[1].replace(",", ""))]
    spanish = sum(one.language is Language.SPANISH for one in taught)
    assert len(taught) > numbers[0] and len(taught) - spanish > numbers[1] and spanish > numbers[2]
    assert len(held_out) > 3_000


def test_the_example_file_that_is_told_is_read_as_it_is_told(tmp_path):
    told = (pages.DOCS / "how-to" / "teach-the-screen.md").read_text(encoding="utf-8")
    (tmp_path / "mine.en.yml").write_text(re.search(r"```yaml\n(.*?)```", told, re.S)[1], encoding="utf-8")
    examples = read_examples(tmp_path)
    assert [one.level for one in examples[-3:]] == list(DangerLevel)
    assert {one.level for one in examples} == {one.level for one in examples if one.triple is None} == set(DangerLevel)


def test_the_refusal_of_an_example_file_is_told_as_it_is_said(tmp_path):
    (tmp_path / "NAME.en.yml").write_text("sets:\n  - hazard: wepon\n    voice: plain\n", encoding="utf-8")
    with pytest.raises(Exception) as refused:  # noqa: PT011  the words are what is held here
        read_examples(tmp_path)
    told = re.search(r"`(NAME\.en\.yml: .*?), …`", page("how-to/teach-the-screen.md"))[1]
    assert str(refused.value).startswith(told)


def test_the_ways_of_measuring_that_are_told_are_options():
    command = get_command(app).commands["evaluate"].commands["safety"]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    told = re.findall(r"`?(--[a-z-]+)", page("how-to/teach-the-screen.md").split("## 4. Measure")[1])
    assert set(told) and set(told) <= known


def test_the_recipe_for_a_rule_does_what_it_says():
    missed, neighbor = (
        "he is waving a bike lock at people by the bus stop",
        "my bike lock broke, where can i get a new one",
    )
    assert missed in contributing() and neighbor in contributing()
    before = load_lexicons(SAFETY_FILES)
    english = before[Language.ENGLISH]
    words = {**english.words, "club": (*english.words["club"], "bike lock", "bike lock chain")}
    taught = Screen({**before, Language.ENGLISH: replace(english, words=words)})
    assert load_screen().assess(missed).level is DangerLevel.NONE, "it is heard now: the recipe needs another sentence"
    assert taught.assess(missed).level is DangerLevel.EMERGENCY
    assert taught.assess(neighbor).level is DangerLevel.NONE


def test_the_recipe_for_an_example_is_about_what_no_rule_names():
    text = "mom is on the kitchen floor and her lips look wrong"
    assert text in contributing() and text in page("explanation/the-screen.md")
    assert not load_screen().assess(text).rules


def test_the_pieces_that_are_told_are_one_thought():
    first, last = re.search(r'"([^"]+)", then "([^"]+)"', page("explanation/the-screen.md")).groups()
    assert {load_screen().assess(piece).level for piece in (first, last)} == {DangerLevel.NONE}
    assert load_screen().assess(last, before=[first]).level is DangerLevel.EMERGENCY


def test_the_edge_answers_within_the_time_that_is_told():
    assert EDGE_SECONDS < 6
    assert "within 6 seconds" in page("reference/http.md")


def test_the_number_of_questions_is_the_one_that_is_told():
    assert f"takes at most {ROUTINE_LIMIT} questions" in contributing()


def test_the_refusal_of_a_city_s_hours_is_told_as_it_is_said(tmp_path):
    shipped = (pages.ROOT / "programs" / "denver-star.yml").read_text(encoding="utf-8")
    mine = tmp_path / "my-city.yml"
    mine.write_text(shipped.replace('daily: ["06:00-22:00"]', 'daily: ["8am-10pm"]'), encoding="utf-8")
    with pytest.raises(Exception) as refused:  # noqa: PT011  the words are what is held here
        load_profile(str(mine))
    assert re.sub(r"line \d+", "line 25", str(refused.value)) in contributing()


@pytest.mark.parametrize("text", ["my brother has a knife and he is coming at me"])
def test_the_tutorial_s_emergency_is_one(text):
    assert text in page("tutorial/first-evening.md")
    assert load_screen().assess(text).level.value == "emergency"


@pytest.mark.parametrize(
    "text", ["an older man has sat outside the library all day with his bags, can someone look in on him"]
)
def test_the_tutorial_s_request_is_no_emergency(text):
    assert text in page("tutorial/first-evening.md")
    assert load_screen().assess(text).level.value == "none"


def test_every_field_of_the_form_that_is_kept_is_told():
    from channels.sms.form import KEPT_FIELDS, inbound_from_form

    told = page("reference/http.md")
    assert all(f"`{field}`" in told for field in KEPT_FIELDS)
    nothing = inbound_from_form({})
    assert isinstance(nothing, Inbound) and nothing.text == ""


def test_the_document_of_a_record_has_the_fields_that_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("FOURTHLINE_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    store = Store(load_settings().store_url)
    migrate(store)
    contact = _rosa_in_danger(store)
    store.close()
    shown = CliRunner().invoke(app, ["record", "--phone", contact, "--json"])
    document = json.loads(shown.output)
    told = set(re.findall(r"[`\"](\w+)[`\"]", page("reference/record.md").split("The document of `fourthline")[1]))
    assert {*document, *document["conversation"], *document["escalations"][0]} <= told


def _rosa_in_danger(store):
    number = "+13035550142"
    with store.writing() as books:
        contact, _ = books.contacts.find_or_open(PHONE, number, clock.now())
        conversation = books.conversations.open(contact, Channel.SMS, "denver-star", "1", Language.ENGLISH, clock.now())
        open_or_add(books, conversation, cause="screen")
    return number
