"""What the line makes of a text: `screen`, `understand`, and `train` for the understanding itself."""

from __future__ import annotations

import sys
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.safety.assessment import Assessment


class Trained(str, Enum):
    """What can be trained."""

    ALL = "all"
    SCREEN = "screen"
    DIALOGUE = "dialogue"


#: The exit status of a training that this machine cannot do.
NOT_HERE = 3
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
    from bot.learned.load import load_whole_screen

    if jsonl:
        screen_lines(load_whole_screen(), sys.stdin.buffer, sys.stdout)
    elif text is None:
        raise typer.BadParameter("give a text, or --jsonl and lines on standard input")
    else:
        whole = load_whole_screen()
        _explain(text, whole.assess(text), whole.learned_state)


def _explain(text: str, assessment: Assessment, learned_state: str) -> None:
    typer.echo(f"{assessment.level.label} ({assessment.level})")
    for span in assessment.spans:
        hazard = f" [{span.hazard.label}]" if span.hazard else ""
        typer.echo(f"  “{text[span.start : span.end]}”{hazard}: {span.why}  ({span.rule})")
    if assessment.rules:
        typer.echo(f"  rules: {', '.join(assessment.rules)}")
    if assessment.felt is not None:
        felt = assessment.felt
        typer.echo(f"  learned reader: {felt.emergency:.0%} an emergency, {felt.danger:.0%} at least worth a question")
    else:
        typer.echo(f"  learned reader: {learned_state}")
    for one in assessment.nearest:
        typer.echo(f"    {one.nearness:.2f} like “{one.text}” (taught as {one.level})")
    typer.echo(f"  version: {assessment.version}")


def understand(jsonl: JsonLines = True) -> None:
    """Say what the trained model understands of JSON lines on standard input."""
    from bot.commands.engine_side import run_engine

    raise typer.Exit(run_engine("understand"))


def train(
    what: Annotated[Trained, typer.Argument(help="What to train.")] = Trained.ALL,
    force: Annotated[bool, typer.Option(help="Train even where there is a model for these files.")] = False,
) -> None:
    """Train the understanding and the screen's reader, each where there is no model for these files yet."""
    from bot.commands.engine_side import run_engine

    status = _train_screen(force) if what is not Trained.DIALOGUE else 0
    if what is not Trained.SCREEN:
        status = run_engine("train", *(["--force"] if force else [])) or status
    raise typer.Exit(status)


def _train_screen(force: bool) -> int:
    """Train the screen's reader; NOT_HERE where this machine cannot have its encoder: the rules then read alone."""
    from bot.encoding.package_files import PackageMissingError
    from bot.learned.training import train_screen

    try:
        typer.echo(train_screen(force))
    except PackageMissingError as error:
        typer.echo(f"fourthline: the screen's learned reader cannot be trained here: {error}", err=True)
        return NOT_HERE
    return 0
