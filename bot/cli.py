"""The command line `fourthline`. One of the three places where errors end: in one line that says what and where.

Each command imports what it needs when it runs, so that `fourthline --help` and a start are quick.
"""

from __future__ import annotations

import sys

import typer

from bot.commands import evaluating, keeping, language, records, serving, staff
from bot.errors import FourthlineError

app = typer.Typer(
    name="fourthline",
    help="The fourth response: a city's non-emergency line by text and phone.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (serving, language, records, keeping):
    commands.register(app)
app.add_typer(evaluating.app, name="evaluate", help="How well the line hears, measured.")
app.add_typer(staff.app, name="staff", help="The people who may sign in at the desk.")


def main() -> None:
    """Run the command line; a refusal is one line on standard error and exit status 1."""
    try:
        app()
    except FourthlineError as error:
        print(f"fourthline: {error}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
