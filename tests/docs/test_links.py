"""What the documentation points to is there, and it names no machine of ours."""

import re
from pathlib import Path

import pytest

from bot.commands.pages import DOCS
from bot.settings import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
OUR_FOLDERS = ("bot/", "actions/", "channels/", "nlu_data/", "programs/", "docs/", "tests/", "setup/")
OUR_FILES = (
    "config.yml",
    "pyproject.toml",
    "uv.lock",
    "Makefile",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
)
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@pytest.fixture(params=NAMES)
def page(request):
    return ROOT / request.param


def test_every_relative_link_leads_to_a_file_and_to_a_heading_in_it(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def anchors(file: Path) -> set[str]:
    """Return the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_file_that_is_named_exists(page):
    for named in set(re.findall(r"`([\w./*<>{}-]+)`", page.read_text(encoding="utf-8"))):
        if named in OUR_FILES or (named.startswith(OUR_FOLDERS) and not re.search(r"[<>{}]|YOUR|my-", named)):
            found = list(ROOT.glob(named.rstrip("/"))) if "*" in named else (ROOT / named).exists()
            assert found, named


def test_no_machine_and_no_other_host_is_named(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(work|root|tmp|home|Users|opt|var|etc)/", text)
    for host in re.findall(r"https?://([\w.-]+)", text):
        assert host in ("127.0.0.1", "HOST", "YOUR-NAME", "10.0.0.7", "api.twilio.com"), host


def test_every_make_word_that_is_told_is_in_the_makefile(page):
    words = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"(?:^    |`)(?:[A-Z_]+=\S+ )*make ((?:[a-z]+ ?)+)(?:`|$)", text, re.M)
    assert {word for line in told for word in line.split()} <= words


def test_the_readme_leads_with_the_two_commands_and_shows_both_sides():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^    (make \w+)$", text, re.M)
    assert told == ["make demo", "make test"]
    assert text.index("not 911") < text.index("make demo")
    for shown in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
        assert (ROOT / shown).stat().st_size < 250_000
    assert len(re.findall(r"!\[", text)) == 2


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8")):
            file = (page.parent / target).resolve()
            if file not in reached and file.exists():
                waiting.append(file)
    # `make bench` writes its page, where somebody measured; it may be there or not.
    assert set(PAGES) <= reached | {DOCS / "benchmarks.md"}


def test_the_changelog_leads_with_the_version_that_the_build_reads():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    pattern = re.search(r"^pattern = '(.+)'$", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    version = re.search(pattern[1], text, re.M)
    assert text.startswith("## ") and re.fullmatch(r"\d+\.\d+\.\d+", version["version"])
