"""Has Rasa's DIET, in the engine's environment, taught the same examples and read the same messages.

It is there to be compared with. What it trains is thrown away, and nothing of it ever serves.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.commands.engine_side import engine_command, engine_environment
from bot.errors import PermanentError
from bot.evaluation.cases import Case
from bot.learned.examples import Example
from bot.settings import ROOT
from bot.vocabulary import DangerLevel

MODULE = "bot.engine.diet"
#: Passes over the examples.
EPOCHS = 20


def levels_by_diet(taught: Sequence[Example], cases: Sequence[Case], epochs: int = EPOCHS) -> list[DangerLevel]:
    """Return DIET's level of every case, in order. With everything that is taught it takes half an hour.

    Raises PermanentError where the engine's environment is missing or DIET did not answer every line.
    """
    python = engine_command()[0]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        lines.writelines(f"{line}\n" for line in _lines(taught, cases))
        lines.seek(0)
        ran = subprocess.run(
            [python, "-m", MODULE, "--epochs", str(epochs)],
            stdin=lines,
            stdout=subprocess.PIPE,
            env=engine_environment(),
            cwd=Path(ROOT),
            check=False,
        )
    if ran.returncode:
        raise PermanentError(f"DIET could not be trained: {MODULE} ended with status {ran.returncode}")
    return _levels(ran.stdout.decode("utf-8"), len(cases))


def _lines(taught: Sequence[Example], cases: Sequence[Case]) -> Iterator[str]:
    """Yield what teaches, which has a level, and then what is to be read, which has a number."""
    for one in taught:
        yield json.dumps({"text": one.text, "level": one.level.value})
    for number, case in enumerate(cases):
        yield json.dumps({"id": number, "text": case.text})


def _levels(answers: str, wanted: int) -> list[DangerLevel]:
    told = {answer["id"]: answer["level"] for answer in map(json.loads, answers.splitlines())}
    try:
        return [DangerLevel(told[number]) for number in range(wanted)]
    except (KeyError, ValueError) as error:
        raise PermanentError(f"DIET left a message without a level: {error}") from error
