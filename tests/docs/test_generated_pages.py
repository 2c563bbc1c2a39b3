"""The generated pages say what the program says, and their own figures are right."""

import pytest
from typer.testing import CliRunner

from bot import cli, wording
from bot.commands import pages
from bot.settings import setting_names
from bot.vocabulary import Language
from channels.sms.segments import segments as as_the_phone_company_counts


def test_every_generated_page_is_current():
    assert pages.stale() == [], "run make docs"


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_a_page_that_was_edited_by_hand_is_found(name, tmp_path, monkeypatch):
    for each, made in pages.PAGES.items():
        (tmp_path / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each).write_text(made() + ("Edited.\n" if each == name else ""), encoding="utf-8")
    monkeypatch.setattr(pages, "DOCS", tmp_path)
    assert pages.stale() == [name]


def test_a_page_that_is_missing_is_written_and_then_current(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "DOCS", tmp_path)
    assert CliRunner().invoke(cli_of_pages(), ["--check"]).exit_code == 1
    assert not list(tmp_path.iterdir())
    assert CliRunner().invoke(cli_of_pages(), []).exit_code == 0
    assert CliRunner().invoke(cli_of_pages(), ["--check"]).exit_code == 0


def cli_of_pages():
    import typer

    app = typer.Typer()
    app.command()(pages.main)
    return app


def test_every_setting_stands_in_its_table_with_what_it_is_for():
    table = pages.settings_page()
    for field, name in setting_names().items():
        purpose = pages.Settings.model_fields[field].description
        assert purpose and f"| `{name}` | " in table and purpose in table


def test_no_secret_of_the_environment_gets_into_the_settings_page(monkeypatch):
    before = pages.settings_page()
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "rosas-token")
    assert pages.settings_page() == before


def test_every_command_that_help_lists_has_a_heading():
    listed = CliRunner().invoke(cli.app, ["--help"], env={"COLUMNS": "200"}).output
    page = pages.command_line_page()
    commands = [heading.split("`")[1] for heading in page.splitlines() if heading.startswith("## ")]
    assert len(commands) >= 10
    for command in commands:
        assert command.split()[1] in listed
        assert CliRunner().invoke(cli.app, [*command.split()[1:], "--help"]).exit_code == 0


def test_every_text_stands_in_both_languages_with_its_words():
    page = pages.residents_texts_page()
    for language in Language:
        for name, variants in wording.responses(language).items():
            for text in variants.values():
                assert f"`{name}`" in page and text.replace("|", "\\|") in page


def test_segments_are_counted_as_the_phone_company_counts_them():
    texts = [text for language in Language for said in wording.responses(language).values() for text in said.values()]
    hard = ["", "a" * 160, "a" * 161, "€" * 80, "€" * 81, "í" * 70, "í" * 71, "😀" * 35, "😀" * 36, "a" * 307]
    assert len(texts) > 200
    for text in [*map(pages._filled, texts), *hard]:
        assert pages.segments(text) == as_the_phone_company_counts(text), text


def test_a_safety_text_fits_one_segment_in_each_language():
    for line in pages.residents_texts_page().splitlines():
        if line.startswith(("| `utter_emergency", "| `utter_safe", "| `utter_escalated")) and not _spoken(line):
            assert line.endswith("| 1, 1 |"), line


def _spoken(line):
    return "| Phone |" in line
