"""Runs Rasa's own training over the repository's files; the folders and names are the house's.

Rasa prints on standard output and asks the network for nothing; only the path of the model comes out of here.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from bot.engine.quiet import silence  # isort: skip  (before anything of Rasa)

from rasa.engine.exceptions import (
    GraphComponentException,
    GraphRunError,
    GraphSchemaException,
    GraphSchemaValidationException,
)
from rasa.model_training import train as train_rasa
from rasa.shared.exceptions import RasaException

from bot.errors import PermanentError
from bot.training.progress import say

CONFIG = "config.yml"
DOMAIN = "bot/dialogue/domain"
# What Rasa raises where files do not fit together.
UNFIT = (
    RasaException,
    GraphComponentException,
    GraphRunError,
    GraphSchemaException,
    GraphSchemaValidationException,
)
TAUGHT = ("nlu_data/intents", "bot/dialogue/rules", "bot/dialogue/stories")


def learn(root: Path, output: Path, name: str) -> Path:
    """Train on the files under `root` and return the archive `name` in `output`.

    Raises PermanentError with Rasa's reason where the files do not fit together.
    """
    silence()
    taught = [str(root / folder) for folder in TAUGHT]
    say("reading examples…")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            result = train_rasa(
                domain=str(root / DOMAIN),
                config=str(root / CONFIG),
                training_files=taught,
                output=str(output),
                force_training=True,
                fixed_model_name=name,
            )
    except (*UNFIT, SystemExit) as error:
        raise PermanentError(f"training: {error} {said.getvalue().strip()}") from error
    if result.code != 0 or result.model is None:
        raise PermanentError(f"training: {said.getvalue().strip() or 'no model came of it'}")
    return Path(result.model)
