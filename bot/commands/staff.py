"""`fourthline staff`: who may sign in at the desk."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.errors import PermanentError
from bot.vocabulary import Role

app = typer.Typer(no_args_is_help=True)


class UnknownRoleError(PermanentError):
    """There is no such role."""


@app.command()
def add(
    username: str,
    name: Annotated[str, typer.Option(prompt=True, help="The name that others see.")],
    role: Annotated[str, typer.Option(prompt=True, help=", ".join(word.value for word in Role))],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
) -> None:
    """Add a member of staff."""
    from bot.settings import load_settings
    from bot.sign_in import add_staff
    from bot.store import Store

    if role not in {word.value for word in Role}:
        raise UnknownRoleError(f"{role!r} is no role; it must be one of {', '.join(word.value for word in Role)}")
    with Store(load_settings().store_url).writing() as books:
        add_staff(books, username, name, Role(role), password)
    typer.echo(f"{username} may sign in as {Role(role).label}.")
