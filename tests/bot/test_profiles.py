"""A profile that is wrong anywhere is refused, and the error says file, line, field and what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import PermanentError
from bot.profiles import PROGRAMS, ProfileError, load_directory, load_profile, profile_names
from bot.program.profile import SAFETY_ANSWER_SECONDS
from bot.vocabulary import Capability, DispatchModel, Language, RecordClass, Route, RuleKind, Slot

GOOD = (PROGRAMS / "embedded-clinician.yml").read_text(encoding="utf-8")


def _load(tmp_path: Path, text: str):
    path = tmp_path / "harbor.yml"
    path.write_text(text, encoding="utf-8")
    return load_profile(str(path))


def _changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_loads_and_is_labelled_illustrative(name):
    profile = load_profile(name)
    assert profile.id == name
    for language in Language:
        assert profile.illustrative.texts[language]
    assert profile.sources
    assert all(team.source for team in profile.teams)


@pytest.mark.parametrize("name", profile_names())
def test_no_shipped_profile_rings_a_real_telephone(name):
    numbers = load_profile(name).numbers
    for number in (numbers.dispatch_center, *(person.number for person in numbers.on_call)):
        assert re.fullmatch(r"\+1\d{3}55501\d\d", number)


def test_the_seven_systems_the_project_grew_from_are_shipped():
    assert set(profile_names()) == {
        "denver-star",
        "embedded-clinician",
        "eugene-cahoots",
        "hotline-988",
        "nyc-bheard",
        "portland-psr",
        "stpete-call",
    }


def test_all_three_dispatch_models_are_shown():
    assert {load_profile(name).model for name in profile_names()} == set(DispatchModel)


def test_each_shipped_profile_shows_what_it_was_shipped_for():
    eugene = load_profile("eugene-cahoots")
    assert {Capability.CRISIS_COUNSELING, Capability.MEDICAL} <= set(eugene.teams[0].capabilities)
    assert Route.TRANSPORT in {rule.route for rule in eugene.rules}
    denver = load_profile("denver-star")
    assert Slot.WILLING_TO_WAIT in denver.required
    assert Route.CO_RESPONSE in {rule.route for rule in denver.rules}
    assert denver.numbers.text_to_911
    assert Capability.JUVENILE in {word for team in load_profile("stpete-call").teams for word in team.capabilities}
    assert Slot.LOCATION in load_profile("hotline-988").required


def test_defaults_of_the_house_hold_where_a_city_says_nothing():
    denver = load_profile("denver-star")
    assert denver.safety_answer_seconds == SAFETY_ANSWER_SECONDS
    assert denver.suicide_screen
    assert load_profile("hotline-988").safety_answer_seconds == 120


def test_a_rule_carries_the_approval_of_the_criteria_or_its_own(tmp_path):
    own = "    approval: {version: '2', approver: Sam, approved_on: 2026-03-01}\n"
    profile = _load(tmp_path, _changed("    sends_to: referral\n", f"    sends_to: referral\n{own}"))
    approvals = {rule.id: rule.approval for rule in profile.rules}
    assert (approvals["EMB-3"].version, approvals["EMB-3"].approver) == ("2", "Sam")
    assert approvals["EMB-1"].version == "1"


def test_the_version_is_of_the_content(tmp_path):
    first = _load(tmp_path, GOOD)
    assert first.version == _load(tmp_path, GOOD).version
    assert first.version != _load(tmp_path, GOOD + "\n# a note\n").version
    assert re.fullmatch(r"[0-9a-f]{12}", first.version)


def test_times_and_words_are_read_as_written(tmp_path):
    profile = _load(tmp_path, GOOD)
    assert profile.schedule.weekdays[0][0].start == 7 * 60
    assert profile.schedule.weekdays[4][1].end == 26 * 60
    assert {rule.kind for rule in profile.rules} == set(RuleKind)
    assert profile.retention[RecordClass.AUDIT] == 2555


WRONG = [
    ("name: Crisis Desk\n", "", r"`name` is missing"),
    ("name: Crisis Desk\n", "name: Crisis Desk\nmotto: We care\n", r"line 4, motto: is not a field here"),
    ("name: Crisis Desk\n", "name: Crisis Desk\nname: Again\n", r"line 4, name: is given twice"),
    ("name: Crisis Desk\n", "name: ''\n", r"name: must be words"),
    ("name: Crisis Desk\n", "name: [a, b]\n", r"name: must be words"),
    ("time_zone: America/New_York", "time_zone: America/Harbor", r"time_zone: must be a time zone"),
    ("languages: [en, es]", "languages: [en, fr]", r"languages\[1\]: `fr` is not one of: en, es"),
    ("languages: [en, es]", "languages: [en, en]", r"languages: names the same one twice"),
    ("languages: [en, es]", "languages: en", r"languages: must be a list"),
    ("languages: [en, es]", "languages: []", r"languages: needs at least 1"),
    ("  es: Mesa de Crisis de Harbor City\n", "", r"introduction: has no words in `es`"),
    ("  en: Harbor City Crisis Desk\n", "", r"introduction: `en` is missing"),
    ("model: embedded_professional", "model: embedded", r"model: `embedded` is not one of: 911_led"),
    ('  sunday: ["10:00-22:00"]\n', "", r"hours: `sunday` is missing"),
    ('sunday: ["10:00-22:00"]', 'sunday: ["10-22"]', r"hours.sunday\[0\]: must be a span like"),
    ('sunday: ["10:00-22:00"]', 'sunday: ["10:00-24:30"]', r"a day ends at 24:00"),
    ('sunday: ["10:00-22:00"]', 'sunday: ["10:00-14:00", "13:00-22:00"]', r"hours.sunday: spans overlap"),
    ("on: 12-25", "on: 12-32", r"holidays\[2\].on: day"),
    ("on: 12-25", "on: Christmas", r"holidays\[2\].on: must be a date"),
    ("units: 1", "units: one", r"teams\[0\].units: must be a whole number"),
    ("units: 1", "units: 501", r"teams\[0\].units: must be a whole number from 0 to 500"),
    ("capabilities: [crisis_counseling, phone_support]", "capabilities: [magic]", r"`magic` is not one of"),
    ("approved_on: 2026-11-22", "approved_on: yesterday", r"criteria.approved_on: "),
    ("id: EMB-1", "id: emb1", r"rules\[0\].id: must be an id like PSR-5"),
    ("id: EMB-1", "id: HOUSE-3", r"HOUSE is the house's own"),
    ("id: EMB-2", "id: EMB-1", r"`EMB-1` is the id of another rule"),
    ("kind: inclusion", "kind: exclusion", r"rules: has no inclusion"),
    ("    sends_to: referral", "    sends_to: team", r"an exclusion cannot send to the team"),
    ("    team: clinician\n", "    team: doctors\n", r"EMB-4 sends to the team `doctors`"),
    (
        "when: {slot: violence, is: [threats], assumed: no}",
        "when: {slot: mood, is: [threats]}",
        r"when.slot: `mood` is not one of",
    ),
    ("when: {slot: violence, is: [threats], assumed: no}", "when: {slot: violence}", r"when: `is` is missing"),
    ("when: {slot: violence, is: [threats], assumed: no}", "when: {}", r"when: must be one of"),
    ("when: {slot: violence, is: [threats], assumed: no}", "when: {all: []}", r"when.all: needs at least 1"),
    (
        "{slot: violence, is: [threats], assumed: no}",
        "{slot: weapon, part: present, is: ['yes'], assumed: no}",
        r"weapon may never be assumed",
    ),
    (
        "{slot: violence, is: [threats]",
        "{slot: weapon, is: [gun]",
        r"cannot read this of weapon \(it can read: present",
    ),
    ("{slot: violence, is: [threats]", "{slot: narrative, is: [x]", r"cannot read this of narrative .*nothing"),
    ("is: [threats]", "is: [threat]", r"when.is: `threat` is not one of: none, past_only"),
    ("part: in_area", "part: in_aera", r"cannot read this of location"),
    ('is: ["no"], assumed: no}', 'is: ["no"], assumed: yes}', r"assumed: can only be `no`"),
    ("is: [crime_report, domestic_violence]", "is: [crimes]", r"`crimes` is not one of"),
    ('dispatch_center: "+12075550111"', "dispatch_center: 911", r"numbers.dispatch_center: must be a number like"),
    ("text_to_911: false", "text_to_911: no", r"numbers.text_to_911: must be true or false"),
    ("- {rung: desk, after_seconds: 0}", "- {rung: desk, after_seconds: 5}", r"the first rung is the desk, at once"),
    ("after_seconds: 60}", "after_seconds: 40}", r"must be later than the rung before"),
    ("rung: supervisor", "rung: mayor", r"`mayor` is not one of: desk"),
    ("repeat_seconds: 120", "repeat_seconds: 5", r"ladder.repeat_seconds: must be a whole number from 10"),
    ("audit: 2555", "audit: 30", r"retention.audit: the chain of events is kept at least as long"),
    (", audit: 2555", "", r"retention: `audit` is missing"),
    ("required_slots: [callback_number", "required_slots: [shoe_size", r"`shoe_size` is not one of"),
    ("\nsources:\n", "\nwording: {hello: {en: Hi}}\nsources:\n", r"wording.hello: is not the name of a text"),
    (
        "\nsources:\n",
        "\nwording: {utter_emergency: {en: Run}}\nsources:\n",
        r"utter_emergency: must name 911 in `en`",
    ),
    (
        "\nsources:\n",
        "\nwording: {utter_emergency: {en: Call 911, es: Corra}}\nsources:\n",
        r"utter_emergency: must name 911 in `es`",
    ),
    (
        "\nsources:\n",
        "\nwording: {utter_emergency: {en: 'Call 911, {mayor} says'}}\nsources:\n",
        r"in `en` there is nothing to put in for: mayor",
    ),
    ("\nsources:\n", "\nwording: {utter_emergency: {en: 'Call 911 {'}}\nsources:\n", r"wording.utter_emergency: "),
    ("\nsources:\n", "\nsafety_answer_seconds: 5\nsources:\n", r"safety_answer_seconds:"),
    ("\nsources:\n", "\nsuicide_screen: maybe\nsources:\n", r"suicide_screen: must be true or false"),
    ("name: Crisis Desk\n", "name: [unclosed\n", r"is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "error"), WRONG)
def test_a_wrong_profile_is_refused_with_its_file_line_and_field(tmp_path, old, new, error):
    with pytest.raises(ProfileError, match=error) as refused:
        _load(tmp_path, _changed(old, new))
    assert re.match(r"harbor\.yml, line \d+", str(refused.value))


@pytest.mark.parametrize(
    ("text", "error"), [("", "is empty"), ("- a\n- b\n", "must be a list of"), ("word", "must be")]
)
def test_a_file_that_is_no_profile_at_all_is_refused(tmp_path, text, error):
    with pytest.raises(ProfileError, match=error):
        _load(tmp_path, text)


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "harbor.yml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(ProfileError, match="not UTF-8"):
        load_profile(str(path))


def test_an_unknown_name_is_refused_with_the_names_there_are():
    for name in ("atlantis", "directory"):
        with pytest.raises(ProfileError, match="there are: denver-star, embedded-clinician"):
            load_profile(name)


def test_a_path_to_no_file_is_refused(tmp_path):
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(str(tmp_path / "harbor.yml"))


def test_a_wrong_profile_is_a_permanent_error():
    assert issubclass(ProfileError, PermanentError)


def test_a_citys_own_wording_is_read(tmp_path):
    wording = "wording: {utter_emergency: {en: 'Harbor City: call 911 now.', es: 'Harbor City: llame al 911 ya.'}}\n"
    profile = _load(tmp_path, GOOD + wording)
    assert profile.wording["utter_emergency"].told_in(Language.SPANISH) == "Harbor City: llame al 911 ya."


def test_a_directory_without_the_rule_of_911_is_refused(tmp_path):
    text = (PROGRAMS / "directory.yml").read_text(encoding="utf-8").replace("call 911.", "call us.", 1)
    path = tmp_path / "directory.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match="rule: must name 911"):
        load_directory(path)
