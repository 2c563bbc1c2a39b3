"""`fourthline evaluate`: measures what the line hears on messages whose right level is known.

It reports and changes nothing. Its exit status says that it ran, never how well the line did.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import PermanentError

if TYPE_CHECKING:
    from rich.console import Console

    from bot.evaluation.reading import Readers, Track
    from bot.evaluation.report import Diet, Report

app = typer.Typer(no_args_is_help=True)
_ROWS = "JSON lines of messages and what is due to them, a file or a folder; may be given several times."


@app.callback()
def evaluate() -> None:
    """Measure what the line hears."""


@app.command()
def safety(
    rows: Annotated[list[Path] | None, typer.Option(exists=True, help=_ROWS)] = None,
    html: Annotated[Path | None, typer.Option(dir_okay=False, help="Write a page of everything here.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", dir_okay=False, help="Write it here as JSON.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same slips.")] = 1,
    slips: Annotated[bool, typer.Option(help="Measure what slips of the finger cost: some minutes.")] = True,
    compare: Annotated[bool, typer.Option(help="Set the screen beside what could stand in its place.")] = True,
    diet: Annotated[bool, typer.Option("--diet", help="Compare with Rasa's DIET too: half an hour.")] = False,
) -> None:
    """Measure the screen on the held-out messages, and on others, beside what is due."""
    from rich.console import Console

    from bot.evaluation.cases import held_out_cases
    from bot.evaluation.report import Chosen, evaluate
    from bot.evaluation.rows import read_rows
    from bot.evaluation.table import show
    from bot.learned.examples import HELD_OUT, read_examples

    _refuse_without_folder(html, json_file)
    aside = Console(stderr=True)
    read = read_rows(rows or [])
    for line in read.refused:
        aside.print(line, style="yellow", highlight=False, markup=False, soft_wrap=True)
    cases = [*held_out_cases(read_examples(HELD_OUT)), *read.cases]
    chosen = Chosen(slips=slips, compare=compare, seed=seed, diet=_diet() if diet else None)
    report = evaluate(
        cases, _readers(), chosen, left_out=read.left_out, refused=read.refused, track=_progress_on(aside)
    )
    show(report, Console())
    _write(report, html, json_file)


def _refuse_without_folder(*paths: Path | None) -> None:
    """Refuse before the minutes of reading what could not be written after them."""
    for path in paths:
        if path is not None and not path.absolute().parent.is_dir():
            raise typer.BadParameter(f"{path}: there is no folder {path.parent}")


def _readers() -> Readers:
    from bot.evaluation.reading import Readers
    from bot.learned.load import load_whole_screen
    from bot.learned.named import model_path
    from bot.learned.reader import TrainedReader
    from bot.safety.screen import WORKING
    from bot.taught import load_screen

    screen = load_whole_screen()
    if screen.learned_state != WORKING:
        return Readers(screen, load_screen())
    learned = TrainedReader(model_path())
    screen.adopt(learned)
    return Readers(screen, load_screen(), learned)


def _diet() -> Diet:
    from bot.evaluation.diet_side import levels_by_diet
    from bot.learned.examples import TAUGHT, read_examples
    from bot.learned.negatives import read_negatives

    taught = [*read_examples(TAUGHT), *read_negatives()]
    return lambda cases: levels_by_diet(taught, cases)


def _progress_on(console: Console) -> Track:
    from rich.progress import track

    return lambda cases, doing: track(cases, doing, console=console)


def _write(report: Report, html: Path | None, json_file: Path | None) -> None:
    from bot import clock
    from bot.evaluation.document import to_document
    from bot.evaluation.page import page

    try:
        if html is not None:
            html.write_text(page(report, clock.now()), encoding="utf-8")
        if json_file is not None:
            document = json.dumps(to_document(report), ensure_ascii=False, indent=1)
            json_file.write_text(document + "\n", encoding="utf-8")
    except OSError as error:
        raise PermanentError(f"{error.filename}: cannot be written: {error.strerror}") from error
