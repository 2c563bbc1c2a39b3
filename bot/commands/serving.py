"""`fourthline serve` and `fourthline demo`: starts the parts and keeps them up."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from bot.errors import PermanentError

PARTS = ("gateway", "worker", "engine")


class UnknownPartError(PermanentError):
    """There is no such part."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(serve)
    app.command()(demo)


def serve(
    part: Annotated[
        str | None, typer.Argument(help=f"One of {', '.join(PARTS)}; all of them if none is named.")
    ] = None,
) -> None:
    """Serve the line: all parts under one supervisor, or one by name."""
    from bot.commands.supervisor import Supervisor

    if part is None:
        once = {"training": f"nice -n 10 {sys.executable} -m bot.cli train screen"}
        raise typer.Exit(Supervisor.of_parts(PARTS, once=once).run())
    if part not in PARTS:
        raise UnknownPartError(f"{part!r} is no part; it must be one of {', '.join(PARTS)}")
    _become(part)


def demo() -> None:
    """Serve the line with a phone company of its own, on this machine alone."""
    from bot.commands.demo import run_demo

    raise typer.Exit(run_demo())


def _become(part: str) -> None:
    """Replace this process by the part, so that signals reach it directly."""
    from bot.commands.engine_side import engine_command, engine_environment
    from bot.commands.supervisor import MODULES, engine_port
    from bot.settings import ROOT
    from bot.supervision import end_with_supervisor

    end_with_supervisor()
    if part == "engine":
        os.chdir(ROOT)
        command = engine_command("serve", "--port", str(engine_port()))
        os.execve(command[0], command, engine_environment())
    os.execv(sys.executable, [sys.executable, "-m", MODULES[part]])
