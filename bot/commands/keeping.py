"""Keeps an installation well: `migrate`, `backup`, `verify` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import PermanentError


class ChainBrokenError(PermanentError):
    """The chain of events was changed or a link removed."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (migrate, backup, verify, doctor):
        app.command()(command)


def migrate() -> None:
    """Bring the database to this version."""
    from bot.settings import load_settings
    from bot.store import Store
    from bot.store.migrate import migrate as bring_up

    typer.echo(f"the database stands at revision {bring_up(Store(load_settings().store_url))}")


def backup(to: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Copy the database while the line runs."""
    from bot.settings import load_settings
    from bot.store import Store
    from bot.store.backup import back_up

    size = back_up(Store(load_settings().store_url), to)
    typer.echo(f"{to}: {size:,} bytes, complete and readable")


def verify() -> None:
    """Prove that the chain of events is whole, or name the first link that is not."""
    from bot.settings import load_settings
    from bot.store import Store

    with Store(load_settings().store_url).reading() as books:
        broken, last = books.events.first_broken(), books.events.last_id()
        missing = books.witness.first_missing()
    if broken is not None:
        raise ChainBrokenError(f"the chain of events is broken at link {broken}")
    if missing is not None:
        raise ChainBrokenError(f"a link or a record was removed: {missing}")
    typer.echo(f"the chain of events is whole up to link {last}")


def doctor() -> None:
    """Look at everything the line needs and say what to do about what is missing."""
    from bot.commands.doctor import examine

    findings = examine()
    for finding in findings:
        typer.echo(f"{'ok  ' if finding.well else 'FAIL'} {finding.subject}: {finding.says}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
