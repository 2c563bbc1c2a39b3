"""Reaches over to the dialogue engine's environment, which this one cannot import."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bot.errors import PermanentError
from bot.settings import ROOT

ENGINE_PYTHON = ROOT / ".venv-engine" / "bin" / "python"


class NoEngineEnvironmentError(PermanentError):
    """The engine's environment is missing; `make setup` builds it."""


def engine_command(*arguments: str) -> list[str]:
    """Return the command that runs the engine's own command line. Raises NoEngineEnvironmentError."""
    if not ENGINE_PYTHON.exists():
        raise NoEngineEnvironmentError(f"{ENGINE_PYTHON.relative_to(ROOT)} is missing: run make setup")
    return [str(ENGINE_PYTHON), "-m", "bot.engine", *arguments]


def engine_environment() -> dict[str, str]:
    """Return the environment that the engine runs in: without any secret of the line but the one they share."""
    withheld = ("TWILIO_AUTH_TOKEN", "DATABASE_URL", "FOURTHLINE_SECRET_KEY")
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in withheld}
    return {**kept, "RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}


def run_engine(*arguments: str) -> int:
    """Run the engine's command line on our own standard input and output; return its exit status."""
    return subprocess.run(engine_command(*arguments), env=engine_environment(), cwd=ROOT, check=False).returncode


def relative(path: Path) -> str:
    """Return a path as people should read it: from the checkout where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
