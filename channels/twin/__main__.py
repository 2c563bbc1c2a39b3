"""`python -m channels.twin`: serve the twin, text the line through it, or load it. The command line's edge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import FourthlineError
from bot.supervision import end_with_supervisor
from channels.twin import load
from channels.twin.account import DEMO_ACCOUNT_SID, DEMO_AUTH_TOKEN, DEMO_NUMBER, Account, KeywordCare
from channels.twin.client import DEFAULT_PORT, DEFAULT_URL, TwinClient

app = typer.Typer(add_completion=False, help="Twilio's side of the line, on this machine.")

TwinUrl = Annotated[str, typer.Option("--twin", help="Base URL of the running twin.")]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = DEFAULT_PORT,
    webhook: Annotated[
        str, typer.Option(help="Where inbound texts go; '#rc=2&rp=all' overrides Twilio's retries.")
    ] = "http://127.0.0.1:8080/twilio/sms",
    fallback: Annotated[str, typer.Option(help="Where they go when that fails.")] = "",
    public_url: Annotated[
        str, typer.Option(envvar="PUBLIC_URL", help="Base URL that the line is known by and that is signed.")
    ] = "",
    account_sid: Annotated[str, typer.Option(envvar="TWILIO_ACCOUNT_SID")] = DEMO_ACCOUNT_SID,
    auth_token: Annotated[str, typer.Option(envvar="TWILIO_AUTH_TOKEN")] = DEMO_AUTH_TOKEN,
    number: Annotated[
        list[str] | None,
        typer.Option(envvar="TWILIO_NUMBER", help="A number of the account; the first is the line."),
    ] = None,
    service: Annotated[str, typer.Option(envvar="TWILIO_MESSAGING_SERVICE_SID", help="Messaging service.")] = "",
    keywords: Annotated[KeywordCare, typer.Option(help="Who looks after STOP and HELP.")] = KeywordCare.DEFAULT,
    openapi: Annotated[Path | None, typer.Option(help="Twilio's OpenAPI description, file or folder.")] = None,
    seed: Annotated[int | None, typer.Option(help="Makes faults fall the same way again.")] = None,
) -> None:
    """Serve the twin, where no command is given."""
    if context.invoked_subcommand:
        return
    account = Account(
        webhook=webhook,
        fallback=fallback,
        sid=account_sid or DEMO_ACCOUNT_SID,
        auth_token=auth_token or DEMO_AUTH_TOKEN,
        numbers=tuple(number or (DEMO_NUMBER,)),
        public_url=public_url,
        messaging_service_sid=service,
        keywords=keywords,
    )
    _serve(account, port, openapi, seed)


def _serve(account: Account, port: int, openapi: Path | None, seed: int | None) -> None:
    # Here and not above: a second of imports that texting the line from the shell does not need.
    from channels.twin.description import find
    from channels.twin.server import serve
    from channels.twin.twin import Twin

    end_with_supervisor()
    twin = Twin(account, description=find(openapi), seed=seed)
    typer.echo(f"The twin of Twilio plays {account.line} on http://127.0.0.1:{port}/twin/ for {account.webhook}")
    typer.echo(f"Requests are checked against {twin.description.source}.")
    serve(twin, port)


@app.command()
def text(sender: str, body: str, twin: TwinUrl = DEFAULT_URL, to: str = "") -> None:
    """Text the line as a resident and show the replies."""
    with TwinClient(twin) as client:
        sent = client.text(sender, body, to=to)
    for reply in sent.replies:
        typer.echo(reply)
    typer.echo(f"{'answered' if sent.answered else 'NOT answered'} in {sent.webhook_ms} ms", err=True)
    if not sent.answered:
        raise typer.Exit(1)


@app.command()
def inbox(number: str, twin: TwinUrl = DEFAULT_URL) -> None:
    """Show what reached a number."""
    with TwinClient(twin) as client:
        for received in client.inbox(number):
            typer.echo(received.body)


@app.command(name="load")
def load_command(
    residents: Annotated[int, typer.Option(help="How many people.")] = 10,
    parallel: Annotated[int, typer.Option(help="How many of them at a time.")] = 1,
    script: Annotated[Path | None, typer.Option(help="A file of texts, one a line.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    twin: TwinUrl = DEFAULT_URL,
) -> None:
    """Let many residents text the line; show percentiles of the webhook's answer."""
    texts = script.read_text(encoding="utf-8").splitlines() if script else load.SCRIPT
    report = load.run(twin, residents, parallel, texts)
    typer.echo(json.dumps(report.to_document()) if as_json else "\n".join(report.lines()))


def run() -> None:
    """Run the command line; a failure is one sentence and exit status 1."""
    try:
        app(prog_name="python -m channels.twin")
    except FourthlineError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from error


if __name__ == "__main__":
    run()
