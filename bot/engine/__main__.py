"""The engine's command line: serve, train, understand and turn.

`understand` and `turn` are for evaluation and for trying things out; the gateway speaks to `serve`.
"""

from __future__ import annotations

from bot.engine.quiet import silence  # isort: skip  (before anything of Rasa)

import argparse
import sys

from bot.engine import lines, server
from bot.engine.workshop import TURN_LIMIT
from bot.errors import FourthlineError
from bot.training.train import train

DEFAULT_PORT = 5056


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 with the reason on standard error."""
    silence()
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except FourthlineError as error:
        print(f"engine: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "serve":
        return server.serve(chosen.port, chosen.limit)
    if chosen.command == "train":
        print(train(force=chosen.force))
        return 0
    if chosen.command == "understand":
        return lines.understand(sys.stdin, sys.stdout)
    return lines.turn(sys.stdin, sys.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.engine", description="The dialogue engine.")
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="answer the gateway over HTTP")
    serving.add_argument("--port", type=int, default=DEFAULT_PORT)
    serving.add_argument("--limit", type=float, default=TURN_LIMIT, help="seconds that a turn may take")
    training = commands.add_parser("train", help="train a model for these files, if there is none yet")
    training.add_argument("--force", action="store_true", help="train even where there is one")
    commands.add_parser("understand", help="JSON lines in, what was understood out")
    commands.add_parser("turn", help="one TurnRequest in, one Decision out")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
