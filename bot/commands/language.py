"""What the line makes of a text: `screen`, `understand`, and `train` for the understanding itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.safety.assessment import Assessment

JsonLines = Annotated[bool, typer.Option("--jsonl", help="Read JSON lines on standard input, write JSON lines.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(screen)
    app.command()(understand)
    app.command()(train)


def screen(
    text: Annotated[str | None, typer.Argument(help="One text, explained for a person.")] = None,
    jsonl: JsonLines = False,
) -> None:
    """Screen texts for weapons and immediate danger."""
    from bot.commands.screening import screen_lines
    from bot.taught import load_screen

    if jsonl:
        screen_lines(load_screen(), sys.stdin.buffer, sys.stdout)
    elif text is None:
        raise typer.BadParameter("give a text, or --jsonl and lines on standard input")
    else:
        _explain(text, load_screen().assess(text))


def _explain(text: str, assessment: Assessment) -> None:
    typer.echo(f"{assessment.level.label} ({assessment.level})")
    for span in assessment.spans:
        hazard = f" [{span.hazard.label}]" if span.hazard else ""
        typer.echo(f"  “{text[span.start : span.end]}”{hazard}: {span.why}  ({span.rule})")
    if assessment.rules:
        typer.echo(f"  rules: {', '.join(assessment.rules)}")
    typer.echo(f"  version: {assessment.version}")


def understand(jsonl: JsonLines = True) -> None:
    """Say what the trained model understands of JSON lines on standard input."""
    from bot.commands.engine_side import run_engine

    raise typer.Exit(run_engine("understand"))


def train(
    force: Annotated[bool, typer.Option(help="Train even where there is a model for these files.")] = False,
) -> None:
    """Train the language understanding, where there is no model for these files yet."""
    from bot.commands.engine_side import run_engine

    raise typer.Exit(run_engine("train", *(["--force"] if force else [])))
